"""Opinions of an invented township, made in many wordings: no sentence is anybody's."""

from itertools import product

from bihuan.opinions.merging.messages import Message

CANAL = [
    (
        "柳树村东风渠淤塞，稻田浇不上水",
        "我是柳树村二组的，东风渠多年没有清淤，渠底长满水草，下游稻田浇不上水。",
    ),
    (
        "请尽快给柳树村东风渠清淤",
        "东风渠淤塞快一米深了，插秧时节水流不下来，稻田浇不上水，望派人清淤疏通。",
    ),
    (
        "柳树村东风渠淤塞没人管",
        "东风渠从闸口到下游全是淤泥杂草，我们几十户的稻田浇不上水，村里说没有钱清淤。",
    ),
    (
        "东风渠淤塞，何时清淤疏通",
        "东风渠淤塞严重，柳树村的稻田连着两季浇不上水，什么时候能够清淤疏通？",
    ),
    ("东风渠清淤问题", "去年就说要给东风渠清淤，今年还是淤塞，稻田浇不上水，又要干了。"),
]
SCHOOL = [
    ("白石小学教学楼墙体开裂", "白石小学的教学楼外墙裂了好几道缝，下雨教室漏水，孩子上课不安全。"),
    (
        "白石小学教室漏雨，墙有裂缝",
        "我孩子在白石小学三年级，教学楼墙体裂缝越来越大，雨天教室里摆着脸盆接水。",
    ),
    ("请鉴定白石小学危房", "白石小学教学楼建了三十多年，墙体开裂漏雨，请组织危房鉴定。"),
]
WATER = [
    ("青山村自来水发黄", "青山村的自来水从上月起发黄有铁锈味，烧开后一层沉淀，不敢喝。"),
    (
        "青山村的自来水发黄不能喝",
        "青山村水龙头放出来的自来水发黄有铁锈味，老人小孩喝了肚子痛，请化验水质。",
    ),
    ("青山村自来水发黄能喝吗", "家住青山村，自来水发黄带铁锈味已经一个月，水厂说是管道老化。"),
]
ALONE = [
    ("希望增加到县城的班车", "每天只有早晚两趟客车，看病办事很不方便。"),
    ("合作医疗报销手续太多", "住院回来报销要跑三趟，材料每次说得不一样。"),
    ("广场舞声音太大", "集镇文化站门前每晚跳舞到十点，音响很吵，老人睡不着。"),
    ("种粮补贴什么时候发", "今年的种粮补贴还没有到账，问了几次都说快了。"),
    ("红旗村路灯不亮", "红旗村主路上的路灯坏了大半，晚上走路摔过人。"),
    ("危桥要修", "大坝村口的石板桥栏杆断了，运粮的车不敢过。"),
    ("养猪场臭味", "村后养猪场粪水直排，夏天臭得不敢开窗。"),
    ("低保评议不公", "低保名单没有公示，条件差的没有评上。"),
]
_TOPICS = (
    *("路灯损坏", "垃圾堆放", "道路坑洼", "停电频繁", "信号很差"),
    *("占道摆摊", "树木遮光", "水管爆裂", "账目公开", "山林纠纷"),
)
_PLACES = ("金竹村", "石桥村", "新塘村", "杨梅村", "高峰村", "田心村", "云雾村", "长岭村")


def messages(*sets: list[tuple[str, str]]) -> list[Message]:
    """Return messages of some sets, numbered from 0 in the order given."""
    return [
        Message(at, text, title)
        for at, (title, text) in enumerate(each for some in sets for each in some)
    ]


def filler() -> list[tuple[str, str]]:
    """Return eighty messages, each of another place and thing: what a year brings besides."""
    return [
        (f"{place}{topic}", f"{place}{topic}。")
        for at, (place, topic) in enumerate(product(_PLACES, _TOPICS))
    ]
