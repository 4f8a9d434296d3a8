"""The sample's documents, checked: what the records wrote agrees, nothing is called different."""

import pytest

from bihuan.documents.access import document_named
from bihuan.documents.checking.document_checking import check_document
from bihuan.documents.checking.report import Severity, Verdict
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

DOCUMENTS = ("work-summary", "rectification-brief", "briefing-8", "joint-meeting-minutes")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_of_the_pack_has_no_error_and_no_difference(township: Unit, name: str) -> None:
    actor = Actor.installation()
    report = check_document(document_named(actor, name), actor=actor)
    assert report.verdicts()[Verdict.DIFFERS] == 0
    assert [f.message for f in report.findings if f.severity is Severity.ERROR] == []


def test_nearly_every_figure_of_the_summary_agrees(township: Unit) -> None:
    actor = Actor.installation()
    report = check_document(document_named(actor, DOCUMENTS[0]), actor=actor)
    verdicts = report.verdicts()
    assert verdicts[Verdict.AGREES] > 70
    assert verdicts[Verdict.NO_RECORD] == 0
