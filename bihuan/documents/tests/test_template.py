"""The template language: placeholders, overrides, conditions, loops, and what it refuses."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.documents.paper import FigureRef, Heading, Paper, Paragraph, Table, Text
from bihuan.documents.template import (
    FilledDocument,
    Signed,
    TemplateFaults,
    check_template,
    fill,
    read_template,
)
from bihuan.documents.tests.conftest import PLANNED, make_road, make_road_figures, template_text
from bihuan.lib.sources import Source
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with three roads in two villages: built 1.5 and 2 km, planned 3 km."""
    make_road_figures(cast.town)
    first, second, _third = cast.villages
    make_road(first, "1.50", "东路", day=dt.date(2009, 10, 1))
    make_road(second, "2.00", "西路", day=dt.date(2010, 1, 5))
    make_road(second, "3.00", "南路", state=PLANNED, day=dt.date(2010, 1, 6))
    return cast


def filled(cast: Cast, body: str, **front: str) -> FilledDocument:
    template = read_template(template_text(body, **front))
    return fill(template, unit=cast.town, actor=cast.actor("clerk"))


def words(paper: Paper) -> list[str]:
    """Return the text of each heading and paragraph."""
    return [
        "".join(part.text for part in block.inlines)
        for block in paper.blocks
        if not isinstance(block, Table)
    ]


def one_line(cast: Cast, body: str) -> str:
    result = filled(cast, body)
    assert not result.faults, result.faults
    return words(result.paper)[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("建成{{ roads_built_km }}。", "建成3.5公里。"),
        ("建成{{ 建成村级公路 }}。", "建成3.5公里。"),
        ('建成{{ figure("建成村级公路") }}。', "建成3.5公里。"),
        ("共{{ 建成路段(numerals='hanzi') }}", "共两条"),
        ("{{ roads_built_km(unit='二村') }}", "2公里"),
        ("{{ roads_built_km(period='2009') }}", "1.5公里"),
        ("{{ roads_built_km(period='2010-01') }}", "2公里"),
        ("{{ roads_built_km(period='2009-09-01..2009-12-31') }}", "1.5公里"),
        ("{{ roads_built_km(qualifier='余', unit='一村') }}", "1.5公里"),
        ("{{ built_share(decimals=0) }}", "67%"),
        ("{{ incidents }}", "未发生一起"),
        ("{% if roads_built_km > 3 %}多{% else %}少{% endif %}", "多"),
        ("{% if roads_built_km >= roads_planned_km %}多{% endif %}", "多"),
        ("{% if incidents == 0 %}无{% endif %}", "无"),
        ("{% if not (roads_built_km < 3 or roads_built == 0) %}是{% endif %}", "是"),
        ("{{ '多' if roads_built > 1 else '少' }}", "多"),
    ],
)
def test_a_placeholder_is_written_and_compared(town: Cast, body: str, expected: str) -> None:
    assert one_line(town, body) == expected


def test_a_figure_in_the_text_refers_to_what_stands_behind_it(town: Cast) -> None:
    result = filled(town, "建成{{ roads_built_km }}，又{{ 建成村级公路 }}，{{ roads_built }}。")
    (paragraph,) = result.paper.blocks
    assert isinstance(paragraph, Paragraph)
    refs = [part for part in paragraph.inlines if isinstance(part, FigureRef)]
    assert [ref.index for ref in refs] == [0, 0, 1]
    figure = result.figures[0]
    assert (figure.text, figure.value, figure.unit) == ("3.5公里", "3.5", "公里")
    assert (figure.records, figure.status) == (2, "traced")
    assert (figure.source, figure.note) == ("村级公路建设台账", "已验收通车的里程")
    assert figure.url.startswith("/figures/roads_built_km/?unit=town&from=2009-09-01&to=2010-02-03")
    assert result.asked[0].key == "roads_built_km@town@2009-09-01..2010-02-03"
    assert result.asked[0].value == Decimal("3.5")


