"""Talks and the yearly assessment."""
