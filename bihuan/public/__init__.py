"""What residents see without log-in: raising something, what became of it, what was put right.

Can run as its own process with its addresses only. Knows no account.
"""