def test_a_figure_of_a_village_says_so_in_the_register(town: Cast) -> None:
    result = filled(town, "{{ roads_built_km(unit='二村') }}")
    assert result.figures[0].label == "建成村级公路（二村）"
    assert "unit=village-" in result.figures[0].url
    result = filled(town, "{{ roads_built_km(period='2009-11') }}")
    assert result.figures[0].label == "建成村级公路（2009年11月）"


def test_figures_of_one_scope_are_computed_in_one_statement(town: Cast) -> None:
    body = "{{ roads_built_km }}{{ roads_built }}{{ roads_planned_km }}{{ built_share }}"
    with CaptureQueriesContext(connection) as queries:
        filled(town, body)
    counted = [query for query in queries.captured_queries if "COUNT(" in query["sql"]]
    assert len(counted) == 1


def test_the_text_runs_over_rows(town: Cast) -> None:
    body = (
        '{% for road in rows("roads", state="建成") %}'
        "{{ road.name }}{{ road.km }}{% if not loop.last %}、{% endif %}{% endfor %}。"
    )
    result = filled(town, body)
    assert words(result.paper) == ["东路1.5公里、西路2公里。"]
    assert [figure.code for figure in result.figures] == ["roads.km", "roads.km"]
    assert result.figures[0].label == "东路·里程"
    assert result.figures[0].records == 1
    assert result.figures[0].url.startswith("/roads/")
    (paragraph,) = result.paper.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines[0] == Text("东路", from_record=True)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('rows("roads")', "东路西路南路"),
        ('rows("roads", limit=1)', "东路"),
        ('rows("roads", order="-km")', "南路西路东路"),
        ('rows("roads", order="里程", unit="二村")', "西路南路"),
        ('rows("roads", period="2010")', "西路南路"),
        ('rows("roads", state="other")', "南路"),
        ('rows("roads") if road.km > 1.5', "西路南路"),
        ('rows("roads") if road.state == "拟建"', "南路"),
        ('rows("roads") if road.finished_on < "2010-01-01"', "东路"),
        ('rows("roads") if road.unit == "一村"', "东路"),
    ],
)
def test_rows_are_chosen_and_ordered(town: Cast, call: str, expected: str) -> None:
    body = "{% for road in " + call + " %}{{ road.路段名称 }}{% endfor %}"
    assert one_line(town, body) == expected


def test_a_row_gives_its_unit_its_day_and_worded_numbers(town: Cast) -> None:
    body = (
        '{% for road in rows("roads", limit=1) %}{{ road.unit }}{{ road.finished_on }}'
        '{{ road.km(decimals=0, qualifier="约") }}{{ roads_built_km(unit=road.unit) }}{% endfor %}'
    )
    assert one_line(town, body) == "一村2009年10月1日约2公里1.5公里"


def test_personal_data_in_a_row_is_masked_or_refused(town: Cast) -> None:
    assert "张＊＊" in one_line(town, '{% for r in rows("roads") %}{{ r.holder }}{% endfor %}')
    result = filled(town, '{% for r in rows("roads") %}{{ r.age }}{% endfor %}')
    assert "个人信息" in result.faults[0].message


def test_rows_of_a_table_stay_one_table(town: Cast) -> None:
    body = (
        "# 一、公路\n\n| 路段 | 里程 |\n|---|---:|\n"
        '{% for road in rows("roads") %}\n'
        "| {{ road.name }} | {{ road.km }} |\n"
        "{% endfor %}\n\n后文。"
    )
    heading, table, paragraph = filled(town, body).paper.blocks
    assert isinstance(heading, Heading)
    assert isinstance(table, Table)
    assert len(table.rows) == 3
    assert table.rows[0][0] == (Text("东路", from_record=True),)
    assert isinstance(paragraph, Paragraph)


def test_a_condition_that_ends_a_line_keeps_the_paragraphs_apart(town: Cast) -> None:
    body = "{% if roads_built %}第一段。{% endif %}\n\n第二段。\n续行。"
    assert words(filled(town, body).paper) == ["第一段。", "第二段。续行。"]


