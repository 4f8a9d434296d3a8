"""What residents raise: a number, a phrase, a day; nothing twice, nothing that tells who."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions import contact_keys, phrases
from bihuan.opinions.access import opinions_visible_to
from bihuan.opinions.actions.residents import opinion_by_phrase, receive_from_resident
from bihuan.opinions.actions.specs import OpinionSpec
from bihuan.opinions.contact_errors import ContactRefused, KeysMissing
from bihuan.opinions.contacts import opened
from bihuan.opinions.errors import TextRefused
from bihuan.opinions.models import LONGEST_TEXT, Channel, Contact, Opinion
from bihuan.opinions.tests.making import make_opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests.cast import Cast

TODAY = dt.date(2010, 2, 3)
NASTY = (
    '=HYPERLINK("http://x")\n<script>alert(1)</script> 😀\U0001f469\u200d\U0001f467 '
    "\u202etxet\u202c a\u200bb @SUM(A1) +1 -1"
)


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_CONTACT_KEYS = str(tmp_path / "contact-keys")
    contact_keys.make_first()


def resident(home: Unit) -> Actor:
    over: dict[Permission, tuple[str, ...]] = {Permission.RECORD_OPINIONS: (home.path,)}
    return Actor(id=None, name="（居民页面）", scopes=over, by_day=True)


def spec_of(unit: Unit, text: str = "桥坏了。", **given: str) -> OpinionSpec:
    return OpinionSpec(text=text, channel=Channel.WEB, raised_on=TODAY, unit=unit, **given)  # type: ignore[arg-type]


def test_number_and_phrase_open_what_was_raised(cast: Cast) -> None:
    received = receive_from_resident(
        actor=resident(cast.town), home=cast.town, spec=spec_of(cast.villages[0])
    )
    label, phrase = received.opinion.label, received.phrase
    assert label == "2010-0001"
    found = opinion_by_phrase(cast.town, label, phrase)
    assert found is not None
    assert found.pk == received.opinion.pk
    assert opinion_by_phrase(cast.town, " ２０１０－１ 号", phrase.replace(" ", "")) == found
    assert opinion_by_phrase(cast.town, label, phrase[:-1] + "x") is None
    assert opinion_by_phrase(cast.town, "2010-0002", phrase) is None
    assert opinion_by_phrase(cast.town, "", "") is None
    assert opinion_by_phrase(cast.other_town, label, phrase) is None


def test_an_opinion_that_the_office_recorded_opens_with_no_phrase(cast: Cast) -> None:
    opinion = make_opinion(cast.actor("clerk"), cast.villages[0])
    assert opinion_by_phrase(cast.town, opinion.label, "") is None


def test_the_phrase_stands_nowhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # Words that nothing else here says: a drawn one may stand in the text of the opinion, and
    # its digits in any hash.
    monkeypatch.setattr(phrases, "phrase_from", lambda seed: "鲸鱼 算盘 孔雀 二胡 4827")
    received = receive_from_resident(
        actor=resident(cast.town), home=cast.town, spec=spec_of(cast.villages[0]), token="t"
    )
    assert received.phrase == "鲸鱼 算盘 孔雀 二胡 4827"
    values = Opinion.objects.filter(pk=received.opinion.pk).values().get()
    entries = list(Entry.objects.values())
    written = json.dumps([values, *entries], default=str, ensure_ascii=False)
    assert received.opinion.text in written
    kept = (*received.phrase.split()[:4], phrases.canonical(received.phrase), "鲸鱼算盘")
    assert not any(each in written for each in kept)
    assert values["phrase_hash"].startswith("scrypt$")


def test_it_holds_a_day_and_no_moment(cast: Cast) -> None:
    received = receive_from_resident(
        actor=resident(cast.town),
        home=cast.town,
        spec=spec_of(cast.villages[0]),
        contact="13800001234",
    )
    entry = Entry.objects.get(action="opinion.receive")
    assert entry.is_by_day
    assert (entry.actor_id, entry.actor_name) == (None, "（居民页面）")
    for id_ in (received.opinion.pk, Contact.objects.get().pk):
        made = dt.datetime.fromtimestamp((id_.int >> 80) / 1000, tz=dt.UTC)
        assert timezone.localtime(made).time() == dt.time()
    assert received.opinion.raised_on == received.opinion.recorded_on == TODAY
    assert list(verify()) == []


def test_the_same_form_twice_is_one_opinion_with_one_phrase(cast: Cast) -> None:
    given = {
        "actor": resident(cast.town),
        "home": cast.town,
        "spec": spec_of(cast.villages[0]),
        "token": "abc",
    }
    first, second = receive_from_resident(**given), receive_from_resident(**given)  # type: ignore[arg-type]
    assert (first.opinion.pk, first.phrase) == (second.opinion.pk, second.phrase)
    assert Opinion.objects.count() == 1
    assert Entry.objects.filter(action="opinion.receive").count() == 1


def test_the_same_form_with_other_words_is_another_opinion(cast: Cast) -> None:
    """Whoever goes back and writes a second thing has not written the first twice."""
    actor, home, village = resident(cast.town), cast.town, cast.villages[0]
    first = receive_from_resident(actor=actor, home=home, spec=spec_of(village), token="abc")
    second = receive_from_resident(
        actor=actor, home=home, spec=spec_of(village, "灯不亮。"), token="abc"
    )
    assert first.opinion.pk != second.opinion.pk
    assert first.phrase != second.phrase
    assert [first.opinion.label, second.opinion.label] == ["2010-0001", "2010-0002"]


def test_the_same_words_of_two_people_are_two_opinions(cast: Cast) -> None:
    given = {"actor": resident(cast.town), "home": cast.town, "spec": spec_of(cast.villages[0])}
    first, second = receive_from_resident(**given), receive_from_resident(**given)  # type: ignore[arg-type]
    assert first.opinion.pk != second.opinion.pk
    assert first.phrase != second.phrase


def test_nasty_words_are_kept_word_for_word(cast: Cast) -> None:
    received = receive_from_resident(
        actor=resident(cast.town), home=cast.town, spec=spec_of(cast.villages[0], NASTY)
    )
    assert Opinion.objects.get(pk=received.opinion.pk).text == NASTY


def test_a_text_of_100_kb_is_kept_and_a_longer_one_refused(cast: Cast) -> None:
    actor, home, village = resident(cast.town), cast.town, cast.villages[0]
    long = "渠" * 102_400
    received = receive_from_resident(actor=actor, home=home, spec=spec_of(village, long))
    assert Opinion.objects.get(pk=received.opinion.pk).text == long
    with pytest.raises(TextRefused):
        receive_from_resident(
            actor=actor, home=home, spec=spec_of(village, "渠" * (LONGEST_TEXT + 1))
        )
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u202e"])
def test_nothing_to_read_is_refused_and_writes_nothing(cast: Cast, text: str) -> None:
    with pytest.raises(TextRefused):
        receive_from_resident(
            actor=resident(cast.town),
            home=cast.town,
            spec=spec_of(cast.villages[0], text),
            contact="13800001234",
        )
    assert not Opinion.objects.exists()
    assert not Contact.objects.exists()


def test_a_village_of_another_town_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="不属于"):
        receive_from_resident(
            actor=resident(cast.town), home=cast.town, spec=spec_of(cast.other_village)
        )
    with pytest.raises(NotAllowed):
        receive_from_resident(
            actor=resident(cast.town), home=cast.other_town, spec=spec_of(cast.other_village)
        )
    assert not Opinion.objects.exists()
    assert Entry.objects.get(result="refused").is_by_day


def test_a_contact_is_sealed_for_its_opinion(cast: Cast) -> None:
    received = receive_from_resident(
        actor=resident(cast.town),
        home=cast.town,
        spec=spec_of(cast.villages[0]),
        contact=" 13800001234\u202e ",
    )
    contact = Contact.objects.get()
    assert contact.opinion_id == received.opinion.pk
    assert b"1380000" not in bytes(contact.sealed)
    assert opened(contact) == "13800001234"


def test_a_contact_that_cannot_be_kept_keeps_nothing(cast: Cast, settings: Settings) -> None:
    actor, home, spec = resident(cast.town), cast.town, spec_of(cast.villages[0])
    with pytest.raises(ContactRefused, match="超过60个字"):
        receive_from_resident(actor=actor, home=home, spec=spec, contact="1" * 61)
    Path(settings.BIHUAN_CONTACT_KEYS).unlink()
    with pytest.raises(KeysMissing):
        receive_from_resident(actor=actor, home=home, spec=spec, contact="13800001234")
    assert not Opinion.objects.exists()
    assert receive_from_resident(actor=actor, home=home, spec=spec).opinion.label == "2010-0001"


def test_the_office_sees_it_and_the_village_does_not(cast: Cast) -> None:
    received = receive_from_resident(
        actor=resident(cast.town), home=cast.town, spec=spec_of(cast.villages[0])
    )
    seen = {
        who: opinions_visible_to(cast.actor(who)).filter(pk=received.opinion.pk).exists()
        for who in ("clerk", "leader", "village_reporter", "auditor", "outsider")
    }
    assert seen == {
        "clerk": True,
        "leader": True,
        "village_reporter": False,
        "auditor": False,
        "outsider": False,
    }


def test_coming_back_reads_nothing_but_what_residents_may(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    received = receive_from_resident(
        actor=resident(cast.town), home=cast.town, spec=spec_of(cast.villages[0])
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        opinion_by_phrase(cast.town, received.opinion.label, received.phrase)
    said = " ".join(query["sql"] for query in queries.captured_queries)
    assert len(queries) == 1
    assert '"text"' not in said
    assert '"recorded_by_name"' not in said
