"""Taking an opinion register over: its records become opinions, its figures count those.

Repeatable: an opinion keeps its record's id as `ref`, so a second run finds it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib.errors import Invalid
from bihuan.opinions.actions.answering import answer_group
from bihuan.opinions.actions.categories import CategorySpec, import_categories
from bihuan.opinions.actions.merging import merge_groups
from bihuan.opinions.actions.recording import audit_recording, lay_down
from bihuan.opinions.actions.specs import LONGEST_SHORT, OpinionSpec
from bihuan.opinions.models import Answer, Category, Channel, Giver, Opinion, OpinionState, Target
from bihuan.opinions.pointing import point_figures, uses_elsewhere
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.actions import close_register
from bihuan.registers.models import Column, Register, Status, Version

ANSWERS = {"to_issue": Answer.ADOPTED, "on_the_spot": Answer.EXPLAINED}
"""Answers of the campaign's register that were called otherwise."""
NAMED: Mapping[str, tuple[str, ...]] = {
    "category": ("类别", "分类"),
    "channel": ("渠道",),
    "giver": ("意见人",),
    "target": ("对象",),
    "answer": ("办理意向", "答复"),
    "place": ("地点",),
    "occasion": ("场合",),
    "group": ("归并",),
}
CODES: Mapping[str, tuple[str, ...]] = {
    "category": ("opinion_class", "class", "category"),
    "channel": ("channel",),
    "giver": ("giver",),
    "target": ("about", "target"),
    "answer": ("answer",),
    "place": ("place",),
    "occasion": ("occasion",),
    "group": ("group",),
}


@dataclass
class TakenOver:
    """How many records became opinions now, how many had before, and what people must see to."""

    made: int = 0
    before: int = 0
    categories: int = 0
    figures: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@action("opinion.take_over")
def take_over_register(*, actor: Actor, home: Unit, register: Register) -> TakenOver:
    """Copy a register's standing records as opinions, close it, point its figures at them.

    Needs `sort_opinions` and `define_registers` over the home; all or nothing. What could not be
    pointed, or whose meaning is not known, is said in sentences (`left`). Raises Invalid for a
    register of another home, or one without a column of words.
    """
    actor.require(Permission.SORT_OPINIONS, home)
    actor.require(Permission.DEFINE_REGISTERS, home)
    if register.home_id != home.pk:
        raise Invalid(
            _("“%(register)s”不是“%(home)s”的台账。") % {"register": register, "home": home}
        )
    columns = meaning_of(register)
    done = TakenOver()
    done.categories = _take_categories(actor, home, columns.get("category"))
    versions = list(
        Version.objects.current()
        .filter(register=register)
        .exclude(status__in=(Status.VOID, Status.DRAFT, Status.RETURNED))
        .select_related("unit")
        .order_by("date", "record_id")
    )
    specs = [_spec(version, columns) for version in versions]
    opinions, made = lay_down(actor=actor, home=home, specs=specs)
    done.made, done.before = len(made), len(opinions) - len(made)
    if made:
        audit_recording(
            actor=actor, home=home, made=made, note=str(register), by_name="opinion.record"
        )
    new = {opinion.pk for opinion in made}
    pairs = [(o, v) for o, v in zip(opinions, versions, strict=True) if o.pk in new]
    _merge_and_answer(actor, pairs, columns, done)
    _say_what_was_left(register, done)
    fields = {column.code: name for name, column in columns.items()}
    point_figures(actor, home, register, fields, done)
    done.left += uses_elsewhere(home, register)
    if register.closed_on is None:
        close_register(actor=actor, register=register, reason=_("改在“意见”里登记和办理"))
    audit.append(
        actor=actor,
        action="opinion.take_over",
        target=("register", register.pk),
        unit_path=home.path,
        values={"made": done.made, "before": done.before, "figures": done.figures},
        note=_("%(register)s：%(n)d条") % {"register": register, "n": done.made},
    )
    return done