def test_records_cannot_bring_markup(town: Cast) -> None:
    first = town.villages[0]
    nasty = "# <b>|x|</b> {{ roads_built }} \ufdd0F0\ufdd1"
    make_road(first, "1", nasty, day=dt.date(2009, 9, 1))
    loop = '{% for road in rows("roads", limit=1) %}'
    body = "| 路 |\n|---|\n" + loop + "\n| {{ road.name }} |\n{% endfor %}\n"
    (table,) = filled(town, body).paper.blocks
    assert isinstance(table, Table)
    assert table.rows == (((Text(nasty.replace("\ufdd0", "").replace("\ufdd1", ""), True),),),)


def test_no_text_can_write_the_mark_of_a_figure(town: Cast) -> None:
    assert one_line(town, r'{{ "\ufdd0F99\ufdd1" }}建成{{ roads_built }}') == "F99建成2条"


def test_markdown_beyond_headings_paragraphs_and_tables_is_plain_text(town: Cast) -> None:
    assert one_line(town, "**粗** <b>体</b> [链](http://x) `码`").startswith("**粗** <b>体</b>")


def test_a_figure_without_records_is_pending(town: Cast) -> None:
    result = filled(town, "{{ roads_built_km(unit='三村') }}")
    assert words(result.paper) == ["待核"]
    assert [figure.status for figure in result.pending] == ["pending"]
    assert not result.may_be_issued


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_a_pending_figure_compares_false_with_everything(town: Cast, operator: str) -> None:
    body = "{% if roads_built_km(unit='三村') " + operator + " 0 %}是{% else %}否{% endif %}"
    result = filled(town, body)
    assert words(result.paper) == ["否"]
    assert "待核" in result.warnings[0].message
    assert result.may_be_issued


def test_what_a_person_signed_for_is_written_with_the_source(town: Cast) -> None:
    template = read_template(template_text("{{ roads_built_km(unit='三村') }}"))
    key = f"roads_built_km@{town.villages[2].code}@2009-09-01..2010-02-03"
    signed = {key: Signed(Decimal("4.2"), "县交通局验收单", "leader")}
    result = fill(template, unit=town.town, actor=town.actor("clerk"), signed=signed)
    (figure,) = result.figures
    assert (figure.text, figure.status) == ("4.2公里", "signed")
    assert (figure.source, figure.signed_by) == ("县交通局验收单", "leader")
    assert result.may_be_issued


def test_an_empty_number_of_a_row_is_pending(town: Cast) -> None:
    make_road(town.villages[0], "1", "北路", day=dt.date(2009, 9, 2), width=None)
    result = filled(town, '{% for r in rows("roads", limit=1) %}{{ r.width }}{% endfor %}')
    assert [figure.text for figure in result.pending] == ["待核"]


def test_every_placeholder_without_figure_is_named_with_its_line(town: Cast) -> None:
    unseen = "{% if roads_built == 0 %}{{ figure('没有 的') }}{% endif %}"
    body = "第一段{{ nothing_here }}。\n\n" + unseen + "\n"
    result = filled(town, body)
    assert [fault.line for fault in result.faults] == [10, 12]
    assert "nothing_here" in result.faults[0].message
    assert "没有 的" in result.faults[1].message
    assert words(result.paper)[0] == "第一段【没有名为“nothing_here”的数据】。"
    assert not result.may_be_issued


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ roads_built_km(unit='无此村') }}", "无此村"),
        ("{{ roads_built_km(period='昨天') }}", "昨天"),
        ("{{ roads_built_km(qualifier='很多') }}", "很多"),
        ("{{ roads_built_km(decimals='x') }}", "参数不对"),
        ('{% for r in rows("cows") %}{{ r.name }}{% endfor %}', "cows"),
        ('{% for r in rows("roads") %}{{ r.colour }}{% endfor %}', "colour"),
        ('{% for r in rows("roads", colour="红") %}{{ r.name }}{% endfor %}', "colour"),
        ('{% for r in rows("roads", limit=100000) %}{{ r.name }}{% endfor %}', "limit"),
    ],
)
def test_what_cannot_be_answered_is_named(town: Cast, body: str, said: str) -> None:
    result = filled(town, body)
    assert any(said in fault.message for fault in result.faults)
    assert all(fault.line == 10 for fault in result.faults)


