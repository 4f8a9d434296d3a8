"""Secrets of keys: 256 random bits as text, kept as a hash only.

A fast hash is enough for what nobody can guess (unlike a password).
"""

import hashlib
import secrets

PREFIX = "bh-"
HEAD = 11


def new_secret() -> str:
    """Return a new secret, to be shown once."""
    return PREFIX + secrets.token_urlsafe(32)


def head_of(secret: str) -> str:
    """Return the characters by which a secret is found."""
    return secret[:HEAD]


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(secret: str, kept: str) -> bool:
    """Tell in constant time whether a secret is the one that was kept."""
    return secrets.compare_digest(hash_of(secret), kept)
