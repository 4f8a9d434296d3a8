"""Two people issuing at once never get one number."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from bihuan.documents import rendering
from bihuan.documents.actions import issue_document, issuing, save_document
from bihuan.documents.models import Document, Issue
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.orgs.tests.cast import make_cast

BOTH = 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.usefixtures("roads")
def test_of_two_who_issue_at_once_the_second_takes_the_number_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert connection.vendor == "postgresql"
    cast = make_cast()
    make_road_figures(cast.town)
    make_road(cast.villages[0])
    number = "{code: 小党字, year: 2010}"
    documents = [
        save_document(
            actor=cast.actor("clerk"),
            template=template_text("建成{{ roads_built_km }}。", code=f"doc-{at}", number=number),
        )
        for at in range(BOTH)
    ]
    start = threading.Barrier(BOTH)
    take_number = issuing._take_number

    def meet(*asked: Any) -> Any:
        start.wait(10)  # both are in their transactions, neither has a number
        return take_number(*asked)

    monkeypatch.setattr(issuing, "_take_number", meet)
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
        thread.join(30)
    assert failures == []
    assert set(Issue.objects.values_list("number", flat=True)) == {1, 2}
