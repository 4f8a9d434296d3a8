"""Collecting (收表): asking units for a register or a period by a day, and who has returned it.

This room owns what was asked of whom by when. The rows that come back are the registers' own;
nobody is scored by it.
"""
