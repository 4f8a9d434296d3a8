"""A campaign (集中教育活动): phases and steps, plans of units, requirements, progress.

This room owns plans, requirements, rolls and readiness. Progress is computed and never entered.
"""
