"""Triggers that refuse to change or remove what was sent, received and done.

Steps never change; of what was sent or received only the cache of its steps does; a key is entered
once and withdrawn once. A later migration that remakes one of these tables on SQLite drops its
triggers: repeat them there.
"""

from django.db import migrations

MESSAGE = "what was sent or received never changes"
CACHES = {
    "exchange_dispatch": ("state", "is_noted"),
    "exchange_reception": ("state",),
    "exchange_exchangestep": (),
    "exchange_correspondent": (
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_by_name",
        "withdrawn_because",
    ),
}
MODELS = {
    "exchange_dispatch": "Dispatch",
    "exchange_reception": "Reception",
    "exchange_exchangestep": "ExchangeStep",
    "exchange_correspondent": "Correspondent",
}


def statements(vendor, columns):
    """Yield the triggers; `columns` are all columns by table."""
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        if vendor == "sqlite"
        else "EXECUTE FUNCTION exchange_refuse_change()"
    )
    for table, caches in CACHES.items():
        kept = ", ".join(f'"{name}"' for name in columns[table] if name not in caches)
        for name, event in (("update", f"UPDATE OF {kept}"), ("delete", "DELETE")):
            yield (
                f"CREATE TRIGGER {table}_refuses_{name} BEFORE {event} ON {table} "
                f"FOR EACH ROW {body}"
            )
    yield (
        "CREATE TRIGGER exchange_correspondent_withdrawn_once BEFORE UPDATE "
        f"ON exchange_correspondent FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) {body}"
    )


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION exchange_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
    columns = {
        table: [field.column for field in apps.get_model("exchange", name)._meta.concrete_fields]
        for table, name in MODELS.items()
    }
    for statement in statements(vendor, columns):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    names = [(table, f"{table}_refuses_{event}") for table in CACHES for event in ("update", "delete")]
    names.append(("exchange_correspondent", "exchange_correspondent_withdrawn_once"))
    for table, name in names:
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION exchange_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_dispatches_receptions_steps_correspondents")]
    operations = [migrations.RunPython(forwards, backwards)]
