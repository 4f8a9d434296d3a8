"""What a register is described by, and what contradicts itself: no database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.models.unit import UnitKind
from bihuan.orgs.permissions import CONTENT_ROLES, PERMISSIONS, Permission
from bihuan.registers.expressions import Kind, check_kinds
from bihuan.registers.models import ColumnType
from bihuan.registers.models.register import NUMBERS

MONEY_DECIMALS = 2
MOST_DECIMALS = 6
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST = {"label": 80, "purpose": 200, "legal_basis": 200}
LONGEST_IN_COLUMN = {"label": 60, "unit_of_measure": 20, "concept": 80, "note": 200}
LONGEST_MESSAGE = 200
RESERVED_CODES = frozenset({"new", "drop", "retention"})  # addresses of the room
RESERVED_LABELS = frozenset({"记录编号", "填报单位", "审核状态"})  # of a workbook's own columns
ENTERING = frozenset(
    role.value for role, may in PERMISSIONS.items() if Permission.ENTER_RECORDS in may
)
KINDS: dict[str, Kind] = {
    ColumnType.DATE: "date",
    ColumnType.YES_NO: "truth",
    **dict.fromkeys(NUMBERS, "number"),
}


@dataclass(frozen=True)
class ColumnSpec:
    """A column as its maker describes it; see docs/reference/packs.md for each key."""

    code: str
    label: str
    type: str
    required: bool = False
    unit_of_measure: str = ""
    decimals: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    choices: Sequence[Mapping[str, str]] = ()
    default: Any = None
    concept: str = ""
    is_sensitive: bool = False
    note: str = ""


@dataclass(frozen=True)
class RegisterSpec:
    """A register as its maker describes it. `checks` are pairs of rule and message.

    `seen_by` names roles, all where it is empty; `same_when` the columns that tell duplicates.
    """

    code: str
    label: str
    purpose: str
    legal_basis: str
    day: str
    title: str
    columns: Sequence[ColumnSpec]
    person: str = ""
    retention_years: int | None = None
    unit_kinds: Sequence[str] = ()
    is_historical: bool = False
    checks: Sequence[tuple[str, str]] = field(default_factory=tuple)
    sort_order: int = 0
    seen_by: Sequence[str] = ()
    same_when: Sequence[str] = ()


def refuse_contradictions(spec: RegisterSpec) -> None:
    """Raise Invalid, naming register and column, where a description contradicts itself."""
    named = {"register": spec.label}
    by_code = {column.code: column for column in spec.columns}
    if CODE.fullmatch(spec.code) is None:
        raise Invalid(_("台账代码“%(code)s”只能用小写字母、数字和下划线。") % {"code": spec.code})
    if spec.code in RESERVED_CODES:
        raise Invalid(_("台账代码不能是“%(code)s”，请换一个。") % {"code": spec.code})
    _refuse_long(spec, LONGEST, spec.label)
    if len(by_code) != len(spec.columns):
        raise Invalid(_("台账“%(register)s”有重复的列代码。") % named)
    if len({column.label for column in spec.columns}) != len(spec.columns):
        raise Invalid(_("台账“%(register)s”有重名的列。") % named)
    unknown = sorted(set(spec.unit_kinds) - set(UnitKind.values))
    if unknown:
        raise Invalid(
            _("台账“%(register)s”的填报单位类别“%(kind)s”不认识。") % {**named, "kind": unknown[0]}
        )
    _refuse_wrong_readers(spec, by_code)
    reserved = next((c.label for c in spec.columns if c.label in RESERVED_LABELS), None)
    if reserved is not None:
        raise Invalid(
            _("台账“%(register)s”的列不能叫“%(label)s”，导入导出时另有所指。")
            % {**named, "label": reserved}
        )
    _refuse_wrong_roles(spec, by_code)
    for column in spec.columns:
        _refuse_bad_column(column)
    for rule, message in spec.checks:
        check_kinds(rule, {code: KINDS.get(c.type, "text") for code, c in by_code.items()})
        if not message or len(message) > LONGEST_MESSAGE:
            raise Invalid(_("规则“%(rule)s”的提示语为空或过长。") % {"rule": rule})


def _refuse_wrong_readers(spec: RegisterSpec, by_code: Mapping[str, ColumnSpec]) -> None:
    named = {"register": spec.label}
    strange = sorted(set(spec.seen_by) - CONTENT_ROLES)
    if strange:
        raise Invalid(
            _("台账“%(register)s”的可查看角色“%(role)s”不认识，或不接触内容。")
            % {**named, "role": strange[0]}
        )
    if spec.seen_by and not ENTERING & set(spec.seen_by):
        raise Invalid(
            _("“%(register)s”可查看的角色里没有能填报的，谁也填不了；请加上填报员或文书。") % named
        )
    missing = [code for code in spec.same_when if code not in by_code]
    if missing:
        raise Invalid(
            _("台账“%(register)s”的查重依据“%(code)s”不是它的列。") % {**named, "code": missing[0]}
        )


def _refuse_wrong_roles(spec: RegisterSpec, by_code: Mapping[str, ColumnSpec]) -> None:
    types = {code: column.type for code, column in by_code.items()}
    if types.get(spec.day) != ColumnType.DATE:
        raise Invalid(
            _("台账“%(register)s”的日期列“%(code)s”不存在或不是日期。")
            % {"register": spec.label, "code": spec.day}
        )
    if spec.title not in types:
        raise Invalid(
            _("台账“%(register)s”的标题列“%(code)s”不存在。")
            % {"register": spec.label, "code": spec.title}
        )
    if spec.person and types.get(spec.person) != ColumnType.PERSON:
        raise Invalid(
            _("台账“%(register)s”的人员列“%(code)s”不存在或不是人员。")
            % {"register": spec.label, "code": spec.person}
        )


def _refuse_bad_column(column: ColumnSpec) -> None:
    named = {"column": column.label, "type": column.type}
    if CODE.fullmatch(column.code) is None:
        raise Invalid(
            _("列“%(column)s”的代码“%(code)s”只能用小写字母、数字和下划线。")
            % {**named, "code": column.code}
        )
    _refuse_long(column, LONGEST_IN_COLUMN, column.label)
    if column.type not in ColumnType.values:
        raise Invalid(_("列“%(column)s”的类型“%(type)s”不认识。") % named)
    if not 0 <= column.decimals <= MOST_DECIMALS:
        raise Invalid(_("列“%(column)s”的小数位数应在0到6之间。") % named)
    low, high = column.minimum, column.maximum
    if low is not None and high is not None and low > high:
        raise Invalid(_("列“%(column)s”的最小值大于最大值。") % named)
    if column.max_length is not None and column.max_length < 1:
        raise Invalid(_("列“%(column)s”的最多字数应大于零。") % named)
    if column.type in (ColumnType.CHOICE, ColumnType.CHOICES):
        _refuse_bad_choices(column)


def _refuse_bad_choices(column: ColumnSpec) -> None:
    named = {"column": column.label}
    if not column.choices:
        raise Invalid(_("列“%(column)s”没有选项。") % named)
    for key in ("code", "label"):
        given = [choice.get(key, "") for choice in column.choices]
        if "" in given or len(set(given)) != len(given):
            raise Invalid(_("列“%(column)s”的选项缺少代码或名称，或有重复。") % named)
    for choice in column.choices:
        others = {other["code"] for other in column.choices if other is not choice}
        if choice["label"] in others or ";" in choice["label"].replace("；", ";"):
            raise Invalid(
                _("列“%(column)s”的选项“%(choice)s”含有分号，或与另一选项的代码相同。")
                % {**named, "choice": choice["label"]}
            )


def _refuse_long(thing: object, longest: Mapping[str, int], label: str) -> None:
    for key, limit in longest.items():
        if len(getattr(thing, key)) > limit:
            raise Invalid(
                _("“%(label)s…”的 %(key)s 过长，最多%(limit)d个字。")
                % {"label": label[:20], "key": key, "limit": limit}
            )
