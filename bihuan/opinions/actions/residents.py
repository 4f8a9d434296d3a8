"""What residents do without log-in: raise something, and come back with number and phrase.

A resident's opinion holds days only: its id, too, tells no moment. The process that faces residents
may run as a database role that reads none of the words (`bihuan public-role`), so nothing here
reads a whole opinion.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock
from bihuan.lib.ids import id_of_today
from bihuan.opinions import contact_keys, phrases
from bihuan.opinions.actions.recording import SERIES
from bihuan.opinions.actions.specs import OpinionSpec, checked
from bihuan.opinions.contact_errors import ContactRefused
from bihuan.opinions.indexing import put_opinions
from bihuan.opinions.models import Channel, Contact, Opinion, OpinionState
from bihuan.opinions.rules import is_blank, one_line, storable
from bihuan.opinions.sealing import LONGEST, seal
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.actions.numbering import next_number
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

READ = ("id", "home", "unit", "path", "year", "number", "state", "group", "raised_on", "ref")
"""What the page for residents reads of an opinion, beside `phrase_hash`."""
_LABEL = re.compile(r"(\d{4})\D{1,4}0*(\d{1,9})")


@dataclass(frozen=True)
class Received:
    """An opinion that was received, and the phrase that opens it: told once, kept nowhere."""

    opinion: Opinion
    phrase: str


def receive_from_resident(
    *, actor: Actor, home: Unit, spec: OpinionSpec, contact: str = "", token: str = ""
) -> Received:
    """Record what a resident raises, and seal the contact, where they left one.

    The same form sent twice (same token, same words) is one opinion with one phrase: the phrase is
    worked out of both with the installation's secret. Raises NotAllowed, Invalid, TextRefused,
    ContactRefused, KeysMissing.
    """
    contact = _checked_contact(contact)
    said = hashlib.sha256(
        "\0".join(
            [token or secrets.token_hex(16), spec.unit.code, spec.text, spec.place, contact]
        ).encode(errors="replace")
    )
    seed = hmac.new(settings.SECRET_KEY.encode(), b"phrase" + said.digest(), hashlib.sha256)
    phrase = phrases.phrase_from(seed.digest())
    # The hash takes its time, so it is made before the numbers are locked.
    kept = phrases.hashed(phrase)
    ref = hashlib.sha256(b"ref" + said.digest()).hexdigest()[:40]
    asked = replace(spec, channel=Channel.WEB, ref=ref)
    opinion = _lay_down(actor=actor, home=home, spec=asked, contact=contact, phrase_hash=kept)
    return Received(opinion, phrase)


def opinion_by_phrase(home: Unit, label: str, phrase: str) -> Opinion | None:
    """Return the opinion that number and phrase open, in the same time whether they do or not."""
    found = _LABEL.search(unicodedata.normalize("NFKC", label[:40]))
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    opinions = readable_by_residents().filter(home=home, year=year, number=number)
    opinion = opinions.exclude(phrase_hash="").only(*READ, "phrase_hash").first()
    fits = phrases.matches(phrase, opinion.phrase_hash if opinion else "")
    return opinion if fits else None


def readable_by_residents() -> QuerySet[Opinion]:
    """Return opinions with those columns only that the page for residents may read."""
    return Opinion.objects.only(*READ).select_related(None)


@action("opinion.receive")
def _lay_down(
    *, actor: Actor, home: Unit, spec: OpinionSpec, contact: str, phrase_hash: str
) -> Opinion:
    spec = checked(spec, home)
    actor.require(Permission.RECORD_OPINIONS, spec.unit)
    today = clock.today()
    # Locks the series: of two that bring the same form at once, the second finds the first.
    next_number(home, SERIES, today.year, 0)
    standing = readable_by_residents().filter(home=home, channel=Channel.WEB, ref=spec.ref).first()
    if standing is not None:
        return standing
    opinion = Opinion(
        id=id_of_today(),
        home=home,
        unit=spec.unit,
        path=spec.unit.path,
        source_unit=home,
        source_path=home.path,
        year=today.year,
        number=next_number(home, SERIES, today.year),
        channel=Channel.WEB,
        ref=spec.ref,
        giver=spec.giver,
        target=spec.target,
        text=spec.text,
        place=spec.place,
        raised_on=today,
        recorded_on=today,
        recorded_by_name=actor.name,
        phrase_hash=phrase_hash,
        state=OpinionState.NEW,
    )
    opinion.save(force_insert=True)
    if contact:
        _seal_contact(opinion, contact)
    put_opinions([opinion])
    audit.append(
        actor=actor,
        action="opinion.receive",
        target=("opinion", opinion.pk),
        unit_path=opinion.path,
        values=[str(opinion.pk), opinion.label, opinion.text],
        note=opinion.label,
        by_day=True,
    )
    return opinion


def _seal_contact(opinion: Opinion, contact: str) -> None:
    key = contact_keys.read()[0]
    Contact(
        id=id_of_today(),
        home_id=opinion.home_id,
        opinion=opinion,
        key_id=key.id,
        sealed=seal(contact, opinion.pk, key.id, key.sealing),
        left_on=opinion.raised_on,
    ).save(force_insert=True)


def _checked_contact(contact: str) -> str:
    if is_blank(contact):
        return ""
    contact = one_line(storable(contact))
    if len(contact) > LONGEST:
        raise ContactRefused(
            _("联系方式超过%(most)d个字，请只写电话号码或微信号。") % {"most": LONGEST}
        )
    return contact
