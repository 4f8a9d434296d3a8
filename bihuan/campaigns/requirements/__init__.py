"""Requirements and the progress matrix (进度矩阵): read off figures, never entered.

It must not know how anything is counted: that is the figures' part.
"""
