"""The correction of an issued document: a new one that names it; the old one stays."""

import pytest

from bihuan.documents.actions import begin_correction, issue_document, save_document
from bihuan.documents.correcting import correcting_template
from bihuan.documents.models import Correction, Document
from bihuan.documents.template import read_template
from bihuan.documents.tests.conftest import template_text
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads", "plain_files")
NUMBER = "{code: 小党字, year: 2010, number: 11}"


@pytest.fixture
def issued(cast: Cast) -> Document:
    text = template_text("正文。\n\n第二段。", number=NUMBER, signed_on="2010-02-03")
    document = save_document(actor=cast.actor("clerk"), template=text)
    issue_document(actor=cast.actor("leader"), document=document)
    return Document.objects.get(pk=document.pk)


def test_a_correction_starts_with_the_old_text_and_takes_its_own_number(
    cast: Cast, issued: Document
) -> None:
    correction = begin_correction(actor=cast.actor("clerk"), document=issued, reason="里程有误")
    made = read_template(correction.document.template)
    assert made.front.code == "work-summary-fix"
    assert made.front.number is not None
    assert (made.front.number.number, made.front.signed_on) == (None, None)
    assert correction.document.template.endswith("---\n正文。\n\n第二段。")
    assert (correction.corrects, correction.reason) == (issued, "里程有误")
    number = issue_document(
        actor=cast.actor("leader"), document=correction.document
    ).document_number
    assert str(number) == "小党字〔2010〕12号"


def test_one_correction_is_drafted_at_a_time_and_of_issued_papers_only(
    cast: Cast, issued: Document
) -> None:
    clerk = cast.actor("clerk")
    with pytest.raises(Invalid, match="更正原因"):
        begin_correction(actor=clerk, document=issued, reason=" ")
    first = begin_correction(actor=clerk, document=issued, reason="里程有误")
    with pytest.raises(Conflict, match="已经在起草"):
        begin_correction(actor=clerk, document=issued, reason="又错")
    with pytest.raises(Conflict, match="还没有签发"):
        begin_correction(actor=clerk, document=first.document, reason="错")
    issue_document(actor=cast.actor("leader"), document=first.document)
    again = begin_correction(actor=clerk, document=issued, reason="又错")
    assert again.document.code == "work-summary-fix-2"


def test_only_a_drafter_begins_a_correction(cast: Cast, issued: Document) -> None:
    for name in ("leader", "village_reporter", "inspection_group", "outsider"):
        with pytest.raises(NotAllowed):
            begin_correction(actor=cast.actor(name), document=issued, reason="错")
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "number",
    [
        "{code: 小党字, year: 2010, number: 11}",
        "{number: 11, code: 小党字}",
        "\n  code: 小党字\n  number: 11",
    ],
)
def test_the_number_is_dropped_however_it_is_written(number: str) -> None:
    text = template_text("正文。", number=number, printed_on="2010-02-03")
    made = read_template(correcting_template(text, "fixed")).front
    assert made.number is not None
    assert (made.number.code, made.number.number, made.printed_on) == ("小党字", None, None)
