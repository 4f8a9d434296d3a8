"""Checking a document's text: what it states, and whether records bear it out."""
