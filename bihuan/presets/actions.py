"""Setting a number of policy from a day on, and entering days of the calendar."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock, policy
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, record
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import value_at
from bihuan.presets.catalogue import known_as
from bihuan.presets.errors import BadPreset
from bihuan.presets.models import CalendarDay, DayKind, Preset
from bihuan.presets.rules import read_value, store_value

LONGEST_BASIS = 200
MOST_DAYS = 400


@dataclass(frozen=True)
class DaySpec:
    """A day as it is to stand in the calendar: `kind` is holiday or workday."""

    day: dt.date
    kind: str
    name: str = ""


@action("preset.set")
def set_preset(
    *, actor: Actor, home: Unit, code: str, value: str, from_on: dt.date, basis: str
) -> Preset:
    """Set a number of policy for an administration from a day on; earlier values stay.

    What was decided by the old number is not decided anew: raises Invalid for a day that is past
    (only the machine's keeper may enter what held before), and where the value already holds.
    """
    known = known_as(code)
    actor.require(Permission(known.kept_by), home)
    if not home.is_administration:
        raise Invalid(_("预设只由市、县、乡镇设定。"))
    basis = checked_text(_("依据"), basis, LONGEST_BASIS)
    if from_on < clock.today() and actor.id is not None:
        raise Invalid(_("起用日期不能早于今天：过去的事已按原来的数办理，不能改写。"))
    try:
        wanted = read_value(known, value)
    except ValueError as error:
        raise BadPreset(_why_bad(known)) from error
    Unit.objects.select_for_update(of=("self",)).get(pk=home.pk)  # two who set at once queue here
    if value_at(known, home.path, from_on) == wanted and not _is_set_later(home, code, from_on):
        raise Invalid(
            _("“%(label)s”在那一天已经是%(value)s，不必再设。")
            % {"label": known.label, "value": policy.write(known, wanted)}
        )
    preset = Preset.objects.create(
        home=home,
        code=code,
        value=store_value(wanted),
        from_on=from_on,
        basis=basis,
        set_at=clock.now(),
        set_by=actor.id,
        set_by_name=actor.name,
    )
    note = _("%(label)s：%(value)s，自%(day)s起；%(basis)s") % {
        "label": known.label,
        "value": policy.write(known, wanted),
        "day": from_on.isoformat(),
        "basis": basis,
    }
    record(actor, "preset.set", preset, home.path, note)
    return preset


@action("calendar.set_day")
def set_day(*, actor: Actor, home: Unit, spec: DaySpec, source: str) -> CalendarDay:
    """Say of one day whether it is worked on, for an administration and all below it."""
    actor.require(Permission.DEFINE_REGISTERS, home)
    source = checked_text(_("依据"), source, LONGEST_BASIS)
    day = _put(actor, home, spec, source, is_notice=False)
    said = f"{spec.day.isoformat()} {day.get_kind_display()} {spec.name}".rstrip()
    record(actor, "calendar.set_day", day, home.path, f"{said}；{source}")
    return day


@action("calendar.import")
def import_days(*, actor: Actor, home: Unit, days: Sequence[DaySpec], source: str) -> int:
    """Enter the holidays and worked weekends of a notice, all or none; return how many.

    The years it names are settled by it. Raises Invalid for none, too many, or one named twice.
    """
    actor.require(Permission.DEFINE_REGISTERS, home)
    source = checked_text(_("依据"), source, LONGEST_BASIS)
    if not days:
        raise Invalid(_("文件里没有日期，请按“日期、类型、名称”三列填写。"))
    if len(days) > MOST_DAYS or len({spec.day for spec in days}) < len(days):
        raise Invalid(_("同一天写了两次，或天数太多，请检查后再导入。"))
    for spec in days:
        _put(actor, home, spec, source, is_notice=True)
    years = "、".join(str(year) for year in sorted({spec.day.year for spec in days}))
    audit.append(
        actor=actor,
        action="calendar.import",
        target=("unit", home.pk),
        unit_path=home.path,
        values=[asdict(spec) for spec in days],
        note=_("%(years)s年放假安排%(n)d天；%(source)s")
        % {"years": years, "n": len(days), "source": source},
    )
    return len(days)


def _put(actor: Actor, home: Unit, spec: DaySpec, source: str, *, is_notice: bool) -> CalendarDay:
    said = {
        "kind": checked_choice(_("类型"), spec.kind, DayKind),
        "name": checked_text(_("名称"), spec.name, 40, required=False),
        "source": source,
        "set_at": clock.now(),
        "set_by_name": actor.name,
    }
    if is_notice:
        said["is_notice"] = True
    day, _made = CalendarDay.objects.update_or_create(home=home, day=spec.day, defaults=said)
    return day


def _is_set_later(home: Unit, code: str, day: dt.date) -> bool:
    """Tell whether another value is to hold from a later day: one may be put in its place."""
    return Preset.objects.filter(home=home, code=code, from_on__gt=day).exists()


def _why_bad(known: policy.Known) -> str:
    if known.kind is policy.ValueKind.YES_NO:
        return _("“%(label)s”只能选“是”或“否”。") % {"label": known.label}
    shape = _("整数") if known.kind is policy.ValueKind.WHOLE else _("数")
    return _("“%(label)s”应是%(least)s到%(most)s之间的%(shape)s。") % {
        "label": known.label,
        "least": policy.write(known, known.minimum),
        "most": policy.write(known, known.maximum),
        "shape": shape,
    }
