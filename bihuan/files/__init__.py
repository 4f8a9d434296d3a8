"""Files, kept by the hash of their content.

This room owns the store under BIHUAN_HOME/files and how a file leaves it. It does not know who may
see a file: the room that refers to one checks its own access before it serves it.
"""
