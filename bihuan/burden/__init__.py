"""The burden ledger (减负台账): what is asked of each unit, by week, by whom, on what basis.

It owns nothing that is asked: each room says in its `burden.py`, found by name, what it asks.
"""
