"""The pages of the room: thin functions over actions, visible rows and plain values."""
