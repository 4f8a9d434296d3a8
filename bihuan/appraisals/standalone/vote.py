"""The voter's and the tellers' side in Python: what browsers do, for packs, tests and benches."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nacl.bindings as sodium

from bihuan.appraisals.standalone import open_box as box
from bihuan.appraisals.standalone import recount as rules

TAG_SIZE = 16


@dataclass(frozen=True)
class Ceremony:
    """What a ceremony makes: the key pair, and the tellers' shares, which go to them alone."""

    poll: str
    public_key: bytes
    secret_key: bytes
    shares: tuple[bytes, ...]

    @property
    def commitments(self) -> list[str]:
        """Return what the server keeps of each share."""
        return [box.commitment_of(self.poll, share) for share in self.shares]

    @property
    def proof(self) -> bytes:
        """Return what shows that one had the key."""
        return box.proof_of(self.poll, self.secret_key)

    @property
    def proof_kept(self) -> str:
        """Return what the server keeps of the proof."""
        return rules.H("proofkept", self.proof).hex()


def ceremony(poll: str, needed: int, among: int) -> Ceremony:
    """Make a key and share it among some, `needed` of whom open; `poll` in hexadecimal."""
    public, secret = sodium.crypto_box_keypair()
    return Ceremony(poll, public, secret, tuple(box.split(secret, needed, among)))


def new_slip() -> str:
    """Return the 16 signs of a new slip, the last its check sign."""
    signs = "".join(secrets.choice(rules.SIGNS) for _at in range(15))
    return signs + box.check_sign(signs)


def credential_of(poll: str, slip: str) -> bytes:
    """Return what goes with a ballot."""
    return rules.H("slip", bytes.fromhex(poll), slip.encode())


def kept_of(poll: str, slip: str) -> bytes:
    """Return what the server keeps of a slip."""
    return rules.H("kept", credential_of(poll, slip))


def ballot_of(text: str, public_key: bytes, group: int, answers: Mapping[int, str]) -> bytes:
    """Return a ballot for a paper's text: each item of a group sealed by itself; no answer is 0.

    `answers` by item number, as the protocol writes them.
    """
    paper: dict[str, Any] = json.loads(text)
    digest = bytes.fromhex(rules.paper_digest(text))
    return b"".join(
        box.seal(public_key, digest, group, item["number"], _answer(item, answers), paper["pad"])
        for item in paper["items"]
        if group in item["groups"]
    )


def _answer(item: Mapping[str, Any], answers: Mapping[int, str]) -> str:
    blank = {"grade": "0", "names": "", "post": "a" * len(item.get("candidates", ()))}
    return answers.get(item["number"], blank[item["form"]])


def tags_of(text: str, poll: str, slip: str, group: int, answers: Mapping[int, str]) -> bytes:
    """Return the tags by which two typings of a paper ballot are compared, 16 bytes an item."""
    key = rules.H("papertags", bytes.fromhex(poll), slip.encode())
    items = [item for item in json.loads(text)["items"] if group in item["groups"]]
    return b"".join(_tag(key, item["number"], _answer(item, answers)) for item in items)


def _tag(key: bytes, item: int, answer: str) -> bytes:
    return rules.H("tag", key, item.to_bytes(2, "big"), answer.encode())[:TAG_SIZE]
