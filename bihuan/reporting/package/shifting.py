"""References that follow their cells when rows are put in: in areas, and in formulas."""

import re

_REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
  | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
    (?P<one>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})(?![\w(!])(?::(?P<other>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})(?![\w(]))?
  | (?P<rows_sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
    (?P<first>\$?[1-9][0-9]{0,6}):(?P<last>\$?[1-9][0-9]{0,6})(?![\w.])
  | (?P<word>[^\W\d][\w.]*)""",
    re.VERBOSE,
)
_PLACE = re.compile(r"(\$?[A-Za-z]{1,3}\$?)([0-9]+)")
_ROWS = re.compile(r"(\$?)([0-9]+)")


class Shift:
    """`count` rows put in before row `at` of the sheet `sheet`."""

    def __init__(self, sheet: str, at: int, count: int) -> None:
        self.sheet, self.at, self.count = sheet, at, count

    def row(self, row: int) -> int:
        """Return where a row stands now."""
        return row + self.count if row >= self.at else row

    def area(self, text: str) -> str:
        """Return an area's new reference; one that spans the new rows grows by them."""
        return ":".join(self._moved(part) for part in text.split(":"))

    def areas(self, text: str) -> str:
        """Return the new references of several areas, as in `sqref`."""
        return " ".join(self.area(part) for part in text.split())

    def formula(self, text: str, own_sheet: str) -> str:
        """Return a formula of a sheet with its references moved; names and texts stay."""

        def moved(found: re.Match[str]) -> str:
            named = found["sheet"] or found["rows_sheet"]
            if found["text"] or found["word"] or _name(named or own_sheet) != self.sheet:
                return found[0]
            if found["first"]:
                first, last = (self._moved_row(found[key]) for key in ("first", "last"))
                return f"{named or ''}{first}:{last}"
            other = f":{self._moved(found['other'])}" if found["other"] else ""
            return f"{named or ''}{self._moved(found['one'])}{other}"

        return _REFERENCE.sub(moved, text)

    def _moved(self, place: str) -> str:
        return _PLACE.sub(lambda found: f"{found[1]}{self.row(int(found[2]))}", place)

    def _moved_row(self, row: str) -> str:
        return _ROWS.sub(lambda found: f"{found[1]}{self.row(int(found[2]))}", row)


def _name(said: str) -> str:
    name = said.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
