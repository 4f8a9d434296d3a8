"""Packs (内容包): reading a folder of content, naming its faults, loading it.

The topmost room below the command line: it calls the other rooms' actions and owns only the memory
of what it loaded.
"""
