"""Meetings (会议) and heart talks (谈心谈话): who came, what was raised, what was decided.

What is raised becomes an opinion, what is decided a task. What was said in criticism or in a
talk is kept nowhere.
"""
