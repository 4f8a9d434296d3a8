"""The signed package between two servers: its manifest, how it is written, how it is read.

Everything here is pure: bytes and values in, bytes and values or one refusal out; no database, no
store. The format is docs/reference/exchange-packages.md.
"""
