"""Taking over ledgers (旧台账接入): a workbook as an office keeps it becomes a register.

This room owns the reading of ugly workbooks and the proposal made from it. The register it makes,
and the rows, are made by the room `registers`.
"""
