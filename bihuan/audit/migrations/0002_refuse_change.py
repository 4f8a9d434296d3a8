"""Triggers that refuse to change, remove, replace or truncate entries of the audit chain."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER audit_entry_refuses_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_refuses_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
    """,
    # INSERT OR REPLACE: it fires the trigger above only where recursive_triggers is on, which a
    # connection that is not ours may lack.
    """
    CREATE TRIGGER audit_entry_refuses_replace BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_refuses_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_refuses_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER audit_entry_refuses_replace",
        "DROP TRIGGER audit_entry_refuses_update",
        "DROP TRIGGER audit_entry_refuses_delete",
    ],
    "postgresql": [
        "DROP TRIGGER audit_entry_refuses_truncate ON audit_entry",
        "DROP TRIGGER audit_entry_refuses_change ON audit_entry",
        "DROP FUNCTION audit_entry_refuse()",
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
    dependencies = [("audit", "0001_entry_and_head")]
    operations = [migrations.RunPython(forwards, backwards)]
