"""Triggers that refuse to change or remove a step: what happened to a task stays as it was."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER tasks_step_refuses_update BEFORE UPDATE ON tasks_step
    BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
    """,
    """
    CREATE TRIGGER tasks_step_refuses_delete BEFORE DELETE ON tasks_step
    BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
    """,
    # INSERT OR REPLACE: it fires the trigger above only where recursive_triggers is on.
    """
    CREATE TRIGGER tasks_step_refuses_replace BEFORE INSERT ON tasks_step
    WHEN EXISTS (SELECT 1 FROM tasks_step WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION tasks_step_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'steps are append-only'; END $$
    """,
    """
    CREATE TRIGGER tasks_step_refuses_change BEFORE UPDATE OR DELETE ON tasks_step
    FOR EACH ROW EXECUTE FUNCTION tasks_step_refuse()
    """,
    """
    CREATE TRIGGER tasks_step_refuses_truncate BEFORE TRUNCATE ON tasks_step
    FOR EACH STATEMENT EXECUTE FUNCTION tasks_step_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER tasks_step_refuses_replace",
        "DROP TRIGGER tasks_step_refuses_update",
        "DROP TRIGGER tasks_step_refuses_delete",
    ],
    "postgresql": [
        "DROP TRIGGER tasks_step_refuses_truncate ON tasks_step",
        "DROP TRIGGER tasks_step_refuses_change ON tasks_step",
        "DROP FUNCTION tasks_step_refuse()",
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
    dependencies = [("tasks", "0001_task_part_step")]
    operations = [migrations.RunPython(forwards, backwards)]
