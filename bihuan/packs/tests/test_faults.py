"""A wrong pack: file, line and cause of every fault, and nothing loaded."""

from pathlib import Path

import pytest

from bihuan.audit.models import Entry
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.actions import load_pack
from bihuan.packs.faults import BadPack, Fault
from bihuan.packs.tests.small_pack import FILES, replaced, write_pack
from bihuan.registers.models import Version

pytestmark = pytest.mark.django_db


def faults_of(folder: Path) -> list[Fault]:
    with pytest.raises(BadPack) as caught:
        load_pack(folder, actor=Actor.installation())
    assert Unit.objects.count() == Version.objects.count() == Entry.objects.count() == 0
    return list(caught.value.faults)


CASES: list[tuple[str, str, str, int, str]] = [
    ("registers/roads.yaml", "type: decimal", "type: number", 9, "应为"),
    ("registers/roads.yaml", "purpose: 掌握进度\n", "", 1, "缺少这一项"),
    ("registers/roads.yaml", "purpose:", "aim:", 3, "不认识这一项"),
    ("registers/roads.yaml", "label: 村级公路", "label: *x", 2, "YAML"),
    ("registers/roads.yaml", "label: 村级公路", "label: !!python/object:os.system x", 2, "YAML"),
    ("registers/roads.yaml", "day: finished_on", "day: name", 1, "日期列"),
    ("registers/roads.yaml", "rule: started_on", "rule: begun_on", 1, "begun_on"),
    ("figures.yaml", "source: roads", "source: rods", 2, "rods"),
    ("figures.yaml", "field: km", "field: length", 2, "length"),
    ("figures.yaml", "aggregate: sum", "aggregate: total", 2, "应为"),
    ("figures.yaml", "field: km", "field: name", 2, "不是数字"),
    ("documents/brief.md", "roads_km", "roads_kilometres", 9, "roads_kilometres"),
    ("documents/brief.md", "kind: 简报", "sort: 简报", 3, "sort"),
    ("records/roads.csv", "东村主路,3.2", "东村主路,三点二里", 2, "里程"),
    ("records/roads.csv", "东村主路,3.2,2009-09-01", "东村主路,3.2,2009-12-01", 2, "早于"),
    ("records/roads.csv", "r2,west", "r2,north", 3, "north"),
    ("records/roads.csv", "r2,west", "r1,west", 3, "ref"),
    ("records/roads.csv", "recorded_at", "written_at", 1, "written_at"),
    ("records/roads.csv", "2009-11-05T09:30", "上周", 3, "recorded_at"),
    ("units.csv", "east,东村,village,town", "east,东村,hamlet,town", 4, "单位类别"),
    ("units.csv", "west,西村,village,town", "west,西村,village,twon", 5, "twon"),
    ("units.csv", "code,name,kind", "id,name,kind", 1, "缺少列"),
    ("people.csv", "1965", "六五年", 2, "birth_year"),
    ("people.csv", "本科", "博学", 2, "schooling"),
    ("post_terms.csv", "secretary,head", "secretary,nobody", 2, "nobody"),
    ("team_members.csv", "组长", "大组长", 2, "大组长"),
    ("accounts.csv", "clerk,clerk,town", "clerk,king,town", 2, "king"),
    ("pack.toml", 'home = "town"', 'home = "moon"', 0, "moon"),
    ("pack.toml", "[pack]", "[pack", 0, "TOML"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "word"), CASES)
def test_a_fault_is_named_with_its_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, line: int, word: str
) -> None:
    key = name.replace("/", "__").replace(".", "_dot_")
    found = faults_of(write_pack(tmp_path, **{key: replaced(name, old, new)}))
    assert any(
        fault.file == name and word in fault.message and (not line or fault.line == line)
        for fault in found
    ), found


def test_every_fault_is_named_not_only_the_first(tmp_path: Path) -> None:
    found = faults_of(
        write_pack(
            tmp_path,
            records__roads_dot_csv=FILES["records/roads.csv"]
            + "r3,east,,1,,2009-12-01,\nr4,east,另一段,-1,,2009-12-01,\n",
        )
    )
    assert [fault.line for fault in found] == [4, 5]


def test_a_file_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(FILES["registers/roads.yaml"], "utf-8")
    folder = write_pack(tmp_path / "pack")
    (folder / "registers" / "other.yaml").symlink_to(outside)
    found = faults_of(folder)
    assert any("内容包之外" in fault.message for fault in found)


def test_one_concept_in_two_registers_is_refused_with_where_it_is_held(tmp_path: Path) -> None:
    roads = replaced("registers/roads.yaml", "min: 0}", "min: 0, concept: road.length}")
    paths = roads.replace("code: roads", "code: paths").replace("村级公路", "组级公路")
    folder = write_pack(tmp_path, registers__roads_dot_yaml=roads, registers__paths_dot_yaml=paths)
    found = faults_of(folder)
    assert any("road.length" in f.message and "paths.yaml" in f.message for f in found), found


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "units.csv").write_bytes(FILES["units.csv"].encode("gb18030"))
    assert any("UTF-8" in fault.message for fault in faults_of(folder))


def test_an_empty_folder_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path)[0].file == "pack.toml"
    assert faults_of(tmp_path / "nowhere")
