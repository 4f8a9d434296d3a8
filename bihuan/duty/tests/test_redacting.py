"""What tells who somebody is: found however it is written, masked in a proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.duty.identity import Identity, Somebody
from bihuan.duty.redacting import Told, proposal, traces
from bihuan.duty.tests.making import ADDRESS, NAME, PHONE, WHO, WORDS

SHORT = Identity((Somebody("反映人", "王建设", "0795-6612345", "五组"),))
GAPS = st.sampled_from(["", " ", "　", "·", "-", "\u200b", ".", "，"])
HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{NAME}来访", Told.NAME),
        ("欧 阳 试 金 石来访", Told.NAME),
        ("欧阳试先生来访", Told.NAME),
        ("试·金·石 来访", Told.NAME),
        (f"电话{PHONE}", Told.PHONE),
        ("电话１３９８７６５０３２１", Told.PHONE),
        ("电话139-8765-0321", Told.PHONE),
        ("尾号87650321", Told.PHONE),
        ("电话一三九八七六五〇三二一", Told.PHONE),
        ("幺三九八七六五零三二幺", Told.PHONE),
        ("住老樟树下组17号", Told.ADDRESS),
        ("住老樟树下组十七号", Told.ADDRESS),
        ("老樟树下组那一户", Told.ADDRESS),
        ("另一个人的13600001111", Told.PHONE),
        ("身份证36098119700101123X", Told.PHONE),
        ("小河镇一村的渠道三年没有清淤", None),
        ("2009年12月3日收水费13987元", None),
        ("欧阳村的水费", None),
    ],
)
def test_a_text_tells_who_somebody_is_or_not(text: str, told: Told | None) -> None:
    found = traces(text, WHO)
    assert (found[0].told if found else None) == told


def test_a_common_given_name_is_refused_nowhere_but_masked_in_a_proposal() -> None:
    assert traces("要求加快建设", SHORT) == []
    assert proposal("建设的父亲", SHORT) == "某某的父亲"
    assert traces("王建设要求加快建设", SHORT)[0].told is Told.NAME


def test_a_proposal_tells_nobody_and_keeps_the_matter() -> None:
    text = proposal(WORDS, WHO)
    assert traces(text, WHO) == []
    assert "水利站收了水费不开票，渠道三年没有清淤。" in text
    assert "某某" in text


@given(before=HANZI, after=HANZI, gaps=st.lists(GAPS, min_size=5, max_size=5))
def test_a_name_is_found_in_any_text_and_masked(before: str, after: str, gaps: list[str]) -> None:
    written = "".join(sign + gap for sign, gap in zip(NAME, gaps, strict=True))
    text = f"{before}{written}{after}"
    assert any(trace.told is Told.NAME for trace in traces(text, WHO))
    assert not any(trace.told is Told.NAME for trace in traces(proposal(text, WHO), WHO))


@given(st.text(max_size=80))
def test_any_text_is_understood_and_its_proposal_tells_nobody(text: str) -> None:
    for trace in traces(text, WHO):
        assert 0 <= trace.start < trace.end <= len(text)
    assert traces(proposal(text + ADDRESS, WHO), WHO) == []


@given(digits=st.integers(0, 4), gap=GAPS)
def test_seven_digits_in_a_row_tell_and_six_do_not(digits: int, gap: str) -> None:
    seven = PHONE[digits : digits + 7]
    assert traces(f"号码{gap.join(seven)}。", WHO)
    assert not traces(f"号码{seven[:6]}。", WHO)


def test_an_identity_survives_its_sealed_form() -> None:
    assert Identity.from_text(WHO.as_text()) == WHO
    assert not Identity()
    assert not Identity((Somebody("甲方"),))
