"""Two people issuing at once never get one number."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from bihuan.documents import rendering
from bihuan.documents.actions import issue_document, issuing, numbering, save_document
from bihuan.documents.errors import NumberTaken
from bihuan.documents.models import Document, Issue
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.orgs.tests.cast import make_cast

BOTH = 2


pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
    pytest.mark.usefixtures("roads"),
]


def issued_at_once(monkeypatch: pytest.MonkeyPatch, number: str) -> list[BaseException]:
    """Issue two documents that want a number at the same moment; return what failed."""
    assert connection.vendor == "postgresql"
    cast = make_cast()
    make_road_figures(cast.town)
    make_road(cast.villages[0])
    documents = [
        save_document(
            actor=cast.actor("clerk"),
            template=template_text("建成{{ roads_built_km }}。", code=f"doc-{at}", number=number),
        )
        for at in range(BOTH)
    ]
    start = threading.Barrier(BOTH)
    take_number = numbering.take_number

    def meet(*asked: Any) -> Any:
        start.wait(10)  # both are in their transactions, neither has a number
        return take_number(*asked)

    monkeypatch.setattr(issuing, "take_number", meet)
    for form in ("docx", "pdf"):
        monkeypatch.setattr(rendering, form, lambda paper: str(paper.number).encode())
    actor = cast.actor("leader")
    failures: list[BaseException] = []

    def issue(document: Document) -> None:
        try:
            issue_document(actor=actor, document=document)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=issue, args=(document,)) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return failures


@pytest.mark.parametrize(
    "number",
    ["{code: 小党字, year: 2010}", "{series: 活动简报, year: 2010}"],
    ids=["code", "series"],
)
def test_of_two_who_issue_at_once_the_second_takes_the_number_after(
    monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    assert issued_at_once(monkeypatch, number) == []
    assert set(Issue.objects.values_list("number", flat=True)) == {1, 2}


def test_of_two_who_name_one_number_at_once_the_second_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (refused,) = issued_at_once(monkeypatch, "{series: 活动简报, year: 2010, number: 8}")
    assert isinstance(refused, NumberTaken)
    assert "活动简报2010年第8期已用于另一份公文" in refused.message
    assert Issue.objects.count() == 1
    assert Document.objects.filter(status="draft").count() == 1
