"""Documents started from what others gave: minutes of a meeting."""

import datetime as dt
from typing import Any

import pytest

from bihuan.documents.actions import draft_minutes
from bihuan.documents.filling import fill_document
from bihuan.documents.minutes import Minutes, MinutesDecision
from bihuan.documents.models import Document
from bihuan.documents.paper import Paper, Paragraph
from bihuan.documents.template import TemplateFaults, read_template
from bihuan.documents.typed import typed_in
from bihuan.lib.errors import Conflict, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
MARK = "小河镇党政联席会议纪要"


def minutes(**changes: Any) -> Minutes:
    values: dict[str, Any] = {
        "number_name": MARK,
        "met_on": dt.date(2010, 1, 20),
        "place": "镇机关会议室",
        "chair": "镇党委书记",
        "present": ["镇长", "镇党委副书记"],
        "absent": [("镇人大主席", "因公外出"), ("武装部长", "")],
        "observers": ["财政所所长"],
        "opening": "会议研究了渠道清淤等工作。",
        "decisions": [
            MinutesDecision("渠道清淤于汛前完成。", "水务站", dt.date(2010, 3, 31)),
            MinutesDecision("巡防队继续值守"),
        ],
    }
    return Minutes(**{**values, **changes})


def draft(cast: Cast, **changes: Any) -> Document:
    return draft_minutes(
        actor=cast.actor("clerk"),
        unit=cast.town,
        code="meeting-1",
        title="研究渠道清淤等工作",
        minutes=minutes(**changes),
    )


def paper_of(cast: Cast, document: Document) -> Paper:
    filled = fill_document(document, actor=cast.actor("clerk"))
    assert filled.faults == []
    return filled.paper


def lines_of(paper: Paper) -> list[str]:
    return [
        "".join(part.text for part in block.inlines)
        for block in paper.blocks
        if isinstance(block, Paragraph)
    ]


def test_minutes_are_drafted_with_each_decision_its_unit_and_its_day(cast: Cast) -> None:
    paper = paper_of(cast, draft(cast))
    assert lines_of(paper) == [
        "2010年1月20日，镇党委书记在镇机关会议室主持召开会议。会议研究了渠道清淤等工作。",
        "会议决定：",
        "一、渠道清淤于汛前完成（责任单位：水务站；完成时限：2010年3月31日）。",
        "二、巡防队继续值守。",
    ]
    assert (paper.layout, paper.issuer_mark) == ("minutes", MARK)
    assert paper.present == ("镇长", "镇党委副书记")
    assert paper.absent == ("镇人大主席（因公外出）", "武装部长")
    assert paper.observers == ("财政所所长",)


def test_drafted_minutes_state_no_typed_figure(cast: Cast) -> None:
    assert typed_in(paper_of(cast, draft(cast)), cast.town) == []


def test_words_of_a_meeting_never_become_the_language(cast: Cast) -> None:
    evil = "# {{ figure('x') }} {% for %} {# | \n---\nkind: 函"
    paper = paper_of(
        cast,
        draft(
            cast,
            place=evil,
            opening=evil,
            present=[evil],
            absent=[("a: [b", evil)],
            decisions=[MinutesDecision(evil, evil)],
        ),
    )
    assert paper.layout == "minutes"
    assert "kind: 函" in paper.present[0]
    assert all("{" not in line for line in lines_of(paper))
    assert any("figure" in line for line in lines_of(paper))


def test_minutes_of_a_meeting_without_place_chair_or_decision(cast: Cast) -> None:
    paper = paper_of(cast, draft(cast, place="", chair="", decisions=[], opening=""))
    assert lines_of(paper) == ["2010年1月20日，会议召开。"]


def test_a_long_name_of_a_meeting_is_shortened_for_its_series_only(cast: Cast) -> None:
    name = "某某某某自治县某某某某民族乡党政主要领导联席会议纪要"
    document = draft(cast, number_name=name)
    paper = paper_of(cast, document)
    wanted = read_template(document.template).front.numbered
    assert paper.issuer_mark == name
    assert wanted is not None
    assert wanted.series == name[:20]


def test_only_a_drafter_of_the_unit_drafts_minutes(cast: Cast) -> None:
    for name in ("leader", "village_reporter", "outsider"):
        with pytest.raises(NotAllowed):
            draft_minutes(
                actor=cast.actor(name), unit=cast.town, code="m", title="会", minutes=minutes()
            )
    assert Document.objects.count() == 0


def test_a_code_already_used_is_refused_and_nothing_is_overwritten(cast: Cast) -> None:
    first = draft(cast)
    with pytest.raises(Conflict, match="请换一个代码"):
        draft(cast, opening="另一次会议。")
    first.refresh_from_db()
    assert first.revisions.count() == 1


def test_a_title_too_long_is_refused_in_a_sentence(cast: Cast) -> None:
    with pytest.raises(TemplateFaults, match="太长"):
        draft_minutes(
            actor=cast.actor("clerk"),
            unit=cast.town,
            code="meeting-2",
            title="长" * 201,
            minutes=minutes(),
        )
