"""Rules that hold for the whole house, each checked over everything there is."""
