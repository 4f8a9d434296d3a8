"""Questionnaires (调查问卷): built in the browser, answered on the web or on paper, nameless.

This room owns questions and answers. A free answer may be handed to `opinions`; who answered is
never kept.
"""
