"""The office's own types, and what each is counted under in a form of the level above."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.duty import defaults
from bihuan.duty.models import DisputeType, FormKind, FormType, TypeMapping
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_code, checked_text, locked, refuse_taken
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

LONGEST_LABEL, LONGEST_CODE = 40, 40


@action("dispute_type.adopt")
def adopt_types(*, actor: Actor, home: Unit) -> list[DisputeType]:
    """Take over the types that come with the software; nothing happens where there are any."""
    actor.require(Permission.KEEP_CASES, home)
    if DisputeType.objects.filter(home=home).exists():
        return list(DisputeType.objects.filter(home=home))
    form_types = {
        (row.form, row.code): FormType(
            home=home, form=row.form, code=row.code, label=row.label, position=at
        )
        for at, row in enumerate(defaults.form_types())
    }
    FormType.objects.bulk_create(form_types.values())
    made: dict[str, DisputeType] = {}
    for at, row in enumerate(defaults.types()):
        made[row.code] = DisputeType(
            home=home, code=row.code, label=row.label, parent=made.get(row.parent), position=at
        )
        made[row.code].save(force_insert=True)
        asked = {FormKind.MONTHLY: row.monthly, FormKind.JUDICIAL: row.judicial}
        TypeMapping.objects.bulk_create(
            TypeMapping(home=home, type=made[row.code], form=form, form_type=form_types[form, code])
            for form, code in asked.items()
        )
    _note(actor, "dispute_type.adopt", home, home, {"types": sorted(made)})
    return list(made.values())


@action("dispute_type.add")
def add_type(
    *,
    actor: Actor,
    home: Unit,
    code: str,
    label: str,
    parent: DisputeType | None = None,
    mapped: Mapping[str, FormType] | None = None,
) -> DisputeType:
    """Add a type of one's own, under a coarse one or beside them; `mapped` by form.

    Without `mapped` a finer type is counted as its coarse one. Raises Invalid.
    """
    actor.require(Permission.KEEP_CASES, home)
    code = checked_code(code, LONGEST_CODE)
    label = checked_text(_("名称"), label, LONGEST_LABEL)
    rows = DisputeType.objects.filter(home=home)
    refuse_taken(rows, code, _("纠纷类型"))
    if parent is not None and (parent.home_id != home.pk or parent.parent_id is not None):
        raise Invalid(_("上级类型应是本单位的一个大类。"))
    wanted = dict(mapped or {})
    if not wanted and parent is not None:
        wanted = {each.form: each.form_type for each in parent.mappings.select_related("form_type")}
    position = rows.count()
    made = DisputeType(home=home, code=code, label=label, parent=parent, position=position)
    made.save(force_insert=True)
    for form, form_type in wanted.items():
        _map(made, form, form_type)
    _note(actor, "dispute_type.add", made, home, {"code": code, "label": label})
    return made


@action("dispute_type.map")
def map_type(*, actor: Actor, type: DisputeType, form: str, form_type: FormType) -> TypeMapping:
    """Say what a type is counted under in a form, from now on for all its disputes."""
    actor.require(Permission.KEEP_CASES, type.home)
    made = _map(locked(type), form, form_type)
    _note(actor, "dispute_type.map", type, type.home, {"form": form, "as": form_type.code})
    return made


@action("dispute_type.close")
def close_type(*, actor: Actor, type: DisputeType) -> DisputeType:
    """Offer a type no more; what is registered under it stays."""
    actor.require(Permission.KEEP_CASES, type.home)
    type = locked(type)
    type.closed_on = type.closed_on or clock.today()
    type.save(update_fields=["closed_on"])
    _note(actor, "dispute_type.close", type, type.home, {"closed_on": str(type.closed_on)})
    return type


def _map(type: DisputeType, form: str, form_type: FormType) -> TypeMapping:
    if form_type.form != form or form_type.home_id != type.home_id:
        raise Invalid(_("请选这张报表自己的类型。"))
    made, _new = TypeMapping.objects.update_or_create(
        home_id=type.home_id, type=type, form=form, defaults={"form_type": form_type}
    )
    return made


def _note(
    actor: Actor, what: str, thing: DisputeType | Unit, home: Unit, values: Mapping[str, object]
) -> None:
    audit.append(
        actor=actor,
        action=what,
        target=(str(thing._meta.model_name), thing.pk),
        unit_path=home.path,
        values=values,
        note=thing.label if isinstance(thing, DisputeType) else thing.name,
    )
