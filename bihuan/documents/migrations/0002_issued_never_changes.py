"""Triggers that refuse to change or remove what was issued.

A later migration that remakes one of these tables on SQLite drops its triggers: repeat them there.
"""

from django.db import migrations

FROZEN = ("documents_issue", "documents_frozenfigure")
MESSAGE = "an issued document never changes"


def statements(vendor):
    for table in FROZEN:
        yield from _guards(vendor, table, "")
    yield from _guards(vendor, "documents_document", "WHEN (OLD.status = 'issued')")


def _guards(vendor, table, condition):
    for event in ("UPDATE", "DELETE"):
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            if vendor == "sqlite"
            else "EXECUTE FUNCTION documents_refuse_change()"
        )
        yield (
            f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH ROW {condition} {body}"
        )


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
    for statement in statements(vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in (*FROZEN, "documents_document"):
        on = f" ON {table}" if vendor == "postgresql" else ""
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_refuses_{event}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION documents_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_documents_and_issues")]
    operations = [migrations.RunPython(forwards, backwards)]
