"""Putting right (整改): a problem from first words to look-back.

This room owns problems, requests beyond one's own power, commitments, satisfaction, look-backs. A
problem's measures are tasks, its money is kept by `finance`, what people said by `opinions`.
"""
