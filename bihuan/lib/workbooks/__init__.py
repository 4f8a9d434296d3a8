"""Workbooks (工作簿): reading what offices send (.xlsx, .xls, .ods, .csv), writing what they get.

Nothing here knows registers or records. What cannot be read safely is refused in one sentence
(`WorkbookRefused`); nothing else is ever raised for a file's content.
"""
