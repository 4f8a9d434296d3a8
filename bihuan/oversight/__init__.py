"""The level above (上级): inspection groups, agreement to a stage, the towns side by side.

This room owns what an inspection group says of a campaign. It reads the campaign and its
figures, and never writes them.
"""
