"""A pack's forms: loaded with their mapping, left to people who changed it, faults named."""

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.orgs.access import Actor
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.tests.small_pack import FILES
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions import clear_cells
from bihuan.reporting.models import FilledForm, ReportForm
from bihuan.reporting.tests.books import SHEET, blank

FORMS = f"""forms:
  - code: roads_monthly
    label: 公路月报
    file: forms/roads.xlsx
    period: month
    issued_by: 县交通局
    due_day: 5
    first: 2009-10-01
    cells:
      - {{sheet: {SHEET}, area: B2, text: unit}}
      - {{sheet: {SHEET}, area: "B5:B6", figure: roads_km, unit: "@row"}}
      - {{sheet: 明细, area: "A2:C3", list: roads, fields: ["#", name, km]}}
      - {{sheet: {SHEET}, area: "C5:D6", blank: true}}
    checks:
      - {{sheet: {SHEET}, rule: B7 >= 0}}
    filled: ["2009-10"]
    filled_by: clerk
"""


@pytest.fixture
def pack(tmp_path: Path, db: None) -> Path:
    """A small pack with a form."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/roads.xlsx").write_bytes(blank(("东村", "西村")))
    (tmp_path / "forms.yaml").write_text(FORMS, "utf-8")
    return tmp_path


def load(pack: Path) -> None:
    load_pack(pack, actor=Actor.installation())


def test_a_form_is_loaded_mapped_and_filled(pack: Path) -> None:
    load(pack)
    cells = dict(newest_version(ReportForm.objects.get()).cells.values_list("area", "kind"))
    assert cells["B5"] == cells["B6"] == "figure"
    assert cells["A2:C3"] == "list"
    filled = FilledForm.objects.get()
    assert filled.cells.get(cell="B5", sheet=SHEET).text == "3.2"
    assert filled.filled_by_name


def test_loading_again_changes_nothing(pack: Path) -> None:
    load(pack)
    report = load_pack(pack, actor=Actor.installation())
    assert (report.total_added, report.total_changed) == (0, 0)


def test_a_changed_pack_maps_anew_but_not_what_people_changed(pack: Path) -> None:
    load(pack)
    changed = FORMS.replace("B7 >= 0", "B7 >= 1")
    (pack / "forms.yaml").write_text(changed, "utf-8")
    assert load_pack(pack, actor=Actor.installation()).changed == {"form": 1}
    version = newest_version(ReportForm.objects.get())
    assert [check.rule for check in version.checks.all()] == ["B7 >= 1"]
    clear_cells(actor=Actor.installation(), version=version, sheet=SHEET, area="B5")
    (pack / "forms.yaml").write_text(FORMS, "utf-8")
    report = load_pack(pack, actor=Actor.installation())
    assert report.left == ["forms.yaml:2 roads_monthly"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("figure: roads_km", "figure: nothing", 2),
        ("B5:B6", "A1:A1", 11),
        (f"sheet: {SHEET}, area: B2", "sheet: 别处, area: B2", 10),
        ("text: unit", "text: nothing", 10),
        ("text: unit", "text: unit, blank: true", 10),
        ("file: forms/roads.xlsx", "file: ../roads.xlsx", 4),
        ("file: forms/roads.xlsx", "file: forms/none.xlsx", 2),
        ("B7 >= 0", "B7", 2),
        ('"2009-10"', '"2009"', 2),
        ("filled_by: clerk", "filled_by: nobody", 2),
    ],
)
def test_each_fault_is_named_with_its_line(pack: Path, old: str, new: str, line: int) -> None:
    (pack / "forms.yaml").write_text(FORMS.replace(old, new, 1), "utf-8")
    faults = check_pack(pack, actor=Actor.installation())
    assert [(fault.file, fault.line) for fault in faults] == [("forms.yaml", line)]
    assert not ReportForm.objects.exists()


def test_a_blank_with_macros_is_a_fault(pack: Path, settings: Settings) -> None:
    (pack / "forms/roads.xlsx").write_bytes(b"not a workbook")
    assert check_pack(pack, actor=Actor.installation())
