"""Opinions (意见): what people raise, from every channel, word for word.

This room owns the opinions, the tree of classes, the groups into which opinions on one problem are
merged, and what was answered. It knows nothing of problems: `rectification` takes a group up.
"""
