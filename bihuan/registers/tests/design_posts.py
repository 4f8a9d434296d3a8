"""Posting a register's editor as a browser does."""

from typing import Any

from django import forms
from django.http import QueryDict

from bihuan.registers.designing import COLUMNS, RULES, DesignForm


def as_posted(form: DesignForm, **changes: Any) -> QueryDict:
    """Return what a browser sends of a drawn editor, with some of its fields changed."""
    data = QueryDict(mutable=True)
    data[COLUMNS], data[RULES] = str(len(form.columns)), str(len(form.rules))
    for part in [form.register, *form.columns, *form.rules]:
        for bound in part:
            value = bound.value()
            if isinstance(bound.field, forms.BooleanField):
                if value:
                    data[bound.html_name] = "on"
            elif isinstance(bound.field, forms.MultipleChoiceField):
                data.setlist(bound.html_name, [str(each) for each in value or ()])
            else:
                data[bound.html_name] = "" if value is None else str(value)
    for name, value in changes.items():
        data[name] = value
    return data
