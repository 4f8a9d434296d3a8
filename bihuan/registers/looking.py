"""What became of each file of a bundle, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.access import Actor
from bihuan.registers.access import registers_visible_to, units_to_enter_for
from bihuan.registers.actions.rows import Fault, ImportPlan
from bihuan.registers.actions.workbooks import plan_incoming
from bihuan.registers.bundles import Bundle, Dropped
from bihuan.registers.links import register_url
from bihuan.registers.models import Register
from bihuan.registers.receiving import Place, Received, find_register, place_of
from bihuan.registers.sheets import Incoming, read_rows

SHOWN_FAULTS = 5
NAMED_UNITS = 5


@dataclass
class Looked:
    """A file of a bundle: its tone and word, what is said of it, and what may be done."""

    number: int
    name: str
    tone: str = "info"
    word: str = ""
    sentences: list[str] = field(default_factory=list)
    register: Register | None = None
    units: str = ""
    place: Place | None = None
    counts: dict[str, int] | None = None
    faults: Sequence[Fault] = ()
    more_faults: int = 0
    choices: Sequence[Register] = ()
    alike_count: int = 0
    may_take: bool = False
    may_take_good: bool = False
    may_be_empty: bool = False
    taken: bool = False
    marked_url: str = ""
    look_url: str = ""

    @property
    def is_right(self) -> bool:
        """Tell whether the file may be taken along with all that are right."""
        return self.tone == "good" and not self.taken

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has to look at the file."""
        return self.tone in ("warn", "bad") and not self.taken

    @property
    def may_look(self) -> bool:
        """Tell whether the file has any button."""
        asked = (self.may_take, self.may_take_good, self.may_be_empty)
        return any(asked) or bool(self.marked_url or self.look_url)

    @property
    def table_url(self) -> str:
        """Return the address of the register's table."""
        return register_url(self.register) if self.register else ""

    @property
    def alike_name(self) -> str:
        """Return the name of the choice what becomes of rows that are alike to a record."""
        return f"alike-{self.number}"


def look(actor: Actor, bundle: Bundle, number: int) -> Looked:
    """Look at one file; what cannot be read is one sentence, and the others go on."""
    file = bundle.files[number]
    looked = Looked(number, file.name)
    if file.twin:
        looked.word = _("重复")
        looked.sentences.append(_("与“%(name)s”内容相同，只收一份。") % {"name": file.twin})
        return looked
    try:
        register = register_of(actor, file, looked)
        if register is not None:
            _look_into(actor, bundle, file, register, looked)
    except WorkbookRefused as refused:
        _refuse(looked, str(refused))
    except FileNotFoundError:
        _refuse(looked, _("这个文件已不在了，请重新上传。"))
    return looked


def register_of(actor: Actor, file: Dropped, looked: Looked | None = None) -> Register | None:
    """Return the register of a file: the one chosen, else the one it is for.

    Where there is none, `looked` says why.
    """
    looked = looked or Looked(0, file.name)
    if file.register:
        chosen = registers_visible_to(actor).filter(pk=file.register).first()
        if chosen is not None and units_to_enter_for(actor, chosen).exists():
            return chosen
    found = find_register(actor, file.path, file.name)
    if found.register is None and found.choices:
        looked.tone, looked.word, looked.choices = "warn", _("请选台账"), found.choices
    elif found.register is None:
        _refuse(looked, found.refusal)
    return found.register


def _refuse(looked: Looked, sentence: str) -> None:
    looked.tone, looked.word = "bad", _("没法收")
    looked.sentences.append(sentence)


def _look_into(
    actor: Actor, bundle: Bundle, file: Dropped, register: Register, looked: Looked
) -> None:
    looked.register = register
    if file.taken:
        looked.taken, looked.tone, looked.word = True, "good", _("已收下")
        looked.sentences.append(file.done)
        if file.back:
            looked.tone, looked.word = "warn", _("收了一部分")
            looked.marked_url = _url("dropped_marked", bundle, looked.number) + "?rows=bad"
        return
    incoming = read_rows(register, file.path, name=file.name)
    plan = plan_incoming(actor=actor, register=register, incoming=incoming, change_alike=True)
    looked.place = place_of(actor, Received(register, incoming, plan, file.name, bundle.hint))
    looked.units = _units(plan)
    looked.counts = {
        "added": 0 if plan.is_blocked else len(plan.added),
        "changed": 0 if plan.is_blocked else len(plan.changed),
        "unchanged": 0 if plan.is_blocked else plan.unchanged,
        "bad_rows": len(plan.faulty),
        "good": plan.good or len(plan.places),
    }
    looked.alike_count = len(plan.alike)
    looked.look_url = _url("dropped", bundle, looked.number)
    _judge(looked, plan, incoming, _url("dropped_marked", bundle, looked.number))


def _judge(looked: Looked, plan: ImportPlan, incoming: Incoming, marked_url: str) -> None:
    """Say what a file is, and what may be done with it."""
    place = looked.place
    if place is not None:
        looked.sentences += [*place.remarks, *place.notes]
    if plan.faults:
        looked.tone, looked.word = "bad", _("有错")
        looked.faults = plan.faults[:SHOWN_FAULTS]
        looked.more_faults = plan.fault_count - len(looked.faults)
        looked.marked_url = marked_url
        # Rows that stand already are nothing to write, but a room that waits for them is told.
        may_return = place is not None and bool(plan.places) and not plan.is_blocked
        looked.may_take_good = plan.good > 0 or may_return
        return
    if not incoming.rows:
        looked.tone, looked.word, looked.counts = "warn", _("空表"), None
        looked.look_url = ""
        looked.sentences.append(_("表里没有填记录。"))
        looked.may_be_empty = place is not None and place.may_be_empty
        return
    looked.may_take = bool(plan.good or place)
    if (place is not None and place.remarks) or plan.alike:
        looked.tone, looked.word = "warn", _("请看一看")
    elif looked.may_take:
        looked.tone, looked.word = "good", _("可以收")
    else:
        looked.word = _("已登记过")
        looked.sentences.append(_("表里的记录都已经登记过，内容也没有变。"))


def _units(plan: ImportPlan) -> str:
    names = list(dict.fromkeys(str(unit) for unit, _day in plan.places))
    if len(names) > NAMED_UNITS:
        shown = "、".join(names[:NAMED_UNITS])
        return _("%(names)s等%(n)d个单位") % {"names": shown, "n": len(names)}
    return "、".join(names)


def _url(name: str, bundle: Bundle, number: int) -> str:
    given: dict[str, Any] = {"bundle_id": bundle.id, "number": number}
    return reverse(f"registers:{name}", kwargs=given)
