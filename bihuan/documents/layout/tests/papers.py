"""Papers to be laid out in tests: no names of persons, plainly made up."""

import datetime as dt
from typing import Any

from bihuan.documents.paper import (
    Annex,
    Block,
    DocumentNumber,
    FigureRef,
    Heading,
    Paper,
    Paragraph,
    StatedFigure,
    Table,
    Text,
)

FULL_PAGE = 28 * 22
SENTENCE = "各村各站所要把群众反映的问题逐条登记、逐条办理，办结以后由他人核验，做到件件有着落。"


def make_figure(code: str = "roads_built_km", **changes: Any) -> StatedFigure:
    """Return a figure that records answer."""
    values: dict[str, Any] = {
        "code": code,
        "label": "建成村级公路",
        "text": "27.2公里",
        "value": "27.2",
        "unit": "公里",
        "source": "村级公路台账",
        "note": "已竣工里程之和",
        "records": 14,
        "as_of": dt.datetime(2010, 2, 3, 9, 0, tzinfo=dt.UTC),
        "url": f"/figures/{code}/",
    }
    return StatedFigure(**{**values, **changes})


def make_paragraph(*words: str | Text | FigureRef) -> Paragraph:
    """Return a paragraph of words and figures."""
    return Paragraph(tuple(Text(word) if isinstance(word, str) else word for word in words))


def full_pages(pages: int) -> Paper:
    """Return a paper of nothing but ideographs (its first line is indented by two)."""
    words = "国" * (FULL_PAGE * pages - 2)
    return Paper(title="", issuer_mark="", blocks=(make_paragraph(words),), is_preview=False)


def make_paper(**changes: Any) -> Paper:
    """Return a work summary with every element of an official paper."""
    table = Table(
        head=((Text("村名"),), (Text("里程"),)),
        rows=(((Text("一号村", from_record=True),), (FigureRef(1, "3.5"),)),),
    )
    blocks: tuple[Block, ...] = (
        make_paragraph("现将有关情况报告如下。", SENTENCE * 2),
        Heading(1, (Text("一、加强领导，落实责任"),)),
        make_paragraph("全镇建成村级公路", FigureRef(0, "27.2公里"), "，涉及", SENTENCE),
        Heading(2, (Text("（一）逐条登记"),)),
        make_paragraph(
            "在", Text("一号村至二号村路段", from_record=True), "设置专栏。", SENTENCE * 6
        ),
        Heading(3, (Text("1.专人负责"),)),
        make_paragraph(SENTENCE * 3),
        table,
        Heading(1, (Text("二、群众评议，公开结果"),)),
        make_paragraph(SENTENCE * 4),
    )
    values: dict[str, Any] = {
        "title": "小港镇深入学习实践科学发展观活动工作总结",
        "issuer_mark": "中共小港镇委员会文件",
        "blocks": blocks,
        "number": DocumentNumber("小党字", 2010, 11),
        "recipients": "市学习实践活动领导小组办公室",
        "annexes": (
            Annex("整改落实项目一览", (make_paragraph(SENTENCE),)),
            Annex("本文数据登记", (), is_figure_register=True),
        ),
        "signed_by": ("中共小港镇委员会",),
        "signed_on": dt.date(2010, 2, 3),
        "note": "此件公开发布",
        "cc": ("市委办公室", "市政府办公室"),
        "printed_by": "小港镇党政办公室",
        "printed_on": dt.date(2010, 2, 4),
        "figures": (make_figure(), make_figure("road_village_km", text="3.5", records=1)),
        "audit_head": "0123456789abcdef" * 4,
    }
    return Paper(**{**values, **changes})
