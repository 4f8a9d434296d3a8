"""Addresses of pages that a poll leads to."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def page_of(name: str, pk: UUID, part: str = "") -> str:
    """Return the address of a poll's page by name; empty where the site has none of that name."""
    try:
        url = reverse(f"appraisals:{name}", args=[pk])
    except NoReverseMatch:
        return ""
    return f"{url}#{part}" if part else url
