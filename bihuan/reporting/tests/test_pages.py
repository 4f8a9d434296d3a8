"""The pages of the room: uploading, mapping, filling, sending, and who sees what."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.reporting import searched
from bihuan.reporting.access import may_see_rows, newest_version
from bihuan.reporting.models import FilledForm, ReportForm
from bihuan.reporting.tests.books import LISTED, SHEET, blank
from bihuan.reporting.tests.making import client_of, fill_for, make_form, names
from bihuan.search.finding import found_in


def page(client: Client, name: str, pk: object, **query: str) -> str:
    response = client.get(reverse(f"reporting:{name}", args=[pk]), query)
    assert response.status_code == HTTPStatus.OK
    return str(response.content.decode())


def upload(content: bytes, name: str = "月报.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def mapping(client: Client, form: ReportForm, sheet: str, cell: str, **given: str) -> Any:
    address = reverse("reporting:mapping", args=[form.pk])
    return client.post(f"{address}?sheet={sheet}&cell={cell}", given)


def test_an_uploaded_form_leads_to_proposals_that_can_be_taken(
    cast: Cast, roads: Register, clerk: Client
) -> None:
    given = {
        "file": upload(blank(names(cast))), "label": "公路月报", "issued_by": "市交通局",
        "period_kind": "month", "due_day": "5", "due_months": "1",
    }  # fmt: skip
    response = clerk.post(reverse("reporting:new"), given, follow=True)
    text = response.content.decode()
    form = ReportForm.objects.get()
    assert "建成公路里程" in text
    assert cast.villages[0].name in text
    address = reverse("reporting:proposals", args=[form.pk])
    clerk.post(address, {"cell": [f"{SHEET}!B5", f"{SHEET}!C5"]})
    cells = dict(newest_version(form).cells.values_list("area", "said"))
    assert cells["B5"] == {"figure": "km", "period": "this", "unit": cast.villages[0].code}
    assert cells["C5"]["period"] == "year_to_date"


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04"])
def test_a_bad_file_is_told_in_the_form(clerk: Client, content: bytes) -> None:
    given = {
        "file": upload(content or b" "),
        "label": "x",
        "issued_by": "y",
        "period_kind": "month",
    }
    response = clerk.post(reverse("reporting:new"), given)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not ReportForm.objects.exists()


def test_the_sheet_is_drawn_with_merged_cells_and_each_cell_leads_to_its_panel(
    form: ReportForm, clerk: Client
) -> None:
    text = page(clerk, "mapping", form.pk, sheet=SHEET, cell="B9")
    assert 'colspan="4"' in text
    assert 'rowspan="2"' in text
    assert "cell=B9" in text
    assert "养护合同金额" in text
    assert 'style="' not in text


def test_htmx_gets_the_panel_alone(form: ReportForm, clerk: Client) -> None:
    address = reverse("reporting:mapping", args=[form.pk])
    response = clerk.get(address, {"sheet": SHEET, "cell": "B5"}, headers={"HX-Target": "panel"})
    text = response.content.decode().lstrip()
    assert text.startswith("<aside")
    assert "<table" not in text


def test_a_whole_column_is_mapped_at_once_by_the_villages_named_in_its_rows(
    cast: Cast, roads: Register, clerk: Client
) -> None:
    form = make_form(cast)
    response = mapping(
        clerk, form, SHEET, "B5", do="figure", area="B5:B8", figure="建成公路里程",
        period="this", unit="@row", scale="", decimals="2",
    )  # fmt: skip
    assert response.status_code == HTTPStatus.FOUND
    assert "cell=C5" in response["Location"]
    cells = dict(newest_version(form).cells.values_list("area", "said"))
    assert [cells[f"B{row}"]["unit"] for row in (5, 6, 7)] == [v.code for v in cast.villages[:3]]
    assert "B8" not in cells, "the total is a formula"


@pytest.mark.parametrize(
    "given",
    [
        {"do": "figure", "area": "B9", "figure": "没有的数据", "period": "this"},
        {"do": "figure", "area": "B9", "figure": "km", "period": "this", "unit": "@row"},
        {"do": "figure", "area": "nonsense", "figure": "km", "period": "this"},
        {"do": "figure", "area": "A1:XFD9999", "figure": "km", "period": "this"},
        {"do": "figure", "area": "B9", "figure": "km", "period": "never"},
        {"do": "text", "what": "fixed", "text": ""},
        {"do": "list", "area": "B9:C9", "source": "roads", "field_2": "nothing"},
        {"do": "list", "area": "B9:C9", "source": "nowhere"},
    ],
)
def test_what_cannot_be_mapped_is_told_beside_the_cell(
    form: ReportForm, clerk: Client, given: dict[str, str]
) -> None:
    response = mapping(clerk, form, SHEET, "B9", **given)
    assert response.status_code in (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST)
    assert not newest_version(form).cells.filter(area="B9").exists()


def test_text_list_blank_and_clear_are_mapped_from_the_panel(
    form: ReportForm, clerk: Client
) -> None:
    cells = newest_version(form).cells
    mapping(clerk, form, SHEET, "B9", do="text", what="fixed", text="无")
    assert cells.get(area="B9").kind == "text"
    mapping(clerk, form, SHEET, "B9", do="blank", area="B9")
    assert cells.get(area="B9").kind == "blank"
    mapping(clerk, form, SHEET, "B9", do="clear", area="B9")
    assert not cells.filter(area="B9").exists()
    given = {"do": "list", "area": "A2:C3", "source": "roads", "field_1": "#", "field_2": "name"}
    mapping(clerk, form, LISTED, "A2", **given, where_field="state", where_value="建成")
    said = cells.get(sheet=LISTED).said
    assert said["fields"] == ["#", "name", ""]
    assert said["where"] == [{"field": "state", "is": "建成"}]
    assert "从大到小" in page(clerk, "mapping", form.pk, sheet=LISTED, cell="A2")


def test_a_gap_says_what_would_answer_it(form: ReportForm, clerk: Client) -> None:
    text = page(clerk, "form", form.pk)
    assert "没有台账登记这一项" in text or "登记着相近的内容" in text


def test_a_form_is_filled_looked_at_answered_and_sent(
    cast: Cast, form: ReportForm, clerk: Client
) -> None:
    response = clerk.post(reverse("reporting:fillings", args=[form.pk]), {"period": "2010-01"})
    filled = FilledForm.objects.get()
    assert response["Location"] == reverse("reporting:filled", args=[filled.pk])
    text = page(clerk, "filled", filled.pk)
    assert "/figures/km/?unit=" in text
    assert "缺口" in text
    answer = {"sheet": SHEET, "cell": "B9", "text": "3.2", "source": "交管站合同"}
    clerk.post(reverse("reporting:gaps", args=[filled.pk]), answer)
    assert "人工填写：交管站合同" in page(clerk, "filled", filled.pk)
    address = reverse("reporting:sending", args=[filled.pk])
    assert clerk.post(address, {"sent_on": "2010-03-01", "sent_to": "市交通局"}).status_code == 422
    clerk.post(address, {"sent_on": "2010-02-03", "sent_to": "市交通局"})
    filled.refresh_from_db()
    assert filled.is_sent
    assert "出更正表" in page(clerk, "filled", filled.pk)


def test_the_file_is_sent_as_an_attachment_named_for_people(
    cast: Cast, form: ReportForm, clerk: Client
) -> None:
    filled = fill_for(cast, form)
    response = clerk.get(reverse("reporting:file", args=[filled.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"PK")


@pytest.mark.parametrize(
    "given",
    [{"period": "2010"}, {"period": ""}, {"period": "2010-01", "unit": "nowhere"},
     {"period": "2010-01", "as_of": "someday"}, {"period": "2011-05"}],
)  # fmt: skip
def test_a_wrong_period_unit_or_day_is_told(
    form: ReportForm, clerk: Client, given: dict[str, str]
) -> None:
    response = clerk.post(reverse("reporting:fillings", args=[form.pk]), given)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not FilledForm.objects.exists()


def test_a_filled_form_that_lists_records_is_seen_only_by_whoever_sees_all_of_them(
    cast: Cast, form: ReportForm
) -> None:
    filled = fill_for(cast, form)
    address = reverse("reporting:filled", args=[filled.pk])
    assert client_of(cast, "leader").get(address).status_code == HTTPStatus.OK
    assert client_of(cast, "village_reporter").get(address).status_code == HTTPStatus.NOT_FOUND
    file = reverse("reporting:file", args=[filled.pk])
    assert client_of(cast, "village_reporter").get(file).status_code == HTTPStatus.NOT_FOUND


def test_one_without_lists_is_seen_by_whoever_sees_figures(cast: Cast, form: ReportForm) -> None:
    newest_version(form).cells.filter(kind="list").delete()
    filled = fill_for(cast, form)
    assert may_see_rows(cast.actor("village_reporter"), filled)
    response = client_of(cast, "village_reporter").get(
        reverse("reporting:filled", args=[filled.pk])
    )
    assert response.status_code == HTTPStatus.OK
    assert "登记报送" not in response.content.decode()


def test_checks_are_written_on_their_page_and_a_bad_one_is_told(
    form: ReportForm, clerk: Client
) -> None:
    address = reverse("reporting:checks", args=[form.pk])
    bad = {"sheet": [SHEET], "rule": ["B8 = SUM("], "message": [""]}
    assert clerk.post(address, bad).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    good = {"sheet": [SHEET, SHEET], "rule": ["B8 <= C8", ""], "message": ["", ""]}
    clerk.post(address, good)
    assert [check.rule for check in newest_version(form).checks.all()] == ["B8 <= C8"]
    assert "SUM(B5:B7)" in page(clerk, "checks", form.pk)


def test_a_form_filled_by_hand_is_compared_on_the_page(
    cast: Cast, form: ReportForm, clerk: Client
) -> None:
    address = reverse("reporting:comparison", args=[form.pk])
    given = {"file": upload(blank(names(cast))), "period": "2010-01"}
    text = clerk.post(address, given).content.decode()
    assert "格一致" in text
    assert "看记录" in text
    bad = {"file": upload(b"junk"), "period": "2010-01"}
    assert clerk.post(address, bad).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    wrong = {"file": upload(blank(names(cast))), "period": "2010"}
    assert "月报的时期应写作" in clerk.post(address, wrong).content.decode()


def test_a_new_blank_and_a_new_description_are_taken(
    cast: Cast, form: ReportForm, clerk: Client
) -> None:
    content = blank(names(cast), extra_row=True)
    clerk.post(reverse("reporting:new_blank", args=[form.pk]), {"file": upload(content)})
    assert newest_version(form).number == 2
    assert "移到" in page(clerk, "form", form.pk)
    given = {
        "label": "公路建设月报",
        "issued_by": "市局",
        "period_kind": "month",
        "due_months": "1",
    }
    clerk.post(reverse("reporting:details", args=[form.pk]), given)
    form.refresh_from_db()
    assert (form.label, form.is_asked) == ("公路建设月报", False)
    assert "不再" in page(clerk, "form", form.pk)


def test_the_list_says_what_is_due_and_without_forms_what_to_do(
    cast: Cast, roads: Register, clerk: Client
) -> None:
    empty = clerk.get(reverse("reporting:list")).content.decode()
    assert "还没有上报表" in empty
    make_form(cast)
    text = clerk.get(reverse("reporting:list")).content.decode()
    assert "2010年2月5日" in text
    assert "未填报" in text


def test_the_search_box_finds_a_form_by_its_name_for_whoever_may_see_it(
    cast: Cast, form: ReportForm
) -> None:
    hits = found_in(searched, cast.actor("leader"), "公路 月报", 5)
    assert [hit.url for hit in hits] == [reverse("reporting:form", args=[form.pk])]
    assert found_in(searched, cast.actor("outsider"), "公路", 5) == []
    assert found_in(searched, cast.actor("leader"), "合作社", 5) == []
