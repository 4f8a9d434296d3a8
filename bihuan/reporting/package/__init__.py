"""The workbook as a package (ECMA-376 part 2): read, and edited in its own XML.

A form of the level above keeps its looks because nothing is written anew: of the sheet's XML only
the cells that are filled change, and every other part stays byte for byte what it was. Nothing
here knows forms, figures or the database. docs/explanation/forms.md says why.
"""
