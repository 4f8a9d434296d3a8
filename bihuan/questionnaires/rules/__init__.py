"""Pure rules of the room: no database."""
