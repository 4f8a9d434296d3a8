"""Archives of an installation: one stream, sealed by a key where one is given."""
