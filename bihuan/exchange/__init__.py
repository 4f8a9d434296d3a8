"""Sending issued documents to other offices, receiving theirs, answering (收发文).

This room owns what was sent, what came in, every step of both, the signed packages that go between
two servers, and the keys of correspondents. A document's text, numbers and files are `documents`'
own: this room links to what was frozen at issue and never changes it.
"""
