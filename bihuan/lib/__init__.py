"""Domain-free helpers: ids, the clock, Chinese numerals and dates, workbooks, the Source seam.

This room owns nothing that a township would recognise and imports no other room.
"""
