"""Disputes and petitions (矛盾纠纷、信访): cases with their own steps and clocks.

This room owns the cases and, apart from them and sealed, who brought them. The unit complained of
never learns who complained: no clear column of a case holds a name, a telephone number or a house
(`redacting.py`), and whoever is of that unit does not see the case at all (`access.py`).
"""
