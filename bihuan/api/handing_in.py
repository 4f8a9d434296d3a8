"""What a key hands in, turned into the rooms' own actions; what it may ask, answered."""

from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.api.access import actor_of_key
from bihuan.api.actions import deliver
from bihuan.api.errors import NoSuchDelivery
from bihuan.api.models import Delivery, DeliveryKind, Key, Scope
from bihuan.api.schemas import OpinionIn, OpinionOut, ProblemIn, ProblemOut
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions import OpinionSpec, record_opinion
from bihuan.opinions.models import Channel, Opinion
from bihuan.orgs.models import Unit
from bihuan.rectification.actions import ProblemSpec, open_problem
from bihuan.rectification.models import Problem

CHANNELS = (Channel.HOTLINE, Channel.OTHER_SYSTEM)


@transaction.atomic
def take_opinions(key: Key, bodies: Sequence[OpinionIn]) -> tuple[list[OpinionOut], bool]:
    """Record opinions, all or none; tell whether any of them is new.

    Raises NotAllowed where the key may not, Invalid for a unit that is not the home's, a channel
    of people, or a text too long; OtherWords.
    """
    _require(key, Scope.OPINIONS)
    actor, units = actor_of_key(key), _units(key, (body.unit for body in bodies))
    ids: dict[str, UUID] = {}
    made: dict[UUID, Opinion] = {}

    def record(spec: OpinionSpec) -> Opinion:
        opinion = record_opinion(actor=actor, home=key.home, spec=spec)
        made[opinion.pk] = opinion
        return opinion

    any_new = False
    for body in bodies:
        make = partial(record, _spec(key, body, units))
        ids[body.ref], is_new = deliver(
            key, DeliveryKind.OPINION, body.ref, body.model_dump(), make
        )
        any_new |= is_new
    stood = set(ids.values()) - made.keys()
    found = made | (_opinions(stood) if stood else {})
    return [_opinion_out(body.ref, found[ids[body.ref]]) for body in bodies], any_new


def opinion_of(key: Key, ref: str) -> OpinionOut:
    """Return what became of an opinion that the key handed in; raises NoSuchDelivery."""
    _require(key, Scope.OPINIONS)
    id_ = _delivered(key, DeliveryKind.OPINION, ref)
    return _opinion_out(ref, _opinions([id_])[id_])


def take_problem(key: Key, body: ProblemIn) -> tuple[ProblemOut, bool]:
    """Open a problem; tell whether it is new. Raises as `take_opinions`."""
    _require(key, Scope.PROBLEMS)
    unit = _units(key, [body.unit])[body.unit]
    spec = ProblemSpec(
        title=body.title,
        unit=unit,
        category=body.category,
        found_on=body.found_on,
        cause=body.cause,
    )
    made: list[Problem] = []

    def make() -> Problem:
        made.append(open_problem(actor=actor_of_key(key), home=key.home, spec=spec))
        return made[-1]

    id_, is_new = deliver(key, DeliveryKind.PROBLEM, body.ref, body.model_dump(), make)
    problem = made[-1] if is_new else Problem.objects.get(pk=id_)
    return _problem_out(body.ref, problem), is_new


def problem_of(key: Key, ref: str) -> ProblemOut:
    """Return what became of a problem that the key handed in; raises NoSuchDelivery."""
    _require(key, Scope.PROBLEMS)
    id_ = _delivered(key, DeliveryKind.PROBLEM, ref)
    return _problem_out(ref, Problem.objects.get(pk=id_))


def _require(key: Key, scope: Scope) -> None:
    if scope not in key.scopes:
        raise NotAllowed(
            _("这个密钥不能%(what)s，请与对方单位的系统管理员联系。") % {"what": scope.label}
        )


def _units(key: Key, codes: Iterable[str]) -> dict[str, Unit]:
    wanted = set(codes)
    named = Unit.objects.under(key.home.path).filter(code__in=wanted - {""}, home=key.home)
    found = {unit.code: unit for unit in named.select_related("home")} if wanted - {""} else {}
    if "" in wanted:
        found[""] = key.home
    unknown = sorted(wanted - found.keys())
    if unknown:
        raise Invalid(
            _("“%(home)s”没有代码为“%(code)s”的单位。") % {"home": key.home, "code": unknown[0]}
        )
    return found


def _spec(key: Key, body: OpinionIn, units: dict[str, Unit]) -> OpinionSpec:
    if body.channel not in CHANNELS:
        raise Invalid(_("渠道只能是 hotline 或 other_system。"))
    return OpinionSpec(
        text=body.text,
        channel=body.channel,
        raised_on=body.raised_on,
        unit=units[body.unit],
        giver=body.giver,
        place=body.place,
        ref=f"{key.head}:{body.ref}",
    )


def _delivered(key: Key, kind: DeliveryKind, ref: str) -> UUID:
    found = Delivery.objects.filter(home_id=key.home_id, key=key, kind=kind, ref=ref).first()
    if found is None or found.object_id is None:
        raise NoSuchDelivery(_("没有用编号“%(ref)s”送入过。") % {"ref": ref})
    return found.object_id


def _opinions(ids: Iterable[UUID]) -> dict[UUID, Opinion]:
    return Opinion.objects.select_related("group").in_bulk(list(ids))


def _opinion_out(ref: str, opinion: Opinion) -> OpinionOut:
    group = opinion.group
    return OpinionOut(
        ref=ref,
        number=opinion.label,
        state=opinion.state,
        state_word=opinion.get_state_display(),
        answer=group.answer if group else "",
        answer_word=group.get_answer_display() if group else "",
        reason=group.answer_reason if group else "",
    )


def _problem_out(ref: str, problem: Problem) -> ProblemOut:
    return ProblemOut(
        ref=ref,
        number=problem.label,
        state=problem.state,
        state_word=problem.get_state_display(),
    )
