"""Who did what when: an append-only chain of entries, each holding the hash of the one before.

This room knows no other: an actor and a target reach it as plain values. The values themselves are
kept as a digest only, so that retention may purge them elsewhere and leave the chain whole.
"""
