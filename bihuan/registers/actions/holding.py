"""Holding a register still while records are written by what it says."""

from django.db import connection

from bihuan.registers.models import Register


def hold(register: Register) -> Register:
    """Return a register as it stands, unchanged until the transaction ends.

    Who enters holds it shared; who defines it waits for them, and they for who defines it. Without
    it the first record could be saved with the slots of a description that was just replaced.
    """
    _share(register)
    standing = Register.objects.select_related("home").get(pk=register.pk)
    return register if standing.edition == register.edition else standing


def _share(register: Register) -> None:
    """Lock the row on PostgreSQL as a foreign key would; SQLite has one writer at a time."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM registers_register WHERE id = %s FOR KEY SHARE", [register.pk]
        )
