"""Writing stored values as people read them."""

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.orgs.models import Person, Unit
from bihuan.registers.models import Column, ColumnType, Register, Version
from bihuan.registers.names import Names

MASK = "＊＊＊"


class Describing:
    """Writes the values of one register's records; units and people are read once, where needed."""

    def __init__(self, register: Register, *, masked: bool = True) -> None:
        self.register, self.masked = register, masked
        self.names = Names(register.home)
        self._read: dict[str, str] = {}

    def read(self, versions: Iterable[Version]) -> None:
        """Read the units and people that a page of versions names, and no others."""
        wanted: dict[str, set[str]] = {ColumnType.UNIT: set(), ColumnType.PERSON: set()}
        named = [c for c in self.register.columns_in_order if c.type in wanted]
        for version in versions:
            for column in named:
                wanted[column.type].add(version.values.get(column.code) or "")
        for kind, model in ((ColumnType.UNIT, Unit), (ColumnType.PERSON, Person)):
            ids = wanted[kind] - {""}
            if ids:
                found = model._default_manager.filter(pk__in=ids)
                self._read |= {str(thing.pk): str(thing) for thing in found}

    def by_label(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the values that are not empty, by label, with their units of measure."""
        return {
            column.label: self.text(column, values[column.code])
            for column in self.register.columns_in_order
            if values.get(column.code) not in (None, "", [])
        }

    def text(self, column: Column, value: Any) -> str:
        """Return one stored value with its unit of measure; an empty one as an empty text."""
        text = self.bare(column, value)
        return (
            f"{text}{column.unit_of_measure}"
            if column.is_number and text not in ("", MASK)
            else text
        )

    def bare(self, column: Column, value: Any) -> str:
        """Return one stored value as people read it, its unit of measure left to the head."""
        if value is None or value == "" or value == []:
            return ""
        if column.is_sensitive and self.masked:
            return MASK
        if column.is_number:
            return _trimmed(str(value))
        if column.type == ColumnType.CHOICE:
            return column.labels_by_code.get(value, str(value))
        if column.type == ColumnType.CHOICES:
            return "、".join(column.labels_by_code.get(code, str(code)) for code in value)
        if column.type == ColumnType.YES_NO:
            return "是" if value else "否"
        if column.type == ColumnType.UNIT:
            return self._unit(value)
        if column.type == ColumnType.PERSON:
            return self._person(value)
        return str(value)

    def _unit(self, id_: str) -> str:
        if id_ in self._read:
            return self._read[id_]
        unit = self.names.unit_by_id(id_)
        return str(unit) if unit else id_

    def _person(self, id_: str) -> str:
        if id_ in self._read:
            return self._read[id_]
        person = self.names.person_by_id(id_)
        return person.name if person else id_


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
