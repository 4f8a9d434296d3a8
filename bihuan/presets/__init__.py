"""Presets (预设): numbers of policy with the day they hold from; holidays and workdays.

This room owns every such number and the calendar. It knows nothing of what is decided by them.
"""
