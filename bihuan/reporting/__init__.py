"""Forms for the level above (上报表): the county's own workbook, filled from figures and records.

This room owns the blank form, what each cell is answered by, and each filled form as it was sent.
It reads through sources and figures only and knows nothing of registers.
"""
