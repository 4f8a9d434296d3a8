"""Who refers to a stored file: asked of the models themselves, so that no room is forgotten."""

from collections.abc import Iterable

from django.db import models

from bihuan.files.models import StoredFile


def referring_fields() -> list[tuple[type[models.Model], str]]:
    """Return every model and field that refers to a stored file, in whatever room."""
    found: list[tuple[type[models.Model], str]] = []
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel):
            found.append((relation.field.model, relation.field.name))
    return found


def referred(sha256s: Iterable[str]) -> set[str]:
    """Return those contents that some row refers to."""
    wanted = list(sha256s)
    found: set[str] = set()
    for model, name in referring_fields():
        rows = model._base_manager.filter(**{f"{name}__in": wanted})
        found |= set(rows.order_by().values_list(f"{name}_id", flat=True).distinct())
    return found
