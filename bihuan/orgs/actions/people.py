"""People, posts and who holds them."""

import datetime as dt
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs import rules
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing
from bihuan.orgs.models import Person, Post, PostKind, PostTerm, Schooling, Unit
from bihuan.orgs.permissions import Permission

EARLIEST_BIRTH = 1900
SHARED_KINDS = frozenset({PostKind.CADRE, PostKind.OTHER})
"""Kinds of post that several people may hold at once; a leader's post is one person's."""


class PersonChanges(TypedDict, total=False):
    """What may change in a person; the unit within the same administration only."""

    name: str
    birth_year: int | None
    schooling: int | str | None
    sort_order: int
    unit: Unit


class PostChanges(TypedDict, total=False):
    """What may change in a post."""

    title: str
    kind: str
    sort_order: int


@doing.action("person.add")
def add_person(
    *,
    actor: Actor,
    unit: Unit,
    code: str,
    name: str,
    birth_year: int | None = None,
    schooling: int | str | None = None,
    sort_order: int = 0,
) -> Person:
    """Add a person to a unit; schooling by number or by label (大专), or not known."""
    actor.require(Permission.MANAGE_PEOPLE, unit)
    doing.require_open(unit, max(clock.today(), unit.opened_on))
    person = Person(
        home=unit.home,
        unit=unit,
        code=doing.checked_code(code, 60),
        name=doing.checked_text(_("姓名"), name, 60),
        birth_year=_checked_birth_year(birth_year),
        schooling=_checked_schooling(schooling),
        sort_order=sort_order,
    )
    doing.refuse_taken(Person.objects.filter(home=unit.home), code, _("人员"))
    person.save(force_insert=True)
    doing.record(actor, "person.add", person, unit.path)
    return person


@doing.action("person.update")
def update_person(*, actor: Actor, person: Person, **changes: Unpack[PersonChanges]) -> Person:
    """Change what is known of a person."""
    actor.require(Permission.MANAGE_PEOPLE, person.unit)
    if "name" in changes:
        changes["name"] = doing.checked_text(_("姓名"), changes["name"], 60)
    if "birth_year" in changes:
        changes["birth_year"] = _checked_birth_year(changes["birth_year"])
    if "schooling" in changes:
        changes["schooling"] = _checked_schooling(changes["schooling"])
    if "unit" in changes:
        _check_move(actor, person, changes["unit"])
    person = doing.locked(person)
    differing = doing.apply(person, changes, PersonChanges.__annotations__)
    if differing:
        note = _("改动：%(what)s") % {"what": doing.field_labels(person, differing)}
        doing.record(actor, "person.update", person, person.unit.path, note)
    return person


@doing.action("post.add")
def add_post(
    *, actor: Actor, unit: Unit, code: str, title: str, kind: str, sort_order: int = 0
) -> Post:
    """Add a post to a unit; nobody holds it yet."""
    actor.require(Permission.MANAGE_PEOPLE, unit)
    doing.require_open(unit, max(clock.today(), unit.opened_on))
    post = Post(
        home=unit.home,
        unit=unit,
        code=doing.checked_code(code, 60),
        title=doing.checked_text(_("职务名称"), title, 60),
        kind=doing.checked_choice(_("职务类别"), kind, PostKind),
        sort_order=sort_order,
    )
    doing.refuse_taken(Post.objects.filter(home=unit.home), code, _("职务"))
    post.save(force_insert=True)
    doing.record(actor, "post.add", post, unit.path, post.title)
    return post


@doing.action("post.update")
def update_post(*, actor: Actor, post: Post, **changes: Unpack[PostChanges]) -> Post:
    """Change a post's title, kind or place in order."""
    actor.require(Permission.MANAGE_PEOPLE, post.unit)
    if "title" in changes:
        changes["title"] = doing.checked_text(_("职务名称"), changes["title"], 60)
    if "kind" in changes:
        changes["kind"] = doing.checked_choice(_("职务类别"), changes["kind"], PostKind)
    post = doing.locked(post)
    differing = doing.apply(post, changes, PostChanges.__annotations__)
    if differing:
        note = _("改动：%(what)s") % {"what": doing.field_labels(post, differing)}
        doing.record(actor, "post.update", post, post.unit.path, note)
    return post


@doing.action("post_term.begin")
def appoint(
    *,
    actor: Actor,
    post: Post,
    person: Person,
    from_on: dt.date,
    to_on: dt.date | None = None,
) -> PostTerm:
    """Let a person hold a post from a day, up to and not including `to_on`.

    One person may hold several posts (一肩挑). A post of leadership is held by one person at a
    time: raises Invalid, naming who holds it.
    """
    actor.require(Permission.MANAGE_PEOPLE, post.unit)
    actor.require(Permission.SEE_PEOPLE, person.unit)
    doing.checked_term(from_on, to_on)
    doing.require_open(post.unit, from_on)
    post = doing.locked(post)  # two who appoint to one post at once queue here
    _refuse_overlap(post, person, from_on, to_on)
    term = doing.begin(
        PostTerm(home=post.home, post=post, person=person, from_on=from_on, to_on=to_on),
        PostTerm.objects.filter(post=post, person=person, from_on=from_on),
        _("该任职"),
    )
    doing.record(actor, "post_term.begin", term, post.unit.path, post.title)
    return term


@doing.action("post_term.end")
def end_term(*, actor: Actor, term: PostTerm, to_on: dt.date) -> PostTerm:
    """End a term: `to_on` is the first day on which the post is no longer held."""
    post = term.post
    actor.require(Permission.MANAGE_PEOPLE, post.unit)
    post = doing.locked(post)
    term, differs = doing.finish(term, to_on)
    if differs:
        _refuse_overlap(post, term.person, term.from_on, to_on, but=term)
        doing.record(actor, "post_term.end", term, post.unit.path, post.title)
    return term


def _refuse_overlap(
    post: Post,
    person: Person,
    from_on: dt.date,
    to_on: dt.date | None,
    but: PostTerm | None = None,
) -> None:
    if to_on is not None and to_on <= from_on:
        return  # a void term is held on no day
    others = PostTerm.objects.filter(post=post).select_related("person")
    if post.kind in SHARED_KINDS:
        others = others.filter(person=person)
    for other in others.exclude(pk=but.pk) if but else others:
        if rules.overlaps(other, from_on, to_on):
            raise Invalid(
                _("“%(post)s”自%(day)s起由%(person)s担任，请先登记其离任日期。")
                % {"post": post.title, "day": other.from_on, "person": other.person.name}
            )


def _check_move(actor: Actor, person: Person, unit: Unit) -> None:
    actor.require(Permission.MANAGE_PEOPLE, unit)
    if unit.home_id != person.home_id:
        raise Invalid(_("不能把人员移到别的行政单位名下，请在那里重新登记。"))


def _checked_birth_year(year: int | None) -> int | None:
    if year is not None and not EARLIEST_BIRTH <= year <= clock.today().year:
        raise Invalid(_("出生年份%(year)s不合理，请写四位年份。") % {"year": year})
    return year


def _checked_schooling(schooling: int | str | None) -> int | None:
    if schooling is None or schooling == "":
        return None
    labels = {str(choice.label): choice.value for choice in Schooling}
    value = labels.get(str(schooling), schooling)
    if value not in Schooling.values:
        raise Invalid(
            _("学历“%(value)s”无法识别，可用的有：%(choices)s。")
            % {"value": schooling, "choices": "、".join(labels)}
        )
    return int(value)
