"""What every action of the room shares: transaction, refusal, validation, audit entry."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import rules
from bihuan.orgs.models import Term, Unit

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
TermT = TypeVar("TermT", bound=Term)
KEPT_OUT_OF_THE_DIGEST = frozenset({"password", "last_login"})


def action(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Run a function in one transaction; what it refuses is recorded after the rollback."""

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except NotAllowed as error:
                _record_refusal(name, kwargs, error)
                raise

        return run

    return wrap


def _record_refusal(name: str, given: Mapping[str, Any], error: NotAllowed) -> None:
    things = [value for value in given.values() if isinstance(value, models.Model)]
    units = [thing for thing in things if isinstance(thing, Unit)]
    own = (getattr(thing, "unit", None) for thing in things)
    units += [unit for unit in own if unit is not None]
    named = [
        (key.removesuffix("_id"), value) for key, value in given.items() if key.endswith("_id")
    ]
    targets = [*named, *map(_target, things), ("", "")]
    audit.refuse(
        actor=given["actor"],
        action=name,
        target=targets[0],
        unit_path=units[0].path if units else "",
        note=error.message,
    )


def record(
    actor: audit.ActsByName, name: str, thing: models.Model, unit_path: str, note: str = ""
) -> None:
    """Append the audit entry of an action, with a digest of what the thing now says."""
    values = {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.attname not in KEPT_OUT_OF_THE_DIGEST
    }
    audit.append(
        actor=actor,
        action=name,
        target=_target(thing),
        unit_path=unit_path,
        values=values,
        note=note,
    )


def _target(thing: models.Model) -> tuple[str, object]:
    return str(thing._meta.model_name), thing.pk


def locked(thing: M) -> M:
    """Return a thing read again, its row locked until the transaction ends."""
    return type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def apply(thing: models.Model, changes: Mapping[str, object], allowed: Iterable[str]) -> list[str]:
    """Set fields and save where something differs; return the names of the fields that did.

    Raises TypeError for a field that may not change.
    """
    unknown = sorted(changes.keys() - set(allowed))
    if unknown:
        raise TypeError(f"{type(thing).__name__} cannot change {', '.join(unknown)}")
    differing = [name for name, value in changes.items() if getattr(thing, name) != value]
    for name in differing:
        setattr(thing, name, changes[name])
    if differing:
        thing.save(update_fields=differing)
    return differing


def field_labels(thing: models.Model, names: Iterable[str]) -> str:
    """Return the labels of fields, for the note of an update."""
    return "、".join(str(getattr(thing._meta.get_field(n), "verbose_name", n)) for n in names)


def checked_text(label: str, text: str, most: int, *, required: bool = True) -> str:
    """Return a text without blanks around it; raises Invalid where it is missing or too long."""
    text = text.strip()
    if required and not text:
        raise Invalid(_("请填写%(label)s。") % {"label": label})
    if len(text) > most:
        raise Invalid(
            _("%(label)s“%(text)s…”超过%(most)d个字，请缩短。")
            % {"label": label, "text": text[:20], "most": most}
        )
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise Invalid(_("%(label)s里有不可见的字符，请删除后重试。") % {"label": label})
    return text


def checked_code(code: str, most: int) -> str:
    """Return a code; raises Invalid where it has another form."""
    if not rules.is_code(code) or len(code) > most:
        raise Invalid(
            _("代码“%(code)s”不符合要求：只用小写字母、数字、下划线和连字符，最多%(most)d个字符。")
            % {"code": code, "most": most}
        )
    return code


def refuse_taken(rows: models.QuerySet[Any], code: str, what: str) -> None:
    """Raise Invalid where a row already bears a code."""
    if rows.filter(code=code).exists():
        raise Invalid(
            _("代码为“%(code)s”的%(what)s已经存在，请换一个代码。") % {"code": code, "what": what}
        )


def checked_choice(label: str, value: str, choices: type[models.TextChoices]) -> str:
    """Return a choice's code; raises Invalid, naming those there are."""
    if value not in choices.values:
        raise Invalid(
            _("%(label)s“%(value)s”无法识别，可用的有：%(choices)s。")
            % {"label": label, "value": value, "choices": "、".join(choices.values)}
        )
    return str(value)


def checked_term(from_on: dt.date, to_on: dt.date | None) -> None:
    """Raise Invalid where a term ends before it has begun."""
    if to_on is not None and to_on <= from_on:
        raise Invalid(
            _("止日%(to)s应晚于起日%(from)s，请改正。")
            % {"to": to_on.isoformat(), "from": from_on.isoformat()}
        )


def require_open(unit: Unit, day: dt.date) -> None:
    """Raise Invalid where a unit does not exist on a day."""
    if day < unit.opened_on:
        raise Invalid(
            _("“%(unit)s”于%(opened)s设立，不能从更早的%(day)s起。")
            % {"unit": unit.name, "opened": unit.opened_on, "day": day}
        )
    if unit.closed_on is not None and day >= unit.closed_on:
        raise Invalid(
            _("“%(unit)s”已于%(closed)s撤销，请改用接续它的单位。")
            % {"unit": unit.name, "closed": unit.closed_on}
        )


def begin(made: TermT, twins: models.QuerySet[TermT], what: str) -> TermT:
    """Save a new term, or open again the void one that began on the same day.

    `twins` are the rows that the unique constraint would set against it. Raises Invalid where one
    is held.
    """
    twin = twins.select_for_update().first()
    if twin is None:
        made.save(force_insert=True)
        return made
    if not rules.is_void(twin):
        raise Invalid(
            _("%(what)s自%(day)s起已经登记过，不必重复登记。") % {"what": what, "day": made.from_on}
        )
    twin.to_on = made.to_on
    twin.save(update_fields=["to_on"])
    return twin


def finish(term: TermT, to_on: dt.date) -> tuple[TermT, bool]:
    """End a term on a day (the first on which it is no longer held); tell whether it changed.

    The day it began on makes it void. Raises Invalid for an earlier day.
    """
    term = locked(term)
    if to_on < term.from_on:
        raise Invalid(
            _("止日%(to)s早于起日%(from)s，请改正。")
            % {"to": to_on.isoformat(), "from": term.from_on.isoformat()}
        )
    return term, bool(apply(term, {"to_on": to_on}, ("to_on",)))
