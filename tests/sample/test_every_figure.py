"""Every in-scope figure of the sample is computed, stated in its summary, and opens its records."""

import datetime as dt
import io

import docx
import pytest

from bihuan.cli.documents import count_figures
from bihuan.documents.access import document_named
from bihuan.documents.filling import fill_document
from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.figures.tracing import trace
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Unit
from bihuan.registers.actions import enter_record
from bihuan.registers.models import Register

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample")]

CAMPAIGN = (dt.date(2009, 9, 1), dt.date(2010, 2, 3))
# The rows of the sample's figures that are in scope, as today's rules write them.
STATED = {
    "f01": ("permanent_slogans", "12条"),
    "f02": ("slogans_per_unit", "不少于1条"),
    "f03": ("briefings_issued", "8期"),
    "f04": ("member_coverage", "100%"),
    "f05": ("study_notes_quota", "不少于1.5万字"),
    "f06": ("symposia_quota", "不少于2次"),
    "f07": ("roads_built_km", "27.2公里"),
    "f08": ("unsafe_d_area", "18000平方米"),
    "f09": ("pilot_villages_done", "11个"),
    "f10": ("drinking_water_villages", "3个"),
    "f11": ("activists", "86名"),
    "f12": ("double_leaders_admitted", "13名"),
    "f15": ("bridges_started", "五座"),
    "f16": ("illegal_buildings_cleared", "300余起"),
    "f17": ("major_incidents", "未出现一起"),
    "f18": ("analysis_started_on", "2009年12月1日"),
    "f19": ("opinion_classes", "9大类"),
    "f20": ("opinions_gathered", "100多条"),
    "f21": ("warned_last", "三名"),
    "f22": ("canal_yearly_fee", "10余万元"),
    "f23": ("canal_paid_by_ganfu", "300余万元"),
    "f24": ("canal_paid_by_town", "30余万元"),
    "f25": ("canal_benefited_area", "2万亩"),
    "f26": ("school_unsafe_area", "18000平方米"),
    "f27": ("school_unsafe_years", "2年"),
    "f28": ("members_per_village_quota", "不少于3名"),
    "f29": ("members_per_year_quota", "不少于100名"),
    "f30": ("patrol_team_size", "不少于10人"),
    "f31": ("emergency_team_members", "40余人"),
    "f32": ("emergency_markets", "2个"),
    "f33": ("zhulin_badu_plan_km", "7公里"),
    "f34": ("dike_plan_km", "9.8公里"),
    "f35": ("town_plan_area", "3.8平方公里"),
    "f36": ("campaign_stages_count", "三个"),
    "f37": ("campaign_steps_count", "六项"),
    "f38": ("combinations", "四个"),
    "f39": ("examples_set", "五项"),
    "f40": ("breakthroughs", "四个"),
    "f41": ("presses", "三个"),
    "f42": ("campaign_length", "近半年"),
    "f43": ("contact_point_per_leader", "一个"),
    "f44": ("liaison_per_branch", "一名"),
}


def clerk() -> Actor:
    return Actor.of(Account.objects.get(username="clerk"))


def test_every_figure_of_the_sample_is_computed(township: Unit) -> None:
    definitions = definitions_in(township, [code for code, _text in STATED.values()]).values()
    answers = compute(definitions, Scope(township, CAMPAIGN), actor=clerk())
    assert {code: answers[code].text for code, _text in STATED.values()} == dict(STATED.values())


def test_every_figure_opens_at_least_one_record_unless_it_says_that_nothing_happened(
    township: Unit,
) -> None:
    definitions = definitions_in(township, [code for code, _text in STATED.values()])
    for code, definition in definitions.items():
        opened = trace(definition, Scope(township, CAMPAIGN), actor=clerk())
        rows = opened.rows + tuple(row for term in opened.terms for row in term.rows)
        if code != "major_incidents":
            assert rows, code
        assert opened.visible == opened.answer.records, code


def test_the_summary_states_them_all_and_nothing_is_typed(township: Unit) -> None:
    document = document_named(clerk(), "work-summary")
    filled = fill_document(document, actor=clerk())
    content = render_docx(filled.paper)
    text = docx_plain_text(content)
    missing = [row for row, (_code, written) in STATED.items() if written not in text]
    assert not missing
    counted = count_figures(content, document, filled, clerk())
    assert counted.stated == counted.traced > len(STATED)
    assert counted.typed == 0


def test_a_numeral_typed_into_the_finished_docx_is_counted(township: Unit) -> None:
    document = document_named(clerk(), "work-summary")
    filled = fill_document(document, actor=clerk())
    opened = docx.Document(io.BytesIO(render_docx(filled.paper)))
    body = next(p for p in opened.paragraphs if "宣传" in p.text and len(p.text) > 40)
    body.add_run("另有37处。")
    changed = io.BytesIO()
    opened.save(changed)
    assert count_figures(changed.getvalue(), document, filled, clerk()).typed == 1


def test_one_more_kilometre_changes_the_sentence(township: Unit) -> None:
    roads = Register.objects.get(code="roads")
    village = Unit.objects.get(code="zhulin")
    columns = {column.code: column for column in roads.columns_in_order}
    values = {
        code: column.choices[0]["code"]
        for code, column in columns.items()
        if column.required and column.choices
    }
    values |= {"name": "试验路", "km": "1.0", roads.day_column: "2010-01-15", "state": "built"}
    enter_record(actor=clerk(), register=roads, unit=village, values=values)
    document = document_named(clerk(), "work-summary")
    text = docx_plain_text(render_docx(fill_document(document, actor=clerk()).paper))
    assert "28.2公里" in text
    assert "27.2公里" not in text
