"""What a change does to a register as a whole: who sees and fills it, how much there is to fill.

No database: descriptions and numbers go in, sentences come out.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from bihuan.orgs.models.unit import UnitKind
from bihuan.orgs.permissions import CONTENT_ROLES, Role
from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.consequences.consequence import Consequence


def of_description(
    before: RegisterSpec, after: RegisterSpec, holders: Mapping[str, int]
) -> Iterator[Consequence]:
    """Say what changes of the register itself; `holders` are the accounts that hold each role."""
    yield from _of_words(before, after)
    yield from _of_readers(before, after, holders)
    yield from _of_units(before, after)
    yield from _of_columns_named(before, after)
    if before.retention_years != after.retention_years:
        named = {"old": _years(before.retention_years), "new": _years(after.retention_years)}
        text = _("保存年限由%(old)s改为%(new)s。")
        if after.retention_years is not None:
            text = _("保存年限由%(old)s改为%(new)s：到期的内容会先预告，再清除。")
        yield Consequence(text % named, "plain" if after.retention_years is None else "warn")
    if before.is_historical != after.is_historical:
        text = _("改为仅供历史查阅。") if after.is_historical else _("不再是仅供历史查阅。")
        yield Consequence(text)


def of_concepts(before: RegisterSpec, after: RegisterSpec) -> Iterator[Consequence]:
    """Say which concepts another column holds than before, or none."""
    old = {c.concept: (c.code, c.label) for c in before.columns if c.concept}
    new = {c.concept: (c.code, c.label) for c in after.columns if c.concept}
    for concept in sorted(old.keys() | new.keys()):
        was, will = old.get(concept), new.get(concept)
        named = {"concept": concept, "old": was and was[1], "new": will and will[1]}
        if was and will and was[0] != will[0]:
            yield Consequence(_("概念“%(concept)s”由“%(old)s”改由“%(new)s”登记。") % named)
        elif will and not was:
            text = _("概念“%(concept)s”今后在“%(new)s”登记，别的台账不再重复采集。")
            yield Consequence(text % named)
        elif was and not will:
            text = _("概念“%(concept)s”不再由“%(old)s”登记，别的台账可以采集。")
            yield Consequence(text % named)


def burden(before: RegisterSpec | None, after: RegisterSpec, a_year: int) -> str:
    """Say how much is to be filled for each record, and in a year by last year's number."""
    now, required = (
        len(after.columns),
        sum(1 for c in after.columns if c.required or c.code == after.day),
    )
    text = _("每条记录要填 %(n)d 项，其中必填 %(required)d 项") % {"n": now, "required": required}
    if before is None:
        return text + "。"
    more = now - len(before.columns)
    if more > 0:
        text += _("，比现在多 %(n)d 项") % {"n": more}
    elif more < 0:
        text += _("，比现在少 %(n)d 项") % {"n": -more}
    if more and a_year:
        word = _("多填") if more > 0 else _("少填")
        said = {"year": f"{a_year:,}", "word": word, "n": f"{abs(more) * a_year:,}"}
        text += _("；按最近一年 %(year)s 条算，一年%(word)s %(n)s 项") % said
    return text + "。"


def _of_words(before: RegisterSpec, after: RegisterSpec) -> Iterator[Consequence]:
    if before.label != after.label:
        named = {"old": before.label, "new": after.label}
        yield Consequence(_("台账由“%(old)s”改名为“%(new)s”。") % named)
    if (before.purpose, before.legal_basis) != (after.purpose, after.legal_basis):
        yield Consequence(_("用途或依据的文字有改动。"))
    if before.sort_order != after.sort_order:
        yield Consequence(_("在列表中的次序有变。"))


def _of_readers(
    before: RegisterSpec, after: RegisterSpec, holders: Mapping[str, int]
) -> Iterator[Consequence]:
    old = set(before.seen_by or CONTENT_ROLES)
    new = set(after.seen_by or CONTENT_ROLES)
    if old - new:
        text = _("今后看不到这本台账和记录：%(roles)s；由它算出的合计数照常可见。")
        yield Consequence(text % {"roles": _roles(old - new, holders)}, "warn")
    if new - old:
        text = _("今后可以看到这本台账和记录：%(roles)s。")
        yield Consequence(text % {"roles": _roles(new - old, holders)}, "warn")


def _roles(roles: set[str], holders: Mapping[str, int]) -> str:
    named = []
    for role in Role:
        if role.value in roles:
            count = holders.get(role.value, 0)
            said = _("（%(n)d 个账号）") % {"n": count} if count else _("（现无账号）")
            named.append(f"{role.label}{said}")
    return "、".join(named)


def _of_units(before: RegisterSpec, after: RegisterSpec) -> Iterator[Consequence]:
    everyone = list(UnitKind.values)
    old, new = before.unit_kinds or everyone, after.unit_kinds or everyone
    if gone := [kind for kind in old if kind not in new]:
        text = _("不再由%(kinds)s填报，已有记录都在。")
        yield Consequence(text % {"kinds": _kinds(gone)}, "warn")
    if come := [kind for kind in new if kind not in old]:
        yield Consequence(_("今后%(kinds)s也要填报。") % {"kinds": _kinds(come)}, "warn")


def _of_columns_named(before: RegisterSpec, after: RegisterSpec) -> Iterator[Consequence]:
    labels = {column.code: column.label for column in (*before.columns, *after.columns)}
    if before.title != after.title:
        text = _("列表里改用“%(new)s”称呼一条记录。")
        yield Consequence(text % {"new": labels.get(after.title, after.title)})
    if before.day != after.day:
        text = _("记录的日期改为“%(new)s”。")
        yield Consequence(text % {"new": labels.get(after.day, after.day)})
    if before.person != after.person:
        new = labels.get(after.person) or _("（没有）")
        yield Consequence(_("记录所说的人改为“%(new)s”。") % {"new": new})
    if tuple(before.same_when) != tuple(after.same_when):
        named = "、".join(labels.get(code, code) for code in after.same_when)
        yield Consequence(
            _("查重依据改为：%(columns)s。") % {"columns": named or _("日期和名称都相同")}
        )


def _kinds(kinds: Sequence[str]) -> str:
    labels = dict(UnitKind.choices)
    return "、".join(str(labels[kind]) for kind in kinds)


def _years(years: int | None) -> str:
    return _("永久") if years is None else _("%(n)d年") % {"n": years}
