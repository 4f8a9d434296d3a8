"""Posting the pages of the room as a browser does."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

ROADS = (
    "小河镇2009年度道路台账,,,,\n"
    "序号,村名,路名,里程（公里）,完工日期\n"
    "1,一村,东路,2.5KM,2009.10.20\n"
    "2,二村,西路,约3,2009年11月3日\n"
    "3,三村,南路,0.8,2009.11.31\n"
    "合计,,,6.3,\n"
).encode("gb18030")


def dropped(client: Client, content: bytes = ROADS, name: str = "道路.csv") -> HttpResponse:
    """Drop one ledger and follow to the page of what was found."""
    file = SimpleUploadedFile(name, content)
    return client.post("/ledgers/", {"ledgers": [file]}, follow=True)  # type: ignore[return-value]


def form_of(response: HttpResponse) -> dict[str, Any]:
    """Return what the page's form would post if nothing were changed and no button named."""
    page = html.fromstring(response.content.decode())
    form = page.xpath("//form[contains(@class, 'ledger-proposal')]")[0]
    posted: dict[str, Any] = {}
    for field in form.xpath(".//input|.//select|.//textarea"):
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind in ("submit", "file"):
            continue
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        if field.tag == "select":
            chosen = field.xpath(".//option[@selected]/@value")
            posted[name] = chosen[0] if chosen else field.xpath(".//option/@value")[0]
        elif field.tag == "textarea":
            posted[name] = (field.text or "").lstrip("\n")
        elif kind == "checkbox":
            posted.setdefault(name, []).append(field.get("value", "on"))
        else:
            posted[name] = field.get("value", "")
    return posted
