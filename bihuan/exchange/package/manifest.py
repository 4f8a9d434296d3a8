"""What a package says of itself: the one part that is signed, and that names all others.

Read strictly: an unknown key, a wrong type, a text that is too long or that holds a control
character refuses the package.
"""

import datetime as dt
import json
from typing import Annotated, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from bihuan.exchange.errors import PackageRefused
from bihuan.exchange.rules import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_FIGURES,
)

FileName = Literal["document.docx", "document.pdf", "figures.json"]
DOCX: Final = "document.docx"
PDF: Final = "document.pdf"
FIGURES: Final = "figures.json"
MANIFEST, SIGNATURE = "manifest.json", "signature"
CARRIED: tuple[FileName, ...] = (DOCX, PDF, FIGURES)
PARTS = (*CARRIED, MANIFEST, SIGNATURE)
Kind = Literal["document", "receipt", "return", "answer"]


def _plain(text: str) -> str:
    if any((ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160 for sign in text):
        raise ValueError("control character")
    return text


def _line(text: str) -> str:
    if "\n" in text:
        raise ValueError("line break")
    return _plain(text)


Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$", max_length=64)]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_NAME), AfterValidator(_line)
]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_TITLE), AfterValidator(_line)
]
Number = Annotated[str, StringConstraints(max_length=LONGEST_NUMBER), AfterValidator(_line)]
Label = Annotated[str, StringConstraints(max_length=300), AfterValidator(_line)]
Said = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_plain)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Party(_Strict):
    """Who sends or who is meant: a name for people, and the fingerprint of their key."""

    name: Name
    fingerprint: Sha256


class Carried(_Strict):
    """The document in the package; `id` is its issue's on the sender's server."""

    id: UUID
    kind: Annotated[str, StringConstraints(max_length=20), AfterValidator(_line)]
    title: Title
    number: Number
    unit: Name
    issued_at: AwareDatetime


class Manifest(_Strict):
    """The whole of it. `about` is the package that a receipt, return or answer speaks of."""

    format: Literal["bihuan-exchange/1"]
    kind: Kind
    package_id: UUID
    sent_at: AwareDatetime
    sender: Party
    recipient: Party
    document: Carried | None
    about: UUID | None
    text: Said
    files: dict[FileName, Sha256]

    @model_validator(mode="after")
    def _holds_together(self) -> "Manifest":
        if (self.kind == "document") == (self.about is not None):
            raise ValueError("a reply names a package, a document does not")
        if (self.document is not None) != (set(self.files) == set(CARRIED)):
            raise ValueError("a document comes with its three files")
        if self.document is None and self.files:
            raise ValueError("files without a document")
        if self.document is None and self.kind == "document":
            raise ValueError("a document is missing")
        if self.document is not None and self.kind in ("receipt", "return"):
            raise ValueError("a receipt or a return brings no document")
        if self.kind == "return" and not self.text.strip():
            raise ValueError("a return says why")
        if self.kind == "answer" and self.document is None and not self.text.strip():
            raise ValueError("an answer says something")
        return self


class Figure(_Strict):
    """A figure as the document states it: of its trace the count, never the records."""

    label: Label
    text: Label
    value: Annotated[str, StringConstraints(max_length=60), AfterValidator(_line)]
    unit: Annotated[str, StringConstraints(max_length=20), AfterValidator(_line)]
    source: Label
    note: Label
    records: Annotated[int, Field(ge=0, le=2_000_000_000)]
    as_of: AwareDatetime
    status: Literal["traced", "signed", "pending"]
    signed_by: Name | Literal[""]


class Figures(_Strict):
    """The file figures.json."""

    figures: Annotated[list[Figure], Field(max_length=MOST_FIGURES)]


def write_manifest(manifest: Manifest) -> bytes:
    """Return the bytes that are signed: JSON in UTF-8, keys in order, no blanks."""
    values = manifest.model_dump(mode="json")
    return _written(values)


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest of a package; raises PackageRefused."""
    try:
        return Manifest.model_validate_json(_checked(content))
    except (ValidationError, ValueError, RecursionError) as error:
        raise PackageRefused(
            _(
                "公文包的说明（manifest.json）不合格式，没有收；请对方用新版本的闭环重新生成公文包。"
            ),
            code="package_manifest",
        ) from error


def write_figures(figures: Figures) -> bytes:
    """Return the content of figures.json."""
    return _written(figures.model_dump(mode="json"))


def read_figures(content: bytes) -> Figures:
    """Return the figures of a package; raises PackageRefused."""
    try:
        return Figures.model_validate_json(_checked(content))
    except (ValidationError, ValueError, RecursionError) as error:
        raise PackageRefused(
            _(
                "公文包里的数据（figures.json）不合格式，没有收；请对方用新版本的闭环重新生成公文包。"
            ),
            code="package_figures",
        ) from error


def _written(values: object) -> bytes:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _checked(content: bytes) -> bytes:
    """Refuse what two readers of JSON could read differently: a key that stands twice."""
    json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    return content


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def moment(value: dt.datetime) -> dt.datetime:
    """Return a moment to the second, as packages write it."""
    return value.replace(microsecond=0)
