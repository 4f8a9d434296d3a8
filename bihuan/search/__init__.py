"""The text index (检索): bigrams of what may be found, in FTS5 or in a tsvector.

This room owns the index and how it is asked. It knows nothing of what the texts are about, nor who
may see them: the room that put a text in says on which paths it may be found.
"""
