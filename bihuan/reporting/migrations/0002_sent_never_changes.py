"""Triggers that refuse to change or remove a form that was sent, and what stood in its cells.

A later migration that remakes one of these tables on SQLite drops its triggers: repeat them there.
"""

from django.db import migrations

MESSAGE = "a form that was sent never changes"
FORM, CELL = "reporting_filledform", "reporting_filledcell"
SENT = f"SELECT 1 FROM {FORM} WHERE id = OLD.filled_id AND state = 'sent'"


def statements(vendor):
    for event in ("UPDATE", "DELETE"):
        is_sqlite = vendor == "sqlite"
        abort = f"SELECT RAISE(ABORT, '{MESSAGE}')"
        form = f"BEGIN {abort}; END" if is_sqlite else "EXECUTE FUNCTION reporting_refuse_change()"
        cell = (
            f"BEGIN {abort} WHERE EXISTS ({SENT}); END"
            if is_sqlite
            else "EXECUTE FUNCTION reporting_refuse_cell_change()"
        )
        yield (
            f"CREATE TRIGGER {FORM}_refuses_{event.lower()} BEFORE {event} ON {FORM} "
            f"FOR EACH ROW WHEN (OLD.state = 'sent') {form}"
        )
        yield f"CREATE TRIGGER {CELL}_refuses_{event.lower()} BEFORE {event} ON {CELL} FOR EACH ROW {cell}"


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION reporting_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
        schema_editor.execute(
            "CREATE FUNCTION reporting_refuse_cell_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({SENT}) THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for statement in statements(vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in (FORM, CELL):
        on = f" ON {table}" if vendor == "postgresql" else ""
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_refuses_{event}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION reporting_refuse_change()")
        schema_editor.execute("DROP FUNCTION reporting_refuse_cell_change()")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_forms_and_filled_forms")]
    operations = [migrations.RunPython(forwards, backwards)]