def meaning_of(register: Register) -> dict[str, Column]:
    """Return which column is what, by concept, code or label; raises Invalid without words."""
    columns = register.columns_in_order
    found: dict[str, Column] = {}
    for column in columns:
        if column.concept.endswith("opinion.content") or column.code == register.title_column:
            found.setdefault("text", column)
        if column.concept.endswith("opinion.class"):
            found["category"] = column
    for name, codes in CODES.items():
        by_code = [column for column in columns if column.code in codes]
        by_label = [c for c in columns if any(word in c.label for word in NAMED[name])]
        for column in (*by_code, *by_label):
            if column not in found.values():
                found.setdefault(name, column)
    if "text" not in found:
        raise Invalid(_("“%(register)s”没有意见原话的列，不能接管。") % {"register": register})
    return found


def _take_categories(actor: Actor, home: Unit, column: Column | None) -> int:
    if column is None:
        return 0
    known = set(Category.objects.filter(home=home).values_list("code", flat=True))
    specs = [
        CategorySpec(choice["code"], choice["label"])
        for choice in column.choices
        if choice["code"] not in known
    ]
    return import_categories(actor=actor, home=home, specs=specs)[0] if specs else 0


def _spec(version: Version, columns: Mapping[str, Column]) -> OpinionSpec:
    said = {name: str(version.values.get(column.code) or "") for name, column in columns.items()}
    return OpinionSpec(
        text=said["text"],
        channel=_choice(said.get("channel", ""), columns.get("channel"), Channel)
        or Channel.OTHER_SYSTEM,
        raised_on=version.date,
        unit=version.unit,
        giver=_choice(said.get("giver", ""), columns.get("giver"), Giver) or Giver.UNKNOWN,
        target=_choice(said.get("target", ""), columns.get("target"), Target) or Target.WORK,
        place=said.get("place", "")[:LONGEST_SHORT],
        occasion=said.get("occasion", "")[:LONGEST_SHORT],
        ref=str(version.record_id),
        category=said.get("category") or None,
        source_unit=version.unit,
        recorded_on=version.date,
    )


def _choice(said: str, column: Column | None, choices: Any) -> str:
    """Return a value as this room knows it: by its code, else by the label that the column has."""
    if said in choices.values:
        return said
    by_label = {str(text): str(value) for value, text in choices.choices}
    return by_label.get(_label(said, column), "")


def _merge_and_answer(
    actor: Actor,
    pairs: Sequence[tuple[Opinion, Version]],
    columns: Mapping[str, Column],
    done: TakenOver,
) -> None:
    """Merge what the register grouped, then give each group the answer of its first record."""
    by_group: dict[str, list[tuple[Opinion, Version]]] = defaultdict(list)
    group, answer = columns.get("group"), columns.get("answer")
    for opinion, version in pairs:
        if opinion.state != OpinionState.SORTED:
            continue
        key = str(version.values.get(group.code) or "") if group else ""
        by_group[key or str(opinion.pk)].append((opinion, version))
    for some in by_group.values():
        first = some[0][0].group
        assert first is not None
        others = [opinion.group for opinion, _version in some[1:] if opinion.group]
        if others:
            first = merge_groups(actor=actor, into=first, others=others)
        said = next((s for _o, v in some if answer and (s := v.values.get(answer.code))), "")
        known = ANSWERS.get(str(said)) or _choice(str(said), answer, Answer)
        label = _label(str(said), answer)
        if known:
            answer_group(
                actor=actor,
                group=first,
                answer=known,
                reason=_("原台账的办理意向：%(label)s") % {"label": label},
                forwarded_to=_("（原台账未记）") if known == Answer.FORWARDED else "",
            )
        elif said:
            done.left.append(
                _("“%(wording)s”原来的答复“%(said)s”没有对应的，请重新答复。")
                % {"wording": first.wording[:30], "said": label}
            )


def _label(said: str, column: Column | None) -> str:
    choices = column.choices if column else ()
    return next((each["label"] for each in choices if each["code"] == said), said)


def _say_what_was_left(register: Register, done: TakenOver) -> None:
    rows = Version.objects.current().filter(register=register)
    if drafts := rows.filter(status__in=(Status.DRAFT, Status.RETURNED)).count():
        done.left.append(
            _("还有%(n)d条草稿或退回的记录没有接管，请先提交后再接管一次，或在“意见”里重新登记。")
            % {"n": drafts}
        )
