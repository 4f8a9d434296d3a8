from pathlib import Path

from bihuan.ui.templatetags.ui import register

ROOM = Path(__file__).resolve().parents[1]
PAGE = (ROOM.parents[1] / "docs/reference/templates.md").read_text("utf-8")


def test_every_component_is_documented() -> None:
    components = {path.stem for path in (ROOM / "templates/ui/components").glob("*.html")}
    listed = PAGE.split("## Components")[1]
    assert {name for name in components if f"`{name}`" not in listed} == set()


def test_every_tag_and_filter_is_documented() -> None:
    names = {f"{{% {name}" for name in register.tags} | {f"\\|{name}" for name in register.filters}
    assert {name for name in names if name not in PAGE} == set()


def test_every_class_that_pages_may_use_exists() -> None:
    sheets = "".join(path.read_text("utf-8") for path in (ROOM / "static/ui").glob("*.css"))
    named = PAGE.split("## Classes")[1].split("## Refusals")[0].replace("bh-tone-…", "")
    words = named.replace("`", " ").replace(".", " ").split()
    assert {word for word in words if word.startswith("bh-") and f".{word}" not in sheets} == set()
