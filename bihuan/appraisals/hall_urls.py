"""The pages of the hall: ceremony, slips, the door, paper ballots, opening."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
