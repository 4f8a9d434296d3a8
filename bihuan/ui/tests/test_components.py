import datetime as dt

import pytest
from django.template import TemplateSyntaxError
from django.utils import timezone

from bihuan.ui.statuses import STATUSES, TONES
from bihuan.ui.tables import Cell, Head, Row
from bihuan.ui.templatetags.ui import day, icon, weekday
from bihuan.ui.tests.pages import RoadForm, render_source


def draw(source: str, **context: object) -> str:
    return render_source("{% load ui %}" + source, context=context)


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="完成"' in icon("check", "完成")


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon"):
        icon("no-such-icon")


@pytest.mark.parametrize("code", STATUSES)
def test_a_status_has_a_word_a_tone_and_an_icon(code: str) -> None:
    shown = draw("{% status code %}", code=code)
    assert str(STATUSES[code].label) in shown
    assert STATUSES[code].tone in TONES
    assert f"#{STATUSES[code].icon}" in shown


def test_a_badge_of_a_made_up_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="no tone"):
        draw('{% badge "已印发" tone="green" %}')


def test_a_figure_opens_its_records_and_says_how_many_wait() -> None:
    shown = draw('{% figure text="27.2公里" url="/t/" records=12 waiting=1 %}')
    assert '<a href="/t/">27.2公里</a>' in shown
    assert "12 条记录" in shown
    assert "另有 1 条待审核" in shown


def test_a_figure_without_records_says_none() -> None:
    assert "0 条记录" in draw('{% figure text="待核" records=0 tone="bad" %}')
    assert "条记录" not in draw('{% figure text="待核" %}')


def test_a_table_aligns_numbers_and_names_units_and_order() -> None:
    shown = draw(
        '{% include "ui/components/table.html" %}',
        caption="道路",
        heads=[Head("村"), Head("里程", "公里", True, "?s", "descending")],
        rows=[Row([Cell("<一>村"), Cell("2.50", is_number=True)], is_void=True)],
        totals=[Cell("合计"), Cell("2.50", is_number=True)],
    )
    assert 'aria-sort="descending"' in shown
    assert "（公里）" in shown
    assert shown.count("bh-number") == 3
    assert "&lt;一&gt;村" in shown
    assert 'class="is-void"' in shown


def test_a_pager_shows_only_the_ways_there_are() -> None:
    shown = draw('{% include "ui/components/pager.html" with shown=50 next_url="?after=9" %}')
    assert "下一页" in shown
    assert "上一页" not in shown


def test_an_empty_state_says_what_to_do_next() -> None:
    shown = draw(
        '{% include "ui/components/empty.html" with title="还没有" action_url="/n/" '
        'action_label="录入" %}'
    )
    assert '<a class="btn btn-primary" href="/n/">录入</a>' in shown


def test_a_history_names_who_what_and_when() -> None:
    at = dt.datetime(2010, 2, 3, 9, 5, tzinfo=timezone.get_current_timezone())
    events = [{"what": "退回", "who": "文书", "at": at, "note": "请核对", "tone": "warn"}]
    shown = draw('{% include "ui/components/history.html" %}', events=events)
    for said in ("退回", "文书", "2010年2月3日 09:05", "请核对"):
        assert said in shown


def test_a_field_ties_its_label_help_and_error_together() -> None:
    shown = draw('{% field form.name %}{% field form.length unit="公里" %}', form=RoadForm({}))
    assert '<label class="form-label" for="id_name">' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "is-invalid" in shown
    assert '<span class="input-group-text">公里</span>' in shown


def test_each_control_has_the_class_of_its_kind() -> None:
    shown = draw("{{ form }}", form=RoadForm())
    assert '<select name="surface" class="form-select"' in shown
    assert 'type="text" name="name" class="form-control"' in shown
    assert shown.count("form-check-input") == 3
    assert "<fieldset" in shown
    assert "<legend" in shown
    assert shown.count("bh-required") == 4


def test_what_people_typed_is_never_markup() -> None:
    form = RoadForm({"name": "<b>x</b>"})
    form.add_error("name", "不能写 <b>")
    shown = draw("{{ form }}", form=form)
    assert "<b>" not in shown


def test_days_are_written_as_offices_write_them() -> None:
    assert (day(dt.date(2010, 2, 3)), weekday(dt.date(2010, 2, 3))) == ("2010年2月3日", "星期三")


def test_an_unknown_component_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% no_such_component %}")
