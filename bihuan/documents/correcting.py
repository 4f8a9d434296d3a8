"""The text that a correction begins with: that of the issued paper, free of what was its own."""

import re

from bihuan.documents.template.front_matter import split_template

_CODE = re.compile(r"^code:.*$", re.M)
# A number that was named, and the days of the old paper: the new one takes its own.
_NUMBER_BELOW = re.compile(r"^([ \t]+)number:\s*\d+[ \t]*\n", re.M)
_DAYS = re.compile(r"^(?:signed_on|printed_on):.*\n", re.M)


def correcting_template(template: str, code: str) -> str:
    """Return a template for the correction of an issued one, under another code."""
    head, body = split_template(template)
    front = _CODE.sub(f"code: {code}", head.lstrip("\n") + "\n", count=1)
    front = _DAYS.sub("", _NUMBER_BELOW.sub("", _without_number(front)))
    return f"---\n{front}---\n{body.lstrip(chr(10))}"


def _without_number(front: str) -> str:
    """Drop the number out of `number: {code: 小党字, year: 2010, number: 11}`."""
    found = re.search(r"^number:[ \t]*\{(.*)\}[ \t]*$", front, re.M)
    if found is None:
        return front
    kept = [part for part in found[1].split(",") if not re.match(r"\s*number\s*:", part)]
    return front[: found.start(1)] + ",".join(kept).strip() + front[found.end(1) :]
