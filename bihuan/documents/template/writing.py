"""Writing a template: front matter, and words that must not be read as the language."""

from collections.abc import Mapping
from typing import Any

import yaml

# What opens a placeholder, a tag, a remark, or parts the cells of a table; written full-width.
_SIGNS = str.maketrans({"{": "｛", "}": "｝", "|": "｜"})


def write_template(front: Mapping[str, Any], body: str) -> str:
    """Return a template of front matter and text; what is empty in the front is left out."""
    given = {key: value for key, value in front.items() if value not in ("", None, [], {})}
    head = yaml.safe_dump(
        given, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000
    )
    return f"---\n{head}---\n{body.strip()}\n"


def as_words(text: str) -> str:
    """Return words on one line that stand for themselves within a template's text.

    A number sign at their beginning would make a heading of them.
    """
    return " ".join(text.split()).translate(_SIGNS).lstrip("# ")
