"""Registers (台账): columns as data, records with their versions, Excel in and out.

This room owns what a register is and every record in it. It offers each register as a source to be
counted and knows nothing of figures or documents.
"""
