"""A pack's forms for the level above: their blanks, their mappings, and the months filled."""

import hashlib
from typing import Any
from uuid import UUID

from bihuan.lib.errors import DomainError, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Unit
from bihuan.packs.content import FormEntry, Pack
from bihuan.packs.faults import Faults
from bihuan.packs.memory import Memory
from bihuan.packs.schema import FormCellShape
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions import (
    CellSpec,
    CheckSpec,
    FormSpec,
    add_form,
    add_version,
    fill_form,
    map_cells,
    mark_sent,
    set_checks,
)
from bihuan.reporting.blanks import accepted, opened
from bihuan.reporting.models import ReportForm
from bihuan.reporting.package.reading import Workbook
from bihuan.reporting.periods import read_period
from bihuan.reporting.proposing import names_of_units
from bihuan.reporting.rules import ListSaid, TextSaid, as_json
from bihuan.reporting.spreading import Choice, left_blank, spread


def load_forms(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    """Load a pack's forms; a form whose mapping people changed is left to them."""
    for entry in pack.forms:
        try:
            loading = _Loading(entry, home, actor, memory.faults)
        except DomainError as error:
            memory.faults.add(entry.file, entry.line, error.message)
            continue
        if loading.is_faulty:
            continue
        place = (entry.file, entry.line)
        code = entry.shape.code
        memory.place(
            place, "form", code, loading.said(), loading.make, loading.change, said_now=_said_now
        )


class _Loading:
    """One form of a pack: its cells resolved against the blank and the home's units."""

    def __init__(self, entry: FormEntry, home: Unit, actor: Actor, faults: Faults) -> None:
        self.entry, self.shape, self.home, self.actor = entry, entry.shape, home, actor
        self.blank = accepted(entry.blank, entry.shape.file)
        self.workbook: Workbook = opened(self.blank)
        self.units = names_of_units(home)
        self.cells: list[CellSpec] = []
        self.is_faulty = False
        for number, cell in enumerate(entry.shape.cells):
            try:
                self.cells += self._cells(cell)
            except DomainError as error:
                faults.add(entry.file, entry.cell_line(number), error.message)
                self.is_faulty = True

    def _cells(self, cell: FormCellShape) -> list[CellSpec]:
        grid = self.workbook.sheet(cell.sheet)
        if cell.figure:
            choice = Choice(
                cell.area, cell.figure, cell.period, cell.unit, cell.scale, cell.decimals
            )
            return spread(choice, grid, self.units)
        if cell.list:
            said = ListSaid(cell.list, cell.fields, cell.where, cell.order, cell.period)
            return [CellSpec(cell.sheet, cell.area, said)]
        if cell.blank:
            return left_blank(cell.area, grid)
        text = TextSaid("fixed", cell.words) if cell.words else TextSaid(cell.text)
        return [CellSpec(cell.sheet, cell.area, text)]

    def said(self) -> Any:
        """Return what the pack says of the form, as `_said_now` reads it back."""
        shape = self.shape
        return {
            "blank": hashlib.sha256(self.blank).hexdigest(),
            "described": [shape.label, shape.period, shape.issued_by, shape.due_day],
            "cells": sorted(
                [cell.sheet, cell.area, as_json(cell.said) if cell.said else {}]
                for cell in self.cells
            ),
            "checks": sorted([check.sheet, check.rule, check.message] for check in shape.checks),
        }

    def _spec(self) -> FormSpec:
        shape = self.shape
        return FormSpec(
            code=shape.code,
            label=shape.label,
            period_kind=shape.period,
            issued_by=shape.issued_by,
            due_day=shape.due_day,
            due_months=shape.due_months,
            due_on=shape.due_on,
            first_day=shape.first,
        )

    def make(self) -> ReportForm:
        """Register the form, map it, and fill the periods that the pack names."""
        form = add_form(
            actor=self.actor,
            home=self.home,
            spec=self._spec(),
            content=self.blank,
            file_name=self.shape.file,
        )
        self._map(form)
        filler = self._filler()
        for text in self.shape.filled:
            period = read_period(form.period_kind, text)
            filled = fill_form(actor=filler, form=form, period=period)
            sent_on = self.shape.sent.get(text)
            if sent_on is not None:
                reason = self.shape.sent_reason
                mark_sent(
                    actor=filler,
                    filled=filled,
                    sent_on=sent_on,
                    sent_to=form.issued_by,
                    reason=reason,
                )
        return form

    def _filler(self) -> Actor:
        """Return the account that the pack names as the one that fills; else whoever loads it."""
        name = self.shape.filled_by
        account = Account.objects.filter(username=name).first() if name else None
        if name and account is None:
            raise Invalid(f"没有账号“{name}”（filled_by）。")
        return Actor.of(account) if account else self.actor

    def change(self) -> ReportForm:
        """Bring the form to what the pack says now; filled ones stay."""
        form = ReportForm.objects.select_related("home").get(home=self.home, code=self.shape.code)
        add_version(actor=self.actor, form=form, content=self.blank, file_name=self.shape.file)
        self._map(form)
        return form

    def _map(self, form: ReportForm) -> None:
        version = newest_version(form)
        map_cells(actor=self.actor, version=version, cells=self.cells)
        checks = [CheckSpec(one.sheet, one.rule, one.message) for one in self.shape.checks]
        set_checks(actor=self.actor, version=version, checks=checks)


def _said_now(form_id: UUID) -> Any:
    form = ReportForm.objects.select_related("home").get(pk=form_id)
    version = newest_version(form)
    return {
        "blank": version.blank_id,
        "described": [form.label, form.period_kind, form.issued_by, form.due_day],
        "cells": sorted([cell.sheet, cell.area, cell.said] for cell in version.cells.all()),
        "checks": sorted([row.sheet, row.rule, row.message] for row in version.checks.all()),
    }
