"""From a table found to the register proposed: what each column is, and what its cells become.

Pure but for `known.py`, which asks the database what there is already: units, people, registers.
"""
