"""A pack's meetings, resolutions and talks: at their moments, once; faults by file and line."""

from pathlib import Path

import pytest

from bihuan.meetings.models import HeartTalk, Meeting, Resolution
from bihuan.orgs.access import Actor
from bihuan.packs.actions import load_pack
from bihuan.packs.faults import BadPack
from bihuan.packs.tests.small_pack import FILES, write_pack
from bihuan.tasks.models import Task

pytestmark = pytest.mark.django_db

PEOPLE = FILES["people.csv"] + "second,town,镇长,,\nthird,town,党委副书记,,\n"
POSTS = FILES["posts.csv"] + "p2,town,镇长,leadership,2\np3,town,党委副书记,leadership,3\n"
TERMS = FILES["post_terms.csv"] + "p2,second,2006-09-01,\np3,third,2006-09-01,\n"
MEETINGS = (
    "ref,unit,title,kind,on,attendance,attends,excused,invited,steps,state,recorded_at,entered_by\n"
    "m1,town,党政联席会议,joint,2009-09-03,others:1/1,*,second(公务),village,,,2009-09-03T17:00,clerk\n"
    "m2,east,座谈会,symposium,2009-10-16,members:23/24; villagers:13,,,,,,,east\n"
    "m3,town,民主生活会,democratic_life,2009-12-22,,*,,,papers:2009-12-18:3/3;report_after:"
    "2010-01-05,,2009-12-22T18:00,clerk\n"
    "m4,east,村民会议,villagers,2009-12-30,,,,,,called,,east\n"
)
RESOLUTIONS = (
    "ref,meeting,text,unit,due_on,is_task,done_by,signed_on,progress,percent,submitted_on,entered_by\n"
    "r1,m1,制定方案,east,2009-09-20,是,east,2009-09-05,方案已定,100,2009-09-18,clerk\n"
    "r2,m2,整理意见,,,,,,,,,east\n"
)
TALKS = (
    "ref,first,second,on,follow_ups,entered_by\n"
    "t1,third,head,2009-12-01,1,clerk\nt2,second,third,2009-12-02,,clerk\n"
)
TEXTS = {"meetings": MEETINGS, "resolutions": RESOLUTIONS, "heart_talks": TALKS}


def folder(path: Path, **changes: str) -> Path:
    files = {"people": PEOPLE, "posts": POSTS, "post_terms": TERMS, **TEXTS, **changes}
    return write_pack(path, **{f"{name}_dot_csv": text for name, text in files.items()})


def test_meetings_talks_and_tasks_stand_where_the_pack_says_and_are_loaded_once(
    tmp_path: Path,
) -> None:
    load_pack(folder(tmp_path), actor=Actor.installation())
    told = Meeting.objects.order_by("on").values_list("kind", "state", "should", "came")
    assert list(told) == [
        ("joint", "held", 4, 3),
        ("symposium", "held", 37, 36),
        ("democratic_life", "held", 3, 3),
        ("villagers", "called", 0, 0),
    ]
    joint = Meeting.objects.get(kind="joint")
    assert joint.attendees.get(part="excused").reason == "公务"
    assert joint.invitations.count() == 2
    life = Meeting.objects.get(kind="democratic_life")
    done = life.sequence.exclude(done_on=None).values_list("code", "count", "out_of")
    assert list(done) == [("papers", 3, 3), ("report_after", None, None)]
    assert Task.objects.get(title="制定方案").state == "submitted"
    assert Resolution.objects.get(text="整理意见").task is None
    assert list(HeartTalk.objects.order_by("on").values_list("first__name", "kind")) == [
        ("党委书记", "principal"),
        ("镇长", "principal"),
    ]
    report = load_pack(folder(tmp_path), actor=Actor.installation())
    assert report.total_added == report.total_changed == 0
    assert Meeting.objects.count() == 4


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "said"),
    [
        ("meetings", "m1,town,党政联席会议,joint", "m1,town,党政联席会议,party", 2, "party"),
        ("meetings", "members:23/24", "members:25/24", 3, "多于应到24人"),
        ("meetings", "members:23/24", "members:many", 3, "attendance"),
        ("meetings", "second(公务)", "nobody(公务)", 2, "nobody"),
        ("meetings", "papers:2009-12-18:3/3", "papers:yesterday", 4, "steps"),
        ("meetings", "papers:2009-12-18:3/3", "dance:2009-12-18", 4, "没有这一步"),
        ("meetings", ",called,", ",dreamt,", 5, "state"),
        ("resolutions", "r2,m2", "r2,m9", 3, "m9"),
        ("resolutions", "整理意见,,,,", "整理意见,,,是,", 3, "选定承办单位"),
        ("heart_talks", "t2,second,third", "t2,third,third", 3, "不能和自己"),
        ("heart_talks", "2009-12-02", "2999-12-02", 3, "还没有到"),
    ],
)
def test_a_fault_is_named_by_its_line(
    tmp_path: Path, name: str, old: str, new: str, line: int, said: str
) -> None:
    text = TEXTS[name]
    assert old in text
    changed = folder(tmp_path, **{name: text.replace(old, new, 1)})
    with pytest.raises(BadPack) as caught:
        load_pack(changed, actor=Actor.installation())
    faults = [(fault.file, fault.line) for fault in caught.value.faults]
    assert faults == [(f"{name}.csv", line)]
    assert said in caught.value.faults[0].message
    assert not Meeting.objects.exists()
