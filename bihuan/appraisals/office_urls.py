"""The office's pages: polls prepared, held and published."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
