"""Short messages as a town hears them, invented: three classes, enough to learn from."""

from bihuan.opinions.classifying import Classifier

SCHOOL = "学校、老师"
ROADS = "道路交通"
CLEAN = "环境卫生"

OPENINGS = ("请问领导，", "我是本村村民，", "去年就反映过，", "希望镇里管一管：", "再次来信，", "")
SAID = {
    SCHOOL: (
        "村小学的老师太少，孩子上课没人教",
        "学校食堂收的伙食费太高，家长有意见",
        "中心小学暑假还在补课，作业也多",
        "幼儿园报名排不上，能不能多招一个班",
    ),
    ROADS: (
        "通村公路坑坑洼洼，下雨天车子过不去",
        "到县城的班车太少，末班车下午三点就没了",
        "桥头的路口没有红绿灯，天天堵车",
        "货车超载把村道压坏了，没有人修",
    ),
    CLEAN: (
        "养猪场的污水流进水塘，气味难闻",
        "垃圾堆在路边几个月没有人清运，臭气熏天",
        "砖厂的粉尘飘到院子里，衣服都不能晒",
        "河道里漂着垃圾，水质越来越差",
    ),
}
SEEDS = {
    SCHOOL: ("教育", "学校", "教师", "幼儿园"),
    ROADS: ("公路", "客运", "路面养护"),
    CLEAN: ("污染", "垃圾清运", "污水", "噪声"),
}


def make_confirmed() -> tuple[list[str], list[str], list[str]]:
    """Return texts, labels and groups: each saying with each opening, a saying being a group."""
    found = [
        (opening + said, label, said)
        for label, sayings in SAID.items()
        for said in sayings
        for opening in OPENINGS
    ]
    texts, labels, groups = zip(*found, strict=True)
    return list(texts), list(labels), list(groups)


def make_model(*, measured: bool = False) -> Classifier:
    """Return a classifier of the three classes."""
    return Classifier.train(*make_confirmed(), measured=measured)
