"""Pages for the ballot's scripts without the site: plain http, another origin, a strict policy.

Where the address is neither https nor this machine, a browser gives no `crypto.subtle`: as in an
office whose server has no certificate.
"""

from collections.abc import Iterator, Sequence
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

ORIGIN = "http://ballot.test"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'"
HERE = Path(__file__).parent
ROOMS = HERE.parents[1]
FOLDERS = {
    "appraisals": ROOMS / "appraisals/static/appraisals",
    "ui": ROOMS / "ui/static/ui",
    "harness": HERE / "harness",
}
VENDOR = "/ui/vendor"
VENDORED = (
    f"{VENDOR}/libsodium-0.8.4/libsodium.js",
    f"{VENDOR}/libsodium-wrappers-0.8.4/libsodium-wrappers.js",
    f"{VENDOR}/shamir-secret-sharing-0.0.4/csprng.js",
    f"{VENDOR}/shamir-secret-sharing-0.0.4/index.js",
)
FIRST = ("said", "base32", "hashing", "answers", "protocol")
FORM = ("elements", "drafts", "form_places", "form_grades", "form_choices", "form")
OPENING = ("merging", "opening", "elements", "form_grades", "form_choices")


def _ours(names: Sequence[str]) -> list[str]:
    return [f"/appraisals/{name}.js" for name in names]


def first_scripts() -> list[str]:
    """Return the addresses of what every page has, in their order."""
    return [*_ours(["before_vendored"]), *VENDORED[:2], *_ours(FIRST)]


def share_scripts() -> list[str]:
    """Return the addresses of what pages with shares have after that."""
    return [*_ours(["before_shamir"]), *VENDORED[2:], *_ours(["shares"])]


def page_scripts(name: str) -> list[str]:
    """Return the addresses of what a page of the harness has before its own scripts."""
    more = {
        "voting": _ours(FORM),
        "entry": _ours(FORM),
        "slips": _ours(["elements"]),
        "ceremony": [*share_scripts(), *_ours(["elements"])],
        "opening": [*share_scripts(), *_ours(OPENING)],
    }
    return [*first_scripts(), *more[name]]


def blank() -> str:
    """Return a page with nothing but the protocol's scripts."""
    addresses = [*first_scripts(), *share_scripts(), *_ours(["merging", "opening"])]
    tags = "".join(f'<script src="{address}"></script>' for address in addresses)
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>票</title>{tags}</html>'


def _file(path: str) -> Path | None:
    folder, _, name = path.lstrip("/").partition("/")
    file = FOLDERS.get(folder, HERE / "harness") / name
    return file if file.is_file() else None


def answered(route: Route, pages: dict[str, str], policy: str = POLICY) -> None:
    """Answer a request with a page of the given ones or a file of ours, and 404 otherwise."""
    path = route.request.url.removeprefix(ORIGIN).partition("?")[0].partition("#")[0]
    headers = {"content-security-policy": policy}
    file = _file(path)
    if path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8", headers=headers)
    elif file:
        kind = guess_type(file.name)[0] or "text/plain"
        route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")
    else:
        route.fulfill(status=404, body="")


def opened(
    browser: Browser, policy: str = POLICY, tolerated: str = "", **context: Any
) -> Iterator[Page]:
    """Open a page with the protocol's scripts; what goes wrong on it is an error at the end.

    Errors that begin with `tolerated` are not counted.
    """
    whole = browser.new_context(viewport={"width": 1366, "height": 768}, **context)
    page = whole.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    pages = {"/": blank()}
    whole.route(f"{ORIGIN}/**", lambda route: answered(route, pages, policy))
    page.goto(f"{ORIGIN}/")
    page.evaluate("BihuanBallot.ready.then(() => true)")
    yield page
    whole.close()
    assert [error for error in errors if not tolerated or not error.startswith(tolerated)] == []
