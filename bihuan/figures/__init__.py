"""Figures (数据): definitions, computing, tracing and wording.

This room counts what sources offer, and nothing else in the software counts. It knows a source
only by the seam in `bihuan.lib.sources`.
"""
