"""Triggers that refuse to change or remove what was done on the way to issue.

A later migration that remakes one of these tables on SQLite drops its triggers: repeat them there.
"""

from django.db import migrations

FROZEN = (
    "documents_approvalstep",
    "documents_commentround",
    "documents_correction",
    "documents_skippednumber",
)
MESSAGE = "what was done to a document never changes"


def triggers():
    for table in FROZEN:
        yield table, "UPDATE", ""
        yield table, "DELETE", ""
    # A comment is settled once; before that only its outcome is written.
    yield "documents_comment", "UPDATE", "WHEN (OLD.settled_at IS NOT NULL)"
    yield "documents_comment", "DELETE", ""


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    body = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    if vendor == "postgresql":
        body = "EXECUTE FUNCTION documents_refuse_change_of_steps()"
        schema_editor.execute(
            "CREATE FUNCTION documents_refuse_change_of_steps() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
    for table, event, condition in triggers():
        schema_editor.execute(
            f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH ROW {condition} {body}"
        )


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, event, _condition in triggers():
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_refuses_{event.lower()}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION documents_refuse_change_of_steps()")


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_steps_rounds_and_corrections")]
    operations = [migrations.RunPython(forwards, backwards)]
