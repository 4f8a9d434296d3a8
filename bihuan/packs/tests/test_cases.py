"""A pack's disputes and petitions: brought to where they stand, once; faults by line."""

from pathlib import Path

import pytest

from bihuan.duty.models import CaseIdentity, Dispute, Petition
from bihuan.orgs.access import Actor
from bihuan.packs.actions import load_pack
from bihuan.packs.faults import BadPack
from bihuan.packs.tests.small_pack import write_pack
from bihuan.tasks.models import Task

pytestmark = pytest.mark.django_db

DISPUTES = (
    "ref,unit,title,type,found_on,lead_unit,state,outcome,agreement,closed_on,entered_by,kept_by\n"
    "d1,east,田界纠纷,land,2009-10-01,town,closed,settled,oral,2009-10-09,east,clerk\n"
    "d2,east,排水纠纷,family,2009-11-01,,registered,,,,east,clerk\n"
    "d3,west,工钱纠纷,labour,2009-11-02,town,handling,,,,,\n"
)
PETITIONS = (
    "ref,unit,title,form,received_on,unit_complained_of,summary,accepted_on,lead_unit,replied_on,"
    "reply,closed_on,satisfaction,kept_by\n"
    "p1,west,水费不开票,visit,2009-10-01,east,反映水费不开票。,2009-10-02,town,2009-10-20,"
    "已补开。,2009-11-20,yes,clerk\n"
    "p2,west,路灯不亮,call,2009-10-02,,,,,,,,,\n"
)


def folder(path: Path, **changes: str) -> Path:
    files = {"disputes": DISPUTES, "petitions": PETITIONS, **changes}
    return write_pack(path, **{f"{name}_dot_csv": text for name, text in files.items()})


def test_cases_stand_where_the_pack_says_and_are_loaded_once(tmp_path: Path) -> None:
    load_pack(folder(tmp_path), actor=Actor.installation())
    states = dict(Dispute.objects.values_list("title", "state"))
    assert states == {"田界纠纷": "closed", "排水纠纷": "registered", "工钱纠纷": "handling"}
    assert set(Petition.objects.values_list("title", "state")) == {
        ("水费不开票", "closed"),
        ("路灯不亮", "registered"),
    }
    settled = Dispute.objects.get(title="田界纠纷")
    assert (settled.outcome, settled.agreement) == ("settled", "oral")
    assert [step.kind for step in settled.steps.all()] == ["register", "accept", "try", "close"]
    assert not CaseIdentity.objects.exists()
    assert [task.about_id for task in Task.objects.all()] == [
        Dispute.objects.get(title="工钱纠纷").pk
    ]
    report = load_pack(folder(tmp_path), actor=Actor.installation())
    assert report.total_added == report.total_changed == 0
    assert Dispute.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "said"),
    [
        ("disputes", "land", "water", 2, "water"),
        ("disputes", "d2,east", "d2,north", 3, "north"),
        ("disputes", "2009-11-02", "昨天", 4, "found_on"),
        ("disputes", "settled,oral", "settled,", 2, "协议"),
        ("petitions", "visit,", "walk,", 2, "walk"),
        ("petitions", ",town,2009-10-20", ",east,2009-10-20", 2, "不能自己办"),
        ("petitions", "反映水费不开票。", "电话13900001111。", 2, "电话"),
    ],
)
def test_a_fault_is_named_by_its_line(
    tmp_path: Path, name: str, old: str, new: str, line: int, said: str
) -> None:
    text = {"disputes": DISPUTES, "petitions": PETITIONS}[name]
    assert old in text
    changed = folder(tmp_path, **{name: text.replace(old, new, 1)})
    with pytest.raises(BadPack) as caught:
        load_pack(changed, actor=Actor.installation())
    faults = [(fault.file, fault.line) for fault in caught.value.faults]
    assert faults == [(f"{name}.csv", line)]
    assert said in caught.value.faults[0].message
    assert not Dispute.objects.exists()
