"""Who brought a case, as a value: what is sealed, and never stands in the clear."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

LONGEST_NAME, LONGEST_PHONE, LONGEST_ADDRESS, LONGEST_WORDS = 40, 40, 120, 20_000


@dataclass(frozen=True)
class Somebody:
    """One person: their part in the case (来信人, 甲方), and what tells who they are."""

    role: str
    name: str = ""
    phone: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.address)


@dataclass(frozen=True)
class Identity:
    """The people of a case, and a petition's own words as they came."""

    people: tuple[Somebody, ...] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.words) or any(self.people)

    def as_text(self) -> str:
        """Return it as the text that is sealed."""
        people = [asdict(each) for each in self.people if each]
        return json.dumps({"people": people, "words": self.words}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Identity":
        """Read it back."""
        said = json.loads(text)
        return cls(tuple(Somebody(**each) for each in said["people"]), said["words"])

    def parts(self, name: str) -> Iterable[str]:
        """Return one thing of each person that has it: `name`, `phone` or `address`."""
        return (getattr(each, name) for each in self.people if getattr(each, name))
