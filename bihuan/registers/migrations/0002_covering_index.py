"""The index that answers figures by itself: current versions with their slots.

Partial, so that history costs it nothing. PostgreSQL carries the slots as included columns;
SQLite has no INCLUDE, so they are key columns at the end.
"""

from django.db import migrations

KEY = "register_id, status, date, path"
# superseded_at stands in it although it is always null: SQLite calls an index covering only when
# every column of the statement is in it, the condition's own too.
SLOTS = "superseded_at, recorded_at, unit_id, n1, n2, n3, n4, n5, n6, t1, t2, t3, t4, d1, d2"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        columns = f"({KEY}, {SLOTS})"
    else:
        columns = f"({KEY}) INCLUDE ({SLOTS})"
    schema_editor.execute(
        f"CREATE INDEX version_current ON registers_version {columns} WHERE superseded_at IS NULL"
    )
    # What waits, or is on its way: few rows among millions, asked on every home page.
    schema_editor.execute(
        "CREATE INDEX version_unfinished ON registers_version "
        "(status, path, register_id, changed_by) "
        "WHERE superseded_at IS NULL AND status <> 'verified'"
    )
    schema_editor.execute(
        "CREATE INDEX version_by_unit ON registers_version "
        "(register_id, path, date, id, status, superseded_at) "
        "WHERE superseded_at IS NULL"
    )


def backwards(apps, schema_editor):
    schema_editor.execute("DROP INDEX version_current")
    schema_editor.execute("DROP INDEX version_unfinished")
    schema_editor.execute("DROP INDEX version_by_unit")


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_register_record_version")]
    operations = [migrations.RunPython(forwards, backwards)]
