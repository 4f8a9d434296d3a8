"""Loading a pack: all of it, again and again, and what people changed since is left."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from bihuan.audit.models import Entry
from bihuan.documents.actions import save_document
from bihuan.documents.models import Document
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Person, PostTerm, TeamMember, Unit
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.memory import LoadReport
from bihuan.packs.models import LoadedItem
from bihuan.packs.tests.small_pack import FILES, replaced, write_pack
from bihuan.registers.actions import change_record
from bihuan.registers.models import Record, Register, Version

pytestmark = pytest.mark.django_db


def load(folder: Path) -> LoadReport:
    return load_pack(folder, actor=Actor.installation())


def roads_km() -> Decimal:
    town = Unit.objects.get(code="town")
    definitions = definitions_in(town, ["roads_km"]).values()
    value = compute(definitions, Scope(town), actor=Actor.installation())["roads_km"].value
    assert isinstance(value, Decimal)
    return value


def test_a_pack_loads_whole(tmp_path: Path) -> None:
    report = load(write_pack(tmp_path))
    assert report.added["unit"] == 4
    assert report.added["record"] == 2
    assert roads_km() == Decimal("4.7")
    assert PostTerm.objects.get().person.name == "党委书记"
    assert TeamMember.objects.get().role == "组长"
    assert Document.objects.get().code == "brief"
    account = Account.objects.get(username="east")
    assert not account.has_usable_password()


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    first = load(folder)
    before = Entry.objects.count()
    again = load(folder)
    assert again.total_added == again.total_changed == 0
    assert again.unchanged == first.total_added
    assert Entry.objects.count() == before
    assert Version.objects.count() == 2


def test_a_changed_row_becomes_a_new_version(tmp_path: Path) -> None:
    load(write_pack(tmp_path))
    changed = replaced("records/roads.csv", "东村主路,3.2", "东村主路,4.2")
    report = load(write_pack(tmp_path, records__roads_dot_csv=changed))
    assert report.changed == {"record": 1}
    assert roads_km() == Decimal("5.7")
    assert Record.objects.count() == 2
    assert Version.objects.count() == 3


def test_what_people_changed_since_is_left_to_them(tmp_path: Path) -> None:
    load(write_pack(tmp_path))
    version = Version.objects.current().get(unit__code="east")
    clerk = Actor.of(Account.objects.get(username="clerk"))
    change_record(
        actor=clerk,
        record_id=version.record_id,
        base_version=version.id,
        values={**version.values, "km": "9.9"},
    )
    changed = replaced("records/roads.csv", "东村主路,3.2", "东村主路,4.2")
    report = load(write_pack(tmp_path, records__roads_dot_csv=changed))
    assert report.left == ["records/roads.csv:2 r1"]
    assert roads_km() == Decimal("11.4")


def test_a_document_that_people_changed_since_is_left_to_them(tmp_path: Path) -> None:
    load(write_pack(tmp_path))
    clerk = Actor.of(Account.objects.get(username="clerk"))
    theirs = FILES["documents/brief.md"].replace("一、建设情况", "一、进展")
    save_document(actor=clerk, template=theirs)
    report = load(
        write_pack(
            tmp_path, documents__brief_dot_md=replaced("documents/brief.md", "建成村级", "新修村级")
        )
    )
    assert report.left == ["documents/brief.md:1 documents/brief.md"]
    assert "一、进展" in Document.objects.get().template


def test_two_rows_that_say_the_same_are_two_records(tmp_path: Path) -> None:
    rows = FILES["records/roads.csv"] + "r3,east,东村主路,3.2,2009-09-01,2009-10-01,\n"
    load(write_pack(tmp_path, records__roads_dot_csv=rows))
    assert roads_km() == Decimal("7.9")


def test_a_record_is_backdated_and_the_audit_is_not(tmp_path: Path) -> None:
    began = timezone.now()
    load(write_pack(tmp_path))
    east, west = Version.objects.order_by("path")
    assert timezone.localtime(east.recorded_at).isoformat() == "2009-10-01T17:00:00+08:00"
    assert timezone.localtime(west.recorded_at).isoformat() == "2009-11-05T09:30:00+08:00"
    newest = Entry.objects.order_by("-sequence")[0]
    assert newest.action == "pack.load"
    assert newest.at >= began


def test_a_changed_person_unit_and_register_are_brought_up_to_date(tmp_path: Path) -> None:
    load(write_pack(tmp_path))
    report = load(
        write_pack(
            tmp_path,
            people_dot_csv=replaced("people.csv", "1965", "1966"),
            units_dot_csv=replaced("units.csv", "东村,", "东村社区,"),
            registers__roads_dot_yaml=replaced("registers/roads.yaml", "村级公路", "农村公路"),
        )
    )
    assert report.changed == {"unit": 1, "person": 1, "register": 1}
    assert Person.objects.get(code="head").birth_year == 1966
    assert Unit.objects.get(code="east").name == "东村社区"
    assert Register.objects.get().label == "农村公路"


def test_a_pack_without_a_home_is_loaded_into_the_one_named(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "first"))
    homeless = write_pack(
        tmp_path / "second",
        pack_dot_toml='[pack]\ncode = "other"\ntitle = "另一包"\n',
        **{name.replace("/", "__").replace(".", "_dot_"): None for name in FILES if "csv" in name},
        registers__roads_dot_yaml=replaced("registers/roads.yaml", "code: roads", "code: paths"),
        figures_dot_yaml=None,
        documents__brief_dot_md=None,
    )
    load_pack(homeless, actor=Actor.installation(), home="town")
    assert Register.objects.get(code="paths").home.code == "town"


def test_checking_changes_nothing(tmp_path: Path) -> None:
    assert check_pack(write_pack(tmp_path), actor=Actor.installation()) == []
    assert Unit.objects.count() == Entry.objects.count() == LoadedItem.objects.count() == 0
