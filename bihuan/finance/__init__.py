"""Money (资金) of a thing by who pays it: planned, approved, paid.

This room owns the amounts. It knows the thing they are for by kind and id only.
"""
