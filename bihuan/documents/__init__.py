"""Official documents (公文): templates, filling, checking, issue, and their layout.

This room owns templates, drafts, issued documents and how they are laid out. It knows figures and
records only through `figures` and the sources that rooms offer; it counts nothing itself.
"""