def test_a_unit_of_another_town_cannot_be_cited(town: Cast) -> None:
    result = filled(town, "{{ roads_built_km(unit='other-town') }}")
    assert "other-town" in result.faults[0].message


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ roads_built_km.__init__ }}",
        "{{ roads_built_km.definition }}",
        "{{ roads_built_km['x'] }}",
        "{{ figure.__globals__ }}",
        "{{ rows('roads') }}",
        "{{ rows.__func__ }}",
        "{% for r in rows('roads') %}{{ r }}{% endfor %}",
        "{% for r in rows('roads') %}{{ r._x }}{% endfor %}",
        "{% for r in rows('roads') %}{{ r.row.delete() }}{% endfor %}",
        "{% for r in rows('roads') %}{{ r.name.raw }}{% endfor %}",
        "{% for r in rows('roads') %}{{ loop.__class__ }}{% endfor %}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in 'abc' %}x{% endfor %}",
        "{% for r in rows('roads') recursive %}{{ loop() }}{% endfor %}",
        "{{ 'a' * 10**9 }}",
        "{{ 2 ** 99999999 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ 'a'|upper }}",
        "{{ 'a'.format(x) }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{% set a = 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% if roads_built is defined %}x{% endif %}",
        "{{ roads_built_km(1) }}",
        "{{ roads_built_km(*rows) }}",
        "{{ roads_built_km(line=3) }}",
        "{{ self }}{{ self.x }}",
        "{{ cycler('a') }}{{ lipsum() }}",
        "{{ (((((((((((((((x",
        "{% if a %}" * 30 + "{% endif %}" * 30,
        "{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}",
        "##### 五级标题",
        "#没有空格",
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_line(town: Cast, body: str) -> None:
    started = time.process_time()  # its own: a busy machine is no fault of the reader
    with pytest.raises(TemplateFaults) as caught:
        read_template(template_text(body))
    assert time.process_time() - started < 5
    assert caught.value.faults[0].line >= 1


def test_loops_within_loops_end(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.documents.template.filling.MOST_ROWS", 20)
    loop = '{% for a in rows("roads") %}'
    result = filled(town, loop * 6 + "{% endfor %}" * 6)
    assert "太长" in result.faults[0].message


def test_the_text_cannot_grow_without_bound(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.documents.template.filling.MOST_OUTPUT", 100)
    result = filled(town, '{% for a in rows("roads") %}' + "长" * 90 + "{% endfor %}")
    assert "太长" in result.faults[0].message


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ({"colour": "red"}, 9, "colour"),
        ({"period": "去年"}, 7, "去年"),
        ({"kind": '""'}, 3, "kind"),
        ({"code": "Work Summary"}, 2, "code"),
        ({"signed_on": "二月三日"}, 9, "signed_on"),
        ({"number": "{code: 小党字, year: 十}"}, 9, "number.year"),
        ({"title": "[a"}, 5, "YAML"),
    ],
)
def test_a_fault_of_the_front_matter_has_its_line(
    front: dict[str, str], line: int, said: str
) -> None:
    (fault,) = check_template(template_text("正文。", **front))
    assert (fault.line, said in fault.message) == (line, True), fault


def test_a_template_without_front_matter_says_so() -> None:
    assert "---" in check_template("# 一、正文")[0].message
    assert "结束" in check_template("---\ncode: x\n")[0].message


def test_a_pack_checks_a_template_against_its_own_content() -> None:
    body = '{{ known }}{{ unknown }}\n{% for r in rows("cows") %}{{ r.a }}{% endfor %}'
    faults = check_template(template_text(body), figures={"known"}, sources={"roads"})
    assert [fault.line for fault in faults] == [10, 11]
    assert "unknown" in faults[0].message
    assert "cows" in faults[1].message


def test_a_source_that_fails_spoils_only_its_own_figures(town: Cast, roads: Source) -> None:
    from bihuan.documents.tests.conftest import make_figure

    make_figure(town.town, "broken", "坏的", where=[{"field": "nothing", "is": 1}])
    result = filled(town, "{{ roads_built_km }}{{ broken }}")
    assert words(result.paper) == ["3.5公里【坏的】"]
    assert "坏的" in result.faults[0].message
