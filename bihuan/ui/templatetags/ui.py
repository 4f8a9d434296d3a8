"""Tags and filters of the components: `{% load ui %}`. See docs/reference/templates.md."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.forms import BoundField, widgets
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bihuan.lib.dates import write_date
from bihuan.ui import icons
from bihuan.ui.navigation import Link, arranged
from bihuan.ui.statuses import STATUSES, TONES, Look

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration, unseen by a screen reader.

    Raises ValueError for a name that the sprite does not hold.
    """
    return _drawn(name, str(label))


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str) -> SafeString:
    """Draw an icon once: a page has some sixty."""
    if name not in icons.names():
        raise ValueError(f"no icon {name!r}: see bihuan/ui/static/ui/vendor/VENDORED.md")
    spoken = format_html(' role="img" aria-label="{}"', label) if label else ""
    return format_html(
        '<svg class="icon"{}><use href="{}#{}"></use></svg>',
        spoken or SafeString(' aria-hidden="true"'),
        static(icons.SPRITE),
        name,
    )


@register.simple_tag
def navigation_of(links: Iterable[Link], template: str) -> SafeString:
    """Draw the main navigation by one of its templates; drawn once for the same links."""
    return _drawn_links(template, tuple(links))


@lru_cache(maxsize=512)
def _drawn_links(template: str, links: tuple[Link, ...]) -> SafeString:
    context = {"navigation": links, "navigation_row": arranged(links)}
    return SafeString(render_to_string(template, context))


@register.inclusion_tag("ui/components/badge.html")
def badge(label: str, tone: str = "plain", icon: str = "") -> dict[str, Any]:
    """Draw a badge: a word, with a tone (plain, info, good, warn, bad) and an icon."""
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}: one of {', '.join(TONES)}")
    return {"look": Look(label, tone, icon)}


@register.inclusion_tag("ui/components/badge.html")
def status(code: str) -> dict[str, Any]:
    """Draw the badge of a record's status: draft, submitted, verified, returned, void."""
    return {"look": STATUSES[str(code)]}


@register.inclusion_tag("ui/components/figure.html")
def figure(
    text: str,
    url: str = "",
    records: int | None = None,
    waiting: int = 0,
    note: str = "",
    tone: str = "plain",
) -> dict[str, Any]:
    """Draw a figure that opens its records.

    `text` is worded with its unit (27.2公里); `records` how many lie behind it, `waiting` how many
    more are not yet verified; tone `warn` for one that drifted, `bad` for one without records.
    """
    return {
        "text": text,
        "url": url,
        "records": records,
        "waiting": waiting,
        "note": note,
        "tone": tone,
    }


@register.simple_tag
def field(bound: BoundField, unit: str = "") -> SafeString:
    """Draw one form field: label, control, help and error; `unit` stands behind the control."""
    if unit:
        bound.field.unit = unit  # type: ignore[attr-defined]
    return bound.as_field_group()


@register.filter
def control(bound: BoundField) -> SafeString:
    """Draw a form field's control with the classes of its kind."""
    widget = bound.field.widget
    classes = [widget.attrs.get("class", ""), _class_of(widget)]
    if bound.errors:
        classes.append("is-invalid")
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if widget.attrs.get("placeholder") == bound.field.label:
        attrs["placeholder"] = False  # it only repeats the label
    return bound.as_widget(attrs=attrs)


@register.filter
def is_tick(bound: BoundField) -> bool:
    """Tell whether a form field is a single tick box, whose label stands behind it."""
    return isinstance(bound.field.widget, widgets.CheckboxInput)


@register.filter
def day(value: dt.date) -> str:
    """Write a day as offices do: 2010年2月3日."""
    return write_date(value)


@register.filter
def weekday(value: dt.date) -> str:
    """Write the day of the week: 星期三."""
    return "星期" + "一二三四五六日"[value.weekday()]


@register.simple_tag
def demonstration_accounts() -> list[Any]:
    """Return the demonstration's accounts that have a password; none outside a demonstration."""
    if settings.BIHUAN_MODE != "demo":
        return []
    accounts = get_user_model()._default_manager.filter(is_demonstration=True, is_active=True)
    open_ones = accounts.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(open_ones.order_by("pk").prefetch_related("grants__unit"))


def _class_of(widget: widgets.Widget) -> str:
    if isinstance(widget, widgets.CheckboxInput | widgets.RadioSelect):
        return "form-check-input"  # CheckboxSelectMultiple is a RadioSelect to Django
    if isinstance(widget, widgets.Select):
        return "form-select"
    return "form-control"
