"""Backup and restore of a whole installation: one archive of database, files and settings.

    head.json        what must be known before anything is unpacked
    database         SQLite's own file, or what pg_dump wrote in its custom format
    bihuan.toml      the settings, where there are any
    secret-key       only in a sealed archive
    files/ab/cdef…   every stored content, named by its SHA-256
    manifest.json    the SHA-256 of the others, the audit head, the rows of every table

A tar, compressed by gzip, perhaps sealed (`lib.archives.sealing`). What is here speaks to the
machine's keeper on the command line.
"""
