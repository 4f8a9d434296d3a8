"""Things of the room `exchange` that addresses are about: one of each, in the first town."""

from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.documents.models import Document
from bihuan.exchange import keys
from bihuan.exchange.actions import (
    answer_document,
    enter_correspondent,
    make_key,
    pack_document,
    send_document,
)
from bihuan.exchange.fingerprints import fingerprint_of, key_file
from bihuan.exchange.models import Correspondent, Dispatch, ExchangeStep, Reception
from bihuan.exchange.tests.making import make_plain
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import keeper
from tests.house.things.cast import Things


@dataclass(frozen=True)
class ExchangeThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def issued(self) -> Document:
        """Return an issued document of the town."""
        return make_plain(self.cast.town, self.cast.actor("clerk"), self.cast.actor("leader"))

    @cached_property
    def letter(self) -> Document:
        """Return an issued document of the other town."""
        clerk = self.cast.actor("outsider")
        return make_plain(self.cast.other_town, clerk, keeper(), "函")

    @cached_property
    def dispatch(self) -> Dispatch:
        """Return the town's document, sent to the other town."""
        clerk = self.cast.actor("clerk")
        return send_document(actor=clerk, document=self.issued, to=self.cast.other_town)

    @cached_property
    def answer_step(self) -> ExchangeStep:
        """Return the other town's answer to it, by a document of its own."""
        return answer_document(
            actor=self.cast.actor("outsider"),
            reception=self.dispatch.reception,
            issue=self.letter.issue,
        )

    @cached_property
    def reception(self) -> Reception:
        """Return the other town's document, sent to the town."""
        clerk = self.cast.actor("outsider")
        return send_document(actor=clerk, document=self.letter, to=self.cast.town).reception

    @cached_property
    def office_keys(self) -> list[Unit]:
        """Return both towns, each with a key; the file outlives a test, the database does not."""
        homes = [self.cast.town, self.cast.other_town]
        for home in homes:
            if keys.find(home) is None:
                make_key(actor=keeper(), home=home)
        return homes

    @cached_property
    def correspondent(self) -> Correspondent:
        """Return an office on another server whose key the town's leader entered."""
        key = Ed25519PrivateKey.generate().public_key()
        return enter_correspondent(
            actor=self.cast.actor("leader"),
            home=self.cast.town,
            name="某市政府",
            key_file=key_file(key),
            typed=fingerprint_of(key)[-16:],
        )

    @cached_property
    def packed(self) -> Dispatch:
        """Return the town's document as a package for that office."""
        assert self.office_keys
        clerk = self.cast.actor("clerk")
        return pack_document(actor=clerk, document=self.issued, to=self.correspondent)
