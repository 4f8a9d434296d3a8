"""The office's own tree of classes: added to, changed, put in order, imported; never deleted."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.opinions.models import Category
from bihuan.opinions.rules import one_line
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import (
    action,
    apply,
    checked_code,
    checked_text,
    locked,
    refuse_taken,
)
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

LONGEST_CODE, LONGEST_LABEL, LONGEST_WORD = 40, 40, 20
MOST_WORDS = 100
_BETWEEN = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True)
class CategorySpec:
    """One class as it is given in; `parent` is the code of the class above it."""

    code: str
    label: str
    keywords: tuple[str, ...] = ()
    parent: str = ""


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, parted by 、 or commas or blanks, each once."""
    return tuple(dict.fromkeys(word for word in _BETWEEN.split(text) if word))


@action("category.add")
def add_category(*, actor: Actor, home: Unit, spec: CategorySpec) -> Category:
    """Add a class at the end; raises NotAllowed, Invalid for a code that is taken."""
    actor.require(Permission.SORT_OPINIONS, home)
    refuse_taken(Category.objects.filter(home=home), spec.code, _("意见类别"))
    category = _made(home, spec, _last_position(home) + 1)
    _audit(actor, "category.add", home, category, category.label)
    return category


@action("category.update")
def update_category(*, actor: Actor, category: Category, spec: CategorySpec) -> Category:
    """Change the label, keywords or place in the tree of a class; its code stays."""
    actor.require(Permission.SORT_OPINIONS, category.home)
    category = locked(category)
    parent = _parent(category.home, spec)
    above = parent
    while above is not None:
        if above.pk == category.pk:
            raise Invalid(_("“%(label)s”不能放到自己下面。") % {"label": category.label})
        above = above.parent
    changes = {
        "label": checked_text(_("名称"), one_line(spec.label), LONGEST_LABEL),
        "keywords": _checked_words(spec.keywords),
        "parent": parent,
    }
    if apply(category, changes, changes):
        _audit(actor, "category.update", category.home, category, category.label)
    return category


@action("category.retire")
def retire_category(*, actor: Actor, category: Category, on: dt.date | None) -> Category:
    """Let a class be given no more from a day on, or again (None); old opinions keep it."""
    actor.require(Permission.SORT_OPINIONS, category.home)
    category = locked(category)
    if apply(category, {"retired_on": on}, ("retired_on",)):
        said = _("停用") if on else _("恢复使用")
        _audit(actor, "category.retire", category.home, category, f"{category.label} {said}")
    return category


@action("category.order")
def move_category(*, actor: Actor, category: Category, by: int) -> Category:
    """Move a class up (-1) or down (1) among those of the same class above."""
    actor.require(Permission.SORT_OPINIONS, category.home)
    siblings = list(
        Category.objects.select_for_update()
        .filter(home=category.home_id, parent=category.parent_id)
        .order_by("position", "code")
    )
    at = next(place for place, each in enumerate(siblings) if each.pk == category.pk)
    to = max(0, min(len(siblings) - 1, at + by))
    siblings.insert(to, siblings.pop(at))
    for place, each in enumerate(siblings, 1):
        each.position = place
    Category.objects.bulk_update(siblings, ["position"])
    _audit(actor, "category.order", category.home, category, category.label)
    return siblings[to]


@action("category.import")
def import_categories(
    *, actor: Actor, home: Unit, specs: Sequence[CategorySpec]
) -> tuple[int, int]:
    """Take a whole tree: new classes are added, known ones (by code) changed; none goes away.

    Returns how many were added and how many changed; all or none.
    """
    actor.require(Permission.SORT_OPINIONS, home)
    known = {each.code: each for each in Category.objects.select_for_update().filter(home=home)}
    added = changed = 0
    if len({spec.code for spec in specs}) != len(specs):
        raise Invalid(_("类别代码有重复，请改正后重新导入。"))
    for at, spec in enumerate(specs, 1):
        category = known.get(spec.code)
        if category is None:
            _made(home, spec, at)
            added += 1
            continue
        changes = {
            "label": checked_text(_("名称"), one_line(spec.label), LONGEST_LABEL),
            "keywords": _checked_words(spec.keywords) or category.keywords,
            "parent": _parent(home, spec),
            "position": at,
        }
        changed += bool(apply(category, changes, changes))
    if added or changed:
        audit.append(
            actor=actor,
            action="category.import",
            target=("unit", home.pk),
            unit_path=home.path,
            values=[[spec.code, spec.label, spec.parent, *spec.keywords] for spec in specs],
            note=_("新增%(a)d个，修改%(c)d个") % {"a": added, "c": changed},
        )
    return added, changed


def _made(home: Unit, spec: CategorySpec, position: int) -> Category:
    category = Category(
        id=new_id(),
        home=home,
        parent=_parent(home, spec),
        code=checked_code(spec.code, LONGEST_CODE),
        label=checked_text(_("名称"), one_line(spec.label), LONGEST_LABEL),
        keywords=_checked_words(spec.keywords),
        position=position,
    )
    category.save(force_insert=True)
    return category


def _parent(home: Unit, spec: CategorySpec) -> Category | None:
    if not spec.parent:
        return None
    found = Category.objects.filter(home=home, code=spec.parent).first()
    if found is None or spec.parent == spec.code:
        raise Invalid(
            _("“%(label)s”的上级类别“%(code)s”不存在，请先添加上级类别。")
            % {"label": spec.label[:LONGEST_LABEL], "code": spec.parent[:LONGEST_CODE]}
        )
    return found


def _checked_words(words: Sequence[str]) -> list[str]:
    found = [checked_text(_("常用词"), word, LONGEST_WORD) for word in words if word.strip()]
    if len(found) > MOST_WORDS:
        raise Invalid(_("常用词最多%(n)d个，请删去一些。") % {"n": MOST_WORDS})
    return list(dict.fromkeys(found))


def _last_position(home: Unit) -> int:
    last = Category.objects.filter(home=home).order_by("-position").values_list("position")
    return int(last[0][0]) if last else 0


def _audit(actor: Actor, name: str, home: Unit, category: Category, note: str) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("category", category.pk),
        unit_path=home.path,
        values={
            "code": category.code,
            "label": category.label,
            "keywords": category.keywords,
            "retired_on": str(category.retired_on or ""),
        },
        note=note,
    )
