"""The pages of the room, by who opens them."""
