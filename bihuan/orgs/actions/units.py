"""Opening, changing and closing units."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs import rules
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing
from bihuan.orgs.models import (
    ContactPoint,
    Liaison,
    PostTerm,
    Team,
    Unit,
    UnitKind,
)
from bihuan.orgs.permissions import Permission

# The levels of administration in order: a unit lies below a higher one only.
LEVELS = (UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP, UnitKind.VILLAGE, UnitKind.GROUP)
DEEPEST_PATH = 64


class UnitChanges(TypedDict, total=False):
    """What may change in a unit; never its path, parent or code."""

    name: str
    short_name: str
    division_code: str
    sort_order: int


@doing.action("unit.open")
def open_unit(
    *,
    actor: Actor,
    parent: Unit | None,
    code: str,
    name: str,
    kind: str,
    opened_on: dt.date,
    division_code: str = "",
    short_name: str = "",
    sort_order: int = 0,
) -> Unit:
    """Open a unit below a parent; at the top where there is none, for the installation only."""
    actor.require(Permission.MANAGE_PEOPLE, parent or "")
    unit = Unit(
        parent=parent,
        code=doing.checked_code(code, 40),
        name=doing.checked_text(_("单位名称"), name, 80),
        short_name=doing.checked_text(_("简称"), short_name, 40, required=False),
        kind=doing.checked_choice(_("单位类别"), kind, UnitKind),
        division_code=_checked_division_code(division_code),
        sort_order=sort_order,
        opened_on=opened_on,
    )
    _check_level(unit)
    if parent is not None:
        doing.require_open(parent, opened_on)
    unit.path = _next_path(parent)
    doing.refuse_taken(Unit.objects.all(), code, _("单位"))
    unit.home = unit if unit.is_administration or parent is None else parent.home
    unit.save(force_insert=True)
    doing.record(actor, "unit.open", unit, unit.path, _("设立“%(name)s”") % {"name": unit.name})
    return unit


@doing.action("unit.update")
def update_unit(*, actor: Actor, unit: Unit, **changes: Unpack[UnitChanges]) -> Unit:
    """Change what a unit is called, its division code or its place among its siblings."""
    actor.require(Permission.MANAGE_PEOPLE, unit)
    if "name" in changes:
        changes["name"] = doing.checked_text(_("单位名称"), changes["name"], 80)
    if "short_name" in changes:
        short_name = changes["short_name"]
        changes["short_name"] = doing.checked_text(_("简称"), short_name, 40, required=False)
    if "division_code" in changes:
        changes["division_code"] = _checked_division_code(changes["division_code"])
    unit = doing.locked(unit)
    differing = doing.apply(unit, changes, UnitChanges.__annotations__)
    if differing:
        note = doing.field_labels(unit, differing)
        doing.record(actor, "unit.update", unit, unit.path, _("改动：%(what)s") % {"what": note})
    return unit


@doing.action("unit.close")
def close_unit(
    *,
    actor: Actor,
    unit: Unit,
    closed_on: dt.date,
    successor: Unit | None = None,
    reason: str,
) -> Unit:
    """Close a unit; raises Invalid while units below it, posts, teams or contacts still stand."""
    actor.require(Permission.MANAGE_PEOPLE, unit)
    reason = doing.checked_text(_("撤销理由"), reason, 300)
    unit = doing.locked(unit)
    if unit.closed_on is not None:
        raise Invalid(_("“%(unit)s”已于%(day)s撤销。") % {"unit": unit.name, "day": unit.closed_on})
    if closed_on < unit.opened_on:
        raise Invalid(_("撤销日期早于设立日期%(day)s，请改正。") % {"day": unit.opened_on})
    _check_successor(unit, successor, closed_on)
    standing = _still_standing(unit, closed_on)
    if standing:
        raise Invalid(
            _("“%(unit)s”还有%(what)s，请先办结这些事项再撤销。")
            % {"unit": unit.name, "what": "、".join(standing)}
        )
    unit.closed_on, unit.successor = closed_on, successor
    unit.save(update_fields=["closed_on", "successor"])
    doing.record(actor, "unit.close", unit, unit.path, reason)
    return unit


def _next_path(parent: Unit | None) -> str:
    """Return the path after the last sibling's; raises Invalid where the tree is too deep.

    The parent's row (at the top: every top row) is locked first, so two who open at once are
    given different paths; `path` is unique in any case.
    """
    to_lock = Unit.objects.filter(pk=parent.pk) if parent else Unit.objects.filter(parent=None)
    list(to_lock.select_for_update(of=("self",)).order_by("path").values_list("pk", flat=True))
    siblings = Unit.objects.filter(parent=parent)
    last = siblings.order_by("-path").values_list("path", flat=True).first()
    above = parent.path if parent else ""
    path = above + rules.next_label(last[-rules.LABEL_WIDTH :] if last else None)
    if len(path) > DEEPEST_PATH:
        raise Invalid(_("单位层级过深，请减少层级。"))
    return path


def _check_level(unit: Unit) -> None:
    if unit.parent is None:
        if not unit.is_administration:
            raise Invalid(_("最上级单位只能是设区市、县或乡镇，请改正单位类别。"))
        return
    if unit.kind not in LEVELS:
        return
    level = LEVELS.index(UnitKind(unit.kind))
    above = Unit.objects.filter(path__in=paths_down_to(unit.parent.path), kind__in=LEVELS)
    for other in above:
        if LEVELS.index(UnitKind(other.kind)) >= level:
            raise Invalid(
                _("%(kind)s不能设在“%(parent)s”之下，请改正上级单位。")
                % {"kind": unit.get_kind_display(), "parent": other.name}
            )


def paths_down_to(path: str) -> list[str]:
    """Return the paths of a unit and of all above it, the topmost first."""
    width = rules.LABEL_WIDTH
    return [path[:end] for end in range(width, len(path) + 1, width)]


def _checked_division_code(code: str) -> str:
    if code and not rules.is_division_code(code):
        raise Invalid(
            _("区划代码“%(code)s”不符合要求：县级6位、乡级9位、村级12位数字。") % {"code": code}
        )
    return code


def _check_successor(unit: Unit, successor: Unit | None, closed_on: dt.date) -> None:
    if successor is None:
        return
    if successor.path.startswith(unit.path):
        raise Invalid(_("接续单位不能是被撤销的单位自己或它的下级，请另选。"))
    doing.require_open(successor, closed_on)


def _still_standing(unit: Unit, day: dt.date) -> list[str]:
    """Name what would be left hanging: units below, held posts, teams, contact persons."""
    children = Unit.objects.filter(parent=unit).exclude(closed_on__lte=day)
    finished = Q(to_on__lte=day)
    counts = {
        _("%(n)d个下级单位"): children.count(),
        _("%(n)d个在任职务"): PostTerm.objects.filter(post__unit=unit).exclude(finished).count(),
        _("%(n)d个工作组"): Team.objects.filter(unit=unit).exclude(finished).count(),
        _("%(n)d个联系点"): ContactPoint.objects.filter(unit=unit).exclude(finished).count(),
        _("%(n)d名联络干部"): Liaison.objects.filter(branch=unit).exclude(finished).count(),
    }
    return [label % {"n": count} for label, count in counts.items() if count]
