"""The index that answers figures of persons by itself: current versions about a person.

Partial, so that records about nobody cost nothing; otherwise made as `version_current` is.
"""

from django.db import migrations

KEY = "register_id, status, person_id, date, path"
SLOTS = "superseded_at, n1, n2, n3, n4, n5, n6, t1, t2, t3, t4, d1, d2"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        columns = f"({KEY}, {SLOTS})"
    else:
        columns = f"({KEY}) INCLUDE ({SLOTS})"
    schema_editor.execute(
        f"CREATE INDEX version_by_person ON registers_version {columns} "
        "WHERE superseded_at IS NULL AND person_id IS NOT NULL"
    )


def backwards(apps, schema_editor):
    schema_editor.execute("DROP INDEX version_by_person")


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_choices_no_longer_offered")]
    operations = [migrations.RunPython(forwards, backwards)]
