"""The layout of official documents by GB/T 9704-2012: a Paper becomes docx, html or pdf.

This package owns the look of a paper and how a finished file is measured and read back. It knows
only `bihuan.documents.paper` and the vendored fonts: no models, no settings, no database.
"""
