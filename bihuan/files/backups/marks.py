"""How the audit log marks a backup: read by the pages, which need nothing else of this folder."""

ACTION = "installation.backup"
TARGET = ("installation", "backup")
