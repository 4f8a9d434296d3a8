"""The one editor of a register's description: for the register designer and the take-over.

`DesignForm` reads and draws (template `registers/_design.html`, which stands inside a `<form>` of
the page, with `registers/design.css`); it works without a script: adding, removing and moving
columns are submit buttons named `do`, after which the form is drawn anew and nothing is judged.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.registers.actions.specs import (
    RESERVED_CODES,
    ColumnSpec,
    RegisterSpec,
    refuse_contradictions,
)
from bihuan.registers.codes import NOT_FOR_COLUMNS, code_for
from bihuan.registers.design_rows import (
    AUTOMATIC,
    ColumnPart,
    RegisterPart,
    RulePart,
    column_values,
)
from bihuan.registers.errors import BadRule
from bihuan.registers.models import ColumnType
from bihuan.registers.rule_words import in_codes, in_labels

DO = "do"
COLUMNS, RULES = "columns", "rules"  # the names under which their numbers are posted
MOST_COLUMNS, MOST_RULES = 120, 20
TITLES = (ColumnType.TEXT, ColumnType.PLACE, ColumnType.PERSON, ColumnType.UNIT)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Beside:
    """What stands beside a column in the editor: samples from a sheet, a remark, a skip tick."""

    samples: Sequence[str] = ()
    note: str = ""
    may_skip: bool = False
    is_skipped: bool = False


class DesignForm:
    """The editor of a RegisterSpec.

    `initial` is what is edited: a register that stands (`saved`, whose codes stay as they are), or
    a proposal. `locked` are the codes of columns that have values: their type stays. `extras` are
    shown beside columns, by code. `retired` are columns that may be taken up again. `taken` are
    the codes of other registers.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        initial: RegisterSpec | None = None,
        extras: Mapping[str, Beside] | None = None,
        retired: Sequence[ColumnSpec] = (),
        locked: Collection[str] = (),
        taken: Collection[str] = (),
        saved: bool = False,
    ) -> None:
        self.initial, self.extras, self.saved = initial, extras or {}, saved
        self.locked, self.taken, self._retired = frozenset(locked), frozenset(taken), retired
        known = [*initial.columns, *retired] if initial and saved else []
        self._saved_codes = frozenset(column.code for column in known)
        self._by_code = {column.code: column for column in [*known, *retired]}
        self.faults: list[str] = []
        self.focus = ""
        self.is_bound = data is not None
        self.is_redraw = self.is_bound and DO in data
        if data is None:
            self._begin()
        else:
            self._read(data)
            if self.is_redraw:
                self._redraw(data.get(DO, ""))

    # -- what a page asks of it

    def is_valid(self) -> bool:
        """Tell whether a description was posted that does not contradict itself."""
        if not self.is_bound or self.is_redraw:
            return False
        parts = [self.register, *self.kept_columns, *self.rules]
        if [part for part in parts if not part.is_valid()]:  # all are judged
            return False
        if not self.faults:
            self._judge(self.spec())
        return not self.faults

    def spec(self) -> RegisterSpec:
        """Return what was described; every part of the form is valid."""
        codes = self.codes()
        columns = tuple(part.spec(codes[part["key"].value()]) for part in self.kept_columns)
        given = self.register.cleaned_data
        code = self.initial.code if self.saved and self.initial else given["code"]
        rules = [rule.cleaned_data for rule in self.rules if rule.cleaned_data.get("rule")]
        return RegisterSpec(
            code=code
            or code_for(given["label"], self.taken | RESERVED_CODES, otherwise="register"),
            label=given["label"],
            purpose=given["purpose"],
            legal_basis=given["legal_basis"],
            day=codes.get(given["day"]) or _first(columns, (ColumnType.DATE,)),
            title=codes.get(given["title"]) or _first(columns, TITLES) or columns[0].code,
            person=codes.get(given["person"], ""),
            retention_years=given["retention_years"],
            unit_kinds=tuple(given["unit_kinds"]),
            is_historical=given["is_historical"],
            checks=tuple(
                (in_codes(rule["rule"], columns, tuple(self._by_code.values())), rule["message"])
                for rule in rules
            ),
            sort_order=given["sort_order"] or 0,
            seen_by=tuple(given["seen_by"]),
            same_when=tuple(codes[key] for key in given["same_when"] if key in codes),
            columns=columns,
        )

    def codes(self) -> dict[str, str]:
        """Return the codes of the columns by their keys; made from the labels where none is."""
        found: dict[str, str] = {}
        # What a retired column is called stays its own: its values are still there.
        taken = NOT_FOR_COLUMNS | set(self._by_code)
        for part in self.kept_columns:
            key = part["key"].value()
            if key in self._saved_codes:
                found[key] = key
            elif given := (part.cleaned_data.get("code") or "").strip():
                found[key] = given
        for part in self.kept_columns:
            key = part["key"].value()
            if key not in found:
                label = part.cleaned_data.get("label", "")
                found[key] = code_for(label, taken | set(found.values()))
        return found

    @property
    def kept_columns(self) -> list[ColumnPart]:
        """Return the columns that are not to be skipped."""
        return [part for part in self.columns if not _is_ticked(part, "skip")]

    @property
    def skipped(self) -> frozenset[str]:
        """Return the keys (the codes proposed) of the columns that are to be skipped."""
        return frozenset(part["key"].value() for part in self.columns if _is_ticked(part, "skip"))

    @property
    def retired(self) -> list[ColumnSpec]:
        """Return the saved columns that the description leaves out, the old ones first."""
        named = {part["key"].value() for part in self.columns}
        return [column for code, column in self._by_code.items() if code not in named]

    def part_of(self, code: str) -> ColumnPart | None:
        """Return the form of a column by its code."""
        codes = self.codes()
        return next((p for p in self.kept_columns if codes[p["key"].value()] == code), None)

    def fault(self, sentence: str, column: str = "") -> None:
        """Put a sentence on a column, by code, or above the form."""
        part = self.part_of(column) if column else None
        if part is None:
            self.faults.append(sentence)
        else:
            part.add_error(None, sentence)

    def _judge(self, spec: RegisterSpec) -> None:
        if not spec.day:
            self.fault(_("还没有日期列：请加一列，类型选“日期”，数据才能归入时期。"))
            return
        try:
            refuse_contradictions(spec)
        except BadRule as error:  # said with labels, as the rule was written
            self.fault(in_labels(error.message, (*self._by_code.values(), *spec.columns)))
        except Invalid as error:
            self.fault(error.message)

    # -- reading and drawing

    def _begin(self) -> None:
        spec = self.initial
        if spec is None:
            self._make({}, [_new("+1", type=ColumnType.DATE), _new("+2")], [{}])
            return
        rows = [column_values(c, is_saved=c.code in self._saved_codes) for c in spec.columns]
        for row in rows:
            beside = self.extras.get(row["key"])
            row["skip"] = bool(beside and beside.is_skipped)
        rules = [{"rule": in_labels(r, spec.columns), "message": m} for r, m in spec.checks]
        register = {name: getattr(spec, name, None) for name in RegisterPart.base_fields}
        self._make(register, rows, rules or [{}])

    def _read(self, data: Any) -> None:
        self.columns = [self._column(at, data=data) for at in range(_count(data, COLUMNS, 120))]
        self.rules = [
            RulePart(data, prefix=f"rule-{at}") for at in range(_count(data, RULES, MOST_RULES))
        ]
        self.register = RegisterPart(data, prefix="register")
        self._offer_columns()
        keys = [part["key"].value() for part in self.columns]
        if not self.kept_columns:
            self.faults.append(_("至少要有一列。"))
        if len(set(keys)) != len(keys) or not all(keys):
            raise Invalid(_("这一页不完整，请重新打开后再改。"))

    def _redraw(self, word: str) -> None:
        """Draw the form anew after one of its buttons; what was entered stays."""
        rows, rules = [p.given() for p in self.columns], [p.given() for p in self.rules]
        what, _mark, which = word.partition(":")
        at = int(which) if which.isascii() and which.isdigit() else -1
        if what == "add" and len(rows) < MOST_COLUMNS:
            after = at if 0 <= at < len(rows) else len(rows) - 1
            rows.insert(after + 1, _new(_unused(rows)))
            self.focus = f"column-{after + 1}-label"
        elif what == "remove" and 0 <= at < len(rows):
            del rows[at]
        elif what in ("up", "down"):
            _swap(rows, at, at - 1 if what == "up" else at + 1)
        elif what == "restore" and which in self._by_code:
            rows.append(column_values(self._by_code[which], is_saved=self.saved))
        elif what == "add_rule" and len(rules) < MOST_RULES:
            rules.append({})
            self.focus = f"rule-{len(rules) - 1}-rule"
        elif what == "remove_rule" and 0 <= at < len(rules):
            del rules[at]
        self.faults.clear()
        self._make(self.register.given(), rows, rules)

    def _make(self, register: Mapping[str, Any], rows: Rows, rules: Iterable[Any]) -> None:
        self.columns = [self._column(at, initial=row) for at, row in enumerate(rows)]
        self.rules = [RulePart(initial=row, prefix=f"rule-{at}") for at, row in enumerate(rules)]
        self.register = RegisterPart(initial=dict(register), prefix="register")
        self._offer_columns()
        for part in [*self.columns, *self.rules]:
            for name in part.fields:
                if part.add_prefix(name) == self.focus:
                    part.fields[name].widget.attrs["autofocus"] = True

    def _column(self, at: int, *, data: Any = None, initial: Any = None) -> ColumnPart:
        prefix = f"column-{at}"
        key = data.get(f"{prefix}-key", "") if data is not None else initial["key"]
        is_saved = key in self._saved_codes
        return ColumnPart(
            data,
            initial=initial,
            prefix=prefix,
            is_saved=is_saved,
            is_locked=is_saved and key in self.locked,
            beside=self.extras.get(key),
            before=self._by_code.get(key),
        )

    def _offer_columns(self) -> None:
        """Offer the columns of the fitting type as day, title, person and tell-tale."""
        shown = [(p["key"].value(), p["label"].value() or _("未命名"), p) for p in self.columns]
        fields: Any = self.register.fields
        kinds: dict[str, tuple[str, ...]] = {
            "day": (ColumnType.DATE,),
            "title": TITLES,
            "person": (ColumnType.PERSON,),
        }
        for name, types in kinds.items():
            fitting = [(k, label) for k, label, p in shown if p["type"].value() in types]
            first = _("（没有）") if name == "person" else AUTOMATIC
            fields[name].choices = [("", first), *fitting]
        fields["same_when"].choices = [(key, label) for key, label, _part in shown]
        if self.saved:
            del fields["code"]


def spec_without(spec: RegisterSpec, codes: Collection[str]) -> RegisterSpec:
    """Return a description without some columns (skipped in a take-over)."""
    return replace(spec, columns=tuple(c for c in spec.columns if c.code not in codes))


def _new(key: str, **given: Any) -> dict[str, Any]:
    return {"key": key, "type": ColumnType.TEXT, **given}


def _unused(rows: Rows) -> str:
    keys = {row["key"] for row in rows}
    number = len(rows) + 1
    while f"+{number}" in keys:
        number += 1
    return f"+{number}"


def _swap(rows: Rows, one: int, other: int) -> None:
    if 0 <= one < len(rows) and 0 <= other < len(rows):
        rows[one], rows[other] = rows[other], rows[one]


def _count(data: Any, name: str, most: int) -> int:
    text = data.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() else 0


def _is_ticked(part: ColumnPart, name: str) -> bool:
    return bool(part[name].value())


def _first(columns: Sequence[ColumnSpec], types: Collection[str]) -> str:
    return next((column.code for column in columns if column.type in types), "")
