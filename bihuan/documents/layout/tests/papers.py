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
AGENCIES = ("中共小港镇委员会", "小港镇人民政府", "小港镇人民武装部", "小港镇人大主席团")
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


def make_briefing(**changes: Any) -> Paper:
    """Return a 简报 of one page with every element of its layout."""
    values: dict[str, Any] = {
        "layout": "briefing",
        "title": "一干排渠道清淤改造见成效",
        "issuer_mark": "学习实践活动简报",
        "number": DocumentNumber("学习实践活动简报", 2010, 7, "issue"),
        "blocks": (
            make_paragraph("编者按：", SENTENCE),
            make_paragraph("一干排渠道长年没有清淤。", SENTENCE),
            Heading(1, (Text("一、多方筹措资金"),)),
            make_paragraph("全镇建成村级公路", FigureRef(0, "27.2公里"), "，涉及", SENTENCE),
        ),
        "signed_by": ("小港镇活动领导小组办公室",),
        "signed_on": dt.date(2010, 1, 13),
        "reported_to": ("市学习实践活动领导小组办公室", "市委指导检查组"),
        "sent_to": ("镇党政班子成员",),
        "issued_to": ("各村党支部", "镇直各单位"),
        "copies": 60,
        "figures": (make_figure(),),
        "is_preview": False,
    }
    return Paper(**{**values, **changes})


def make_minutes(**changes: Any) -> Paper:
    """Return a 纪要 with every element of its layout."""
    values: dict[str, Any] = {
        "layout": "minutes",
        "title": "研究一干排渠道清淤等工作",
        "issuer_mark": "小港镇党政联席会议纪要",
        "number": DocumentNumber("小港镇党政联席会议纪要", 2010, 3, "year"),
        "blocks": (
            make_paragraph("2010年1月20日，镇党委书记主持召开会议。", SENTENCE),
            make_paragraph("会议决定："),
            make_paragraph("一、渠道清淤于汛前完成（责任单位：水务站；完成时限：2010年3月31日）。"),
            make_paragraph(SENTENCE * 3),
        ),
        "signed_by": ("小港镇党政办公室",),
        "signed_on": dt.date(2010, 1, 21),
        "present": ("镇党委书记", "镇长", "镇人大主席", "镇党委副书记", "镇纪委书记", "组织委员"),
        "absent": ("武装部长（因公外出）",),
        "observers": ("财政所所长", "水务站站长"),
        "cc": ("各村党支部", "镇直各单位"),
        "printed_by": "小港镇党政办公室",
        "printed_on": dt.date(2010, 1, 22),
        "is_preview": False,
    }
    return Paper(**{**values, **changes})


def make_letter(**changes: Any) -> Paper:
    """Return a 信函 of two pages with every element of its layout."""
    values: dict[str, Any] = {
        "layout": "letter",
        "title": "关于商请支持一干排渠道清淤改造工程的函",
        "issuer_mark": "小港镇人民政府",
        "number": DocumentNumber("小政函", 2010, 4),
        "recipients": "县水利局",
        "blocks": (make_paragraph(SENTENCE * 9), make_paragraph("请研究函复。")),
        "signed_by": ("小港镇人民政府",),
        "signed_on": dt.date(2010, 2, 3),
        "note": "联系人：镇水务站",
        "cc": ("县财政局",),
        "printed_by": "小港镇党政办公室",  # a letter has no place for it
        "printed_on": dt.date(2010, 2, 4),
        "is_preview": False,
    }
    return Paper(**{**values, **changes})


def make_order(**changes: Any) -> Paper:
    """Return a 命令 with every element of its layout."""
    words = "《某某县农田灌溉渠道管护办法》已经县人民政府常务会议通过，现予公布，自公布之日起施行。"
    values: dict[str, Any] = {
        "layout": "order",
        "title": "公布农田灌溉渠道管护办法",  # its name in lists; an order prints none
        "issuer_mark": "某某县人民政府令",
        "number": DocumentNumber("某某县人民政府令", 2010, 3, "order"),
        "blocks": (make_paragraph(words),),
        "signer_post": "县长",
        "signer": "某某某",
        "signed_on": dt.date(2010, 2, 3),
        "is_preview": False,
    }
    return Paper(**{**values, **changes})


def make_joint(agencies: int = 3, **changes: Any) -> Paper:
    """Return a paper that several agencies issue together and seal."""
    names = AGENCIES[:agencies]
    values: dict[str, Any] = {
        "issuer_mark": "\n".join((*names, "文件")),
        "signed_by": names,
        "is_sealed": True,
        "is_preview": False,
        "annexes": (),
        "audit_head": "",
        "blocks": (make_paragraph(SENTENCE * 4),),
    }
    return make_paper(**{**values, **changes})
