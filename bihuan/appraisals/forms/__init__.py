"""Forms of the room: they read what people write; the actions decide."""
