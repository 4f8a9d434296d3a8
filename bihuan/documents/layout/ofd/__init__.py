"""A finished PDF as OFD (GB/T 33190-2016), the layout format that offices archive.

Text stays text, in subsets of the vendored fonts; rules stay vector paths.
"""

from bihuan.documents.layout.ofd.writing import pdf_to_ofd

__all__ = ["pdf_to_ofd"]
