"""Units, people, posts, teams, contact points, accounts, and who may see what.

This room owns the tree of units and every question of permission. It knows no register, figure or
document.
"""
