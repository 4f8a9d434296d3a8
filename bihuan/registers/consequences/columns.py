"""What a change does to columns: added, renamed, retired, narrowed, with the records it touches."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bihuan.registers.actions.specs import ColumnSpec, RegisterSpec
from bihuan.registers.consequences.consequence import Consequence
from bihuan.registers.consequences.recorded import Recorded
from bihuan.registers.models import ColumnType
from bihuan.registers.reading import DEFAULT_LENGTHS

WORDS = (ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.PLACE)


def of_columns(
    before: RegisterSpec, after: RegisterSpec, recorded: Recorded
) -> Iterator[Consequence]:
    """Say of each column what changes, those retired last."""
    standing = {column.code: column for column in before.columns}
    for column in after.columns:
        if column.code not in standing:
            yield _added(column, recorded)
        elif column != standing[column.code]:
            yield from _changed(standing[column.code], column, recorded)
    kept = {column.code for column in after.columns}
    for column in before.columns:
        if column.code not in kept:
            yield _retired(column, recorded)
    if [c.code for c in before.columns if c.code in kept] != [
        column.code for column in after.columns if column.code in standing
    ]:
        yield Consequence(_("列的先后次序有变。"))


def _added(column: ColumnSpec, recorded: Recorded) -> Consequence:
    again = column.code in recorded.columns
    text = _("重新启用列“%(label)s”") if again else _("增加列“%(label)s”")
    text %= {"label": column.label}
    if not column.required:
        return Consequence(text + "。")
    return _now_required(text + _("，必填"), column, recorded)


def _retired(column: ColumnSpec, recorded: Recorded) -> Consequence:
    text = _("停用列“%(label)s”：不再填报，") % {"label": column.label}
    filled = recorded.filled(column.code)
    if not filled:
        return Consequence(text + _("还没有记录填过。"))
    text += _("已有 %(n)d 条记录填过，内容都保留，在记录页可看。") % {"n": filled}
    return Consequence(text, "warn")


def _now_required(text: str, column: ColumnSpec, recorded: Recorded) -> Consequence:
    lacking = recorded.lacking(column.code)
    if not lacking:
        return Consequence(text + (_("，已有记录都填了。") if recorded.count else "。"))
    text += _("：已有 %(n)d 条记录没有填，照常可看、可计，下次修改时才要求补填。") % {"n": lacking}
    return Consequence(text, "warn")


def _changed(before: ColumnSpec, after: ColumnSpec, recorded: Recorded) -> Iterator[Consequence]:
    named = {"label": after.label, "before": before.label}
    if before.label != after.label:
        text = _("列“%(before)s”改名为“%(label)s”，已有内容不变；旧表格导入时要用新列名。")
        yield Consequence(text % named)
    if before.type != after.type:
        types = dict(ColumnType.choices)
        named |= {"old": str(types[before.type]), "new": str(types[after.type])}
        yield Consequence(_("列“%(label)s”的类型由“%(old)s”改为“%(new)s”。") % named)
    if after.required and not before.required:
        yield _now_required(_("列“%(label)s”改为必填") % named, after, recorded)
    if before.required and not after.required:
        yield Consequence(_("列“%(label)s”不再必填。") % named)
    yield from _limits(before, after, recorded)
    yield from _choices(before, after, recorded)
    yield from _further(before, after)


def _limits(before: ColumnSpec, after: ColumnSpec, recorded: Recorded) -> Iterator[Consequence]:
    low = after.minimum if after.minimum != before.minimum else None
    high = after.maximum if after.maximum != before.maximum else None
    longest = _longest(after) if _longest(after) < _longest(before) else None
    ends = (before.minimum, before.maximum), (after.minimum, after.maximum)
    if ends[0] == ends[1] and _longest(before) == _longest(after):
        return
    count, examples = recorded.beyond(after.code, low, high, longest)
    named = {"label": after.label, "limits": _said_limits(after)}
    text = _("列“%(label)s”的范围改为%(limits)s") % named
    if not count:
        yield Consequence(text + (_("，已有记录都在范围内。") if recorded.count else "。"))
        return
    text += _("：已有 %(n)d 条超出，内容保留，下次修改这一项时才要求改正。") % {"n": count}
    yield Consequence(text, "warn", examples)


def _choices(before: ColumnSpec, after: ColumnSpec, recorded: Recorded) -> Iterator[Consequence]:
    old = {choice["code"]: choice["label"] for choice in before.choices}
    new = {choice["code"]: choice["label"] for choice in after.choices}
    named = {"label": after.label}
    added = "、".join(label for code, label in new.items() if code not in old)
    if added and old:
        text = _("列“%(label)s”增加选项：%(added)s。")
        yield Consequence(text % {**named, "added": added})
    for code, label in old.items():
        if code in new and new[code] != label:
            text = _("列“%(label)s”的选项“%(old)s”改称“%(new)s”，已有记录一并显示新名称。")
            yield Consequence(text % {**named, "old": label, "new": new[code]})
        elif code not in new:
            count = recorded.holding(after.code, code)
            text = _("列“%(label)s”去掉选项“%(old)s”") % {**named, "old": label}
            text += _("：已有 %(n)d 条记录选了它，仍照原样显示。") % {"n": count} if count else "。"
            yield Consequence(text, "warn" if count else "plain")


def _further(before: ColumnSpec, after: ColumnSpec) -> Iterator[Consequence]:
    named = {
        "label": after.label,
        "old": before.unit_of_measure or _("（无）"),
        "new": after.unit_of_measure or _("（无）"),
    }
    if before.unit_of_measure != after.unit_of_measure:
        text = _("列“%(label)s”的计量单位由“%(old)s”改为“%(new)s”：数字不换算，请确认口径没有变。")
        yield Consequence(text % named, "warn")
    if after.is_sensitive and not before.is_sensitive:
        yield Consequence(_("列“%(label)s”作为个人信息：列表、导出和公文中遮盖。") % named)
    if before.is_sensitive and not after.is_sensitive:
        text = _("列“%(label)s”不再作为个人信息：能看记录的人都能看到内容。")
        yield Consequence(text % named, "warn")
    if (before.note, before.default) != (after.note, after.default):
        yield Consequence(_("列“%(label)s”的填写说明或默认值有改动。") % named)


def _longest(column: ColumnSpec) -> int:
    if column.type not in WORDS:
        return 0
    return column.max_length or DEFAULT_LENGTHS.get(ColumnType(column.type), 120)


def _said_limits(column: ColumnSpec) -> str:
    if column.type in WORDS:
        return _("最多%(n)d个字") % {"n": _longest(column)}
    low, high = column.minimum, column.maximum
    if low is None and high is None:
        return _("不限")
    if low is None:
        return _("不大于 %(high)s") % {"high": f"{high:,f}"}
    if high is None:
        return _("不小于 %(low)s") % {"low": f"{low:,f}"}
    return _("%(low)s 到 %(high)s") % {"low": f"{low:,f}", "high": f"{high:,f}"}
