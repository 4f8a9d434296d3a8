"""What the ceremony posts: the public key, the tellers with what is kept of their shares."""

from collections.abc import Mapping

from bihuan.appraisals.actions import TellerSpec
from bihuan.appraisals.actions.keying import MOST_TELLERS

Row = dict[str, object]


class KeyForm:
    """The posted form; rows without a label are empty ones. The action checks what they say."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.public_key = given.get("public_key", "")
        self.proof_kept = given.get("proof_kept", "")
        needed = given.get("needed", "")
        self.needed = int(needed) if needed.isascii() and needed.isdigit() else 0

    @property
    def tellers(self) -> list[TellerSpec]:
        """Return the tellers that were named."""
        found = (self._teller(number) for number in range(1, MOST_TELLERS + 1))
        return [each for each in found if each.label]

    def rows(self) -> list[Row]:
        """Return the rows to show again, without what was made for them."""
        return [
            {
                "number": number,
                "label": each.label,
                "unit_label": each.unit_label,
                "is_from_above": each.is_from_above,
                "is_wanted": bool(each.label),
            }
            for number in range(1, MOST_TELLERS + 1)
            for each in [self._teller(number)]
        ]

    def _teller(self, number: int) -> TellerSpec:
        return TellerSpec(
            label=self._given.get(f"label_{number}", "").strip(),
            unit_label=self._given.get(f"unit_{number}", "").strip(),
            is_from_above=self._given.get(f"above_{number}", "") == "1",
            commitment=self._given.get(f"commitment_{number}", ""),
        )


def blank_rows(among: int, unit: str) -> list[Row]:
    """Return rows to fill in: the last of those wanted comes from above, the others from here."""
    return [
        {
            "number": number,
            "label": "",
            "unit_label": unit if number < among else "",
            "is_from_above": number == among,
            "is_wanted": number <= among,
        }
        for number in range(1, MOST_TELLERS + 1)
    ]
