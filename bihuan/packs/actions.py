"""Checking and loading a pack: all of it or nothing."""

from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction

from bihuan.audit import actions as audit
from bihuan.documents.actions import save_document
from bihuan.documents.models import Document
from bihuan.documents.template import check_template
from bihuan.figures.actions import define_figure
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.campaigns import CampaignLoading
from bihuan.packs.cases import CaseLoading
from bihuan.packs.content import Pack, read_pack
from bihuan.packs.faults import BadPack, Fault
from bihuan.packs.forms import load_forms
from bihuan.packs.gates import GateLoading
from bihuan.packs.meetings import MeetingLoading
from bihuan.packs.memory import LoadReport, Memory
from bihuan.packs.opinions import load_opinions
from bihuan.packs.people import PeopleLoading
from bihuan.packs.polls import PollLoading
from bihuan.packs.problems import ProblemLoading
from bihuan.packs.records import load_records
from bihuan.packs.requirements import load_requirements
from bihuan.registers.actions import define_register
from bihuan.registers.models import Register


class _Undo(Exception):
    """Rolls the trial loading of a check back."""


def check_pack(path: Path, *, actor: Actor, home: str = "") -> list[Fault]:
    """Return every fault of a pack: it is loaded in a transaction that is rolled back."""
    try:
        with transaction.atomic():
            load_pack(path, actor=actor, home=home)
            raise _Undo
    except BadPack as error:
        return error.faults
    except _Undo:
        return []


@transaction.atomic
def load_pack(path: Path, *, actor: Actor, home: str = "") -> LoadReport:
    """Load a pack, all or nothing; may be repeated.

    `home` is the code of the administration, for a pack that does not name its own. Raises
    BadPack with every fault found.
    """
    pack, faults = read_pack(path)
    if faults:
        raise BadPack(faults.found)
    memory = Memory(pack.info.code, None, faults)
    PeopleLoading(pack, memory, actor).load()
    if faults:
        raise BadPack(faults.found)
    where = _home(pack, home)
    for load in (
        _load_registers,
        load_opinions,
        _load_problems,
        _load_cases,
        _load_meetings,
        _load_polls,
        _load_campaigns,
        load_requirements,
        _load_gates,
        _load_documents,
        load_forms,
    ):
        load(pack, where, memory, actor)
        if faults:
            raise BadPack(faults.found)
    memory.write(where)
    _audit(pack, where, memory.report, actor)
    return memory.report


def _home(pack: Pack, code: str) -> Unit:
    wanted = code or pack.info.home or ""
    home = Unit.objects.filter(code=wanted).first() if wanted else None
    if home is None or not home.is_administration:
        what = f"没有代码为“{wanted}”的乡镇、县或市。" if wanted else "没有写明归属单位（home）。"
        raise BadPack([Fault("pack.toml", 0, what)])
    return home


def _load_registers(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    """Load the registers; where they are without fault, the figures and the records too."""
    for entry in pack.registers:
        define = partial(define_register, actor=actor, home=home, spec=entry.spec)
        memory.place((entry.file, 1), "register", entry.spec.code, repr(entry.spec), define, define)
    if memory.faults:
        return
    codes = [entry.spec.code for entry in pack.registers]
    found = Register.objects.filter(home=home, code__in=codes).select_related("home")
    registers = {register.code: register for register in found}
    _load_figures(pack, home, memory, actor)
    for code, rows in pack.records.items():
        load_records(registers[code], rows, memory=memory, actor=actor)


def _load_problems(pack: Pack, home: Unit, memory: Memory, _actor: Actor) -> None:
    ProblemLoading(pack, home, memory).load()


def _load_gates(pack: Pack, home: Unit, memory: Memory, _actor: Actor) -> None:
    GateLoading(pack, home, memory).load()


def _load_cases(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    CaseLoading(pack, home, memory, actor).load()


def _load_campaigns(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    CampaignLoading(pack, home, memory, actor).load()


def _load_meetings(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    MeetingLoading(pack, home, memory, actor).load()


def _load_polls(pack: Pack, home: Unit, memory: Memory, _actor: Actor) -> None:
    PollLoading(pack, home, memory).load()


def _load_figures(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    for entry in pack.figures:
        define = partial(define_figure, actor=actor, home=home, spec=entry.spec)
        place = (entry.file, entry.line)
        memory.place(place, "figure", entry.spec.code, repr(entry.spec), define, define)


def _load_documents(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    definitions = definitions_in(home).values()
    words = {d.code for d in definitions} | {d.label for d in definitions}
    offered = sources(home)
    for entry in pack.documents:
        wrong = check_template(entry.text, figures=words, sources=offered)
        for fault in wrong:
            memory.faults.add(entry.file, fault.line, fault.message)
        if wrong:
            continue
        save = partial(save_document, actor=actor, template=entry.text, unit=home)
        memory.place(
            (entry.file, 1), "document", entry.file, entry.text, save, save, said_now=_template_of
        )


def _template_of(document_id: UUID) -> str:
    return Document.objects.get(pk=document_id).template


def _audit(pack: Pack, home: Unit, report: LoadReport, actor: Actor) -> None:
    if not report.total_added and not report.total_changed:
        return
    audit.append(
        actor=actor,
        action="pack.load",
        target=("pack", pack.info.code),
        unit_path=home.path,
        values={"added": report.added, "changed": report.changed},
        note=f"{pack.info.title}：新增{report.total_added}项，修改{report.total_changed}项",
    )
