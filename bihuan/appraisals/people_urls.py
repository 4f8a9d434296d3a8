"""Talks that were decided on, and the yearly assessment of village cadres."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
