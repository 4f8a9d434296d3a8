"""Triggers that refuse to change or remove a step of a gate: what was sent and answered stays as it was."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER oversight_gatestep_refuses_update BEFORE UPDATE ON oversight_gatestep
    BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
    """,
    """
    CREATE TRIGGER oversight_gatestep_refuses_delete BEFORE DELETE ON oversight_gatestep
    BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
    """,
    # INSERT OR REPLACE: it fires the trigger above only where recursive_triggers is on.
    """
    CREATE TRIGGER oversight_gatestep_refuses_replace BEFORE INSERT ON oversight_gatestep
    WHEN EXISTS (SELECT 1 FROM oversight_gatestep WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION oversight_gatestep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'steps are append-only'; END $$
    """,
    """
    CREATE TRIGGER oversight_gatestep_refuses_change BEFORE UPDATE OR DELETE ON oversight_gatestep
    FOR EACH ROW EXECUTE FUNCTION oversight_gatestep_refuse()
    """,
    """
    CREATE TRIGGER oversight_gatestep_refuses_truncate BEFORE TRUNCATE ON oversight_gatestep
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_gatestep_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER oversight_gatestep_refuses_replace",
        "DROP TRIGGER oversight_gatestep_refuses_update",
        "DROP TRIGGER oversight_gatestep_refuses_delete",
    ],
    "postgresql": [
        "DROP TRIGGER oversight_gatestep_refuses_truncate ON oversight_gatestep",
        "DROP TRIGGER oversight_gatestep_refuses_change ON oversight_gatestep",
        "DROP FUNCTION oversight_gatestep_refuse()",
    ],
}


def forwards(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_lines_of_requirements")]
    operations = [migrations.RunPython(forwards, backwards)]
