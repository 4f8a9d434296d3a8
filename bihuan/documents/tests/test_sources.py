"""Issued documents as something to count: by kind, series and day, as they stood."""

import datetime as dt

import pytest

from bihuan.documents import sources as offered
from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.models import Issue
from bihuan.documents.tests.conftest import template_text
from bihuan.figures import catalogue
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.figures.tracing import trace
from bihuan.lib import clock
from bihuan.orgs.tests.cast import Cast


@pytest.fixture
def town(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A town that issued two briefings of one series, one of another, and a notice."""
    from bihuan.documents import rendering

    monkeypatch.setattr(catalogue, "_rooms", lambda: iter([offered]))
    for form in ("docx", "pdf", "standalone_html"):
        monkeypatch.setattr(rendering, form, lambda paper: str(paper.number).encode())
    papers = [("简报", "活动简报"), ("简报", "活动简报"), ("简报", "防汛简报"), ("通知", "")]
    for at, (kind, mark) in enumerate(papers):
        text = template_text("正文。", code=f"doc-{at}", kind=kind, issuer_mark=mark or "某镇文件")
        document = save_document(actor=cast.actor("clerk"), template=text)
        issue_document(actor=cast.actor("leader"), document=document)
    return cast


def figure(town: Cast, **where: str) -> Definition:
    return Definition.objects.create(
        home=town.town,
        code="briefings",
        label="编发简报",
        source="documents.issued",
        aggregate="count",
        nature="exact",
        unit_of_measure="期",
        where=[{"field": key, "is": value} for key, value in where.items()],
    )


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ({"kind": "简报"}, "3期"),
        ({"kind": "简报", "series": "活动简报"}, "2期"),
        ({"number": "2"}, "1期"),
    ],
)
def test_issued_documents_are_counted_by_what_they_are(
    town: Cast, where: dict[str, str], text: str
) -> None:
    definition = figure(town, **where)
    today = (clock.today(), clock.today())
    for scope in (Scope(town.town), Scope(town.town, today), Scope(town.town, today, clock.now())):
        assert compute([definition], scope, actor=town.actor("clerk"))["briefings"].text == text


def test_a_draft_and_what_was_issued_later_do_not_count(town: Cast) -> None:
    save_document(actor=town.actor("clerk"), template=template_text("正文。", kind="简报"))
    definition = figure(town, kind="简报")
    before = Issue.objects.order_by("issued_at")[1].issued_at
    scope = Scope(town.town, None, before)
    assert compute([definition], scope, actor=town.actor("clerk"))["briefings"].value == 2
    last_year = (dt.date(1990, 1, 1), dt.date(1990, 12, 31))
    answer = compute([definition], Scope(town.town, last_year), actor=town.actor("clerk"))
    assert answer["briefings"].is_pending


def test_the_figure_opens_the_documents(town: Cast) -> None:
    opened = trace(figure(town, series="活动简报"), Scope(town.town), actor=town.actor("clerk"))
    assert opened.visible == 2
    numbers = {value for row in opened.rows for value in row.values.values() if "期" in value}
    assert numbers == {f"活动简报{clock.today().year}年第{n}期" for n in (1, 2)}
