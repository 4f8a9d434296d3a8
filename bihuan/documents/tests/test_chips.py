"""What the placeholders of a text say while it is being written."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.chips import Chip, chips_of, front_of
from bihuan.documents.models import Document
from bihuan.documents.template import Signed, TemplateFaults
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town(cast: Cast) -> Cast:
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def told(town: Cast, body: str, **signed: Signed) -> list[Chip]:
    text = template_text(body)
    actor = town.actor("clerk")
    return chips_of(text, front_of(text), unit=town.town, actor=actor, signed=signed)


def test_a_figure_says_what_the_document_will_say(town: Cast) -> None:
    (chip,) = told(town, "建成{{ 建成村级公路 }}。")
    assert (chip.source, chip.text, chip.state) == ("{{ 建成村级公路 }}", "1.5公里", "traced")
    assert (chip.label, chip.records) == ("建成村级公路", 1)
    assert chip.url.startswith("/figures/roads_built_km/?unit=town")


def test_each_placeholder_is_told_once_in_the_order_of_the_text(town: Cast) -> None:
    chips = told(town, "{{ roads_built }}，{{ roads_built_km }}，又{{ roads_built }}。")
    assert [chip.text for chip in chips] == ["1条", "1.5公里"]


def test_a_figure_of_another_unit_and_period_is_told_as_such(town: Cast) -> None:
    code = town.villages[1].code
    chips = told(
        town, f'{{{{ roads_built(unit="{code}") }}}}，{{{{ roads_built(period="2008") }}}}'
    )
    assert [chip.state for chip in chips] == ["pending", "pending"]


def test_a_name_that_is_no_figure_is_told_of_it_alone(town: Cast) -> None:
    wrong, right = told(town, "{{ 没有的数据 }}和{{ roads_built }}")
    assert (wrong.state, wrong.text) == ("fault", "没有的数据")
    assert "没有名为“没有的数据”的数据" in wrong.note
    assert right.state == "traced"


@pytest.mark.parametrize("wrong", ["{{ 1 + 1 }}", "{{ a b }}", "{{ x.__class__ }}", "{{ }}"])
def test_what_is_not_in_the_language_is_a_fault_and_runs_nothing(town: Cast, wrong: str) -> None:
    found, right = told(town, f"{wrong}，{{{{ roads_built }}}}")
    assert (found.source, found.state) == (wrong, "fault")
    assert found.note
    assert right.text == "1条"


def test_what_a_loop_writes_is_told_as_rows(town: Cast) -> None:
    body = '{% for r in rows("roads") %}{{ r.name }}{{ roads_built(unit=r.unit) }}{% endfor %}'
    assert [chip.state for chip in told(town, body)] == ["row", "row"]


def test_a_text_that_is_not_finished_is_told_as_far_as_it_goes(town: Cast) -> None:
    (chip,) = told(town, "{% if roads_built == 1 %}建成{{ roads_built }}，{{ 还没写完")
    assert chip.text == "1条"


def test_a_text_without_front_matter_is_refused() -> None:
    with pytest.raises(TemplateFaults, match="第一行"):
        front_of("正文")


@given(st.text(alphabet="{}% ab.()\"'|\n建", max_size=60))
def test_no_text_is_too_strange_to_be_split(text: str) -> None:
    from bihuan.documents.chips import _PLACEHOLDER, _names_of_loops, _settled

    for source in _PLACEHOLDER.findall(text):
        chip = _settled(source, _names_of_loops(text))
        assert chip is None or chip.source == source


def ask(town: Cast, who: str, text: str) -> tuple[int, dict[str, object]]:
    client = Client()
    client.force_login(town.account(who), backend=BACKEND)
    answer = client.post(reverse("documents:chips"), {"template": text, "document": "no id"})
    is_json = answer["Content-Type"].startswith("application/json")
    return answer.status_code, answer.json() if is_json else {}


def test_the_page_asks_and_saves_nothing(town: Cast) -> None:
    status, answer = ask(town, "clerk", template_text("建成{{ roads_built_km }}。"))
    assert status == HTTPStatus.OK
    chips = answer["chips"]
    assert isinstance(chips, list)
    assert [chip["text"] for chip in chips] == ["1.5公里"]
    status, answer = ask(town, "clerk", "没有文头")
    assert (status, "第一行" in str(answer["message"])) == (422, True)


@pytest.mark.parametrize("who", ["leader", "village_reporter", "auditor"])
def test_who_does_not_draft_is_told_nothing(town: Cast, who: str) -> None:
    status, _answer = ask(town, who, template_text("{{ roads_built_km }}"))
    assert status == HTTPStatus.FORBIDDEN


def checked(town: Cast, who: str, text: str) -> tuple[int, str]:
    client = Client()
    client.force_login(town.account(who), backend=BACKEND)
    answer = client.post(reverse("documents:text_check"), {"template": text})
    return answer.status_code, answer.content.decode()


def test_the_checker_reads_a_text_that_is_not_saved(town: Cast) -> None:
    status, said = checked(
        town, "clerk", template_text("全镇建成公路{{ roads_built_km }}，共15KM。")
    )
    assert status == HTTPStatus.OK
    assert "KM" in said
    assert "相符1" in said
    assert not Document.objects.exists()


def test_the_checker_says_what_bars_it(town: Cast) -> None:
    status, said = checked(town, "clerk", template_text("{% if roads_built %}没有结束"))
    assert status == HTTPStatus.OK
    assert "改好后才能核对" in said


def test_the_checker_answers_nobody_who_does_not_draft(town: Cast) -> None:
    assert checked(town, "leader", template_text("正文"))[0] == HTTPStatus.FORBIDDEN
