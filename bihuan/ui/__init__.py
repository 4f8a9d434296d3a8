"""The shell of every page: base templates, components, styles, small scripts, vendored assets.

This room knows no other room: it asks each for what waits (`waiting.py`) by name only.
"""
