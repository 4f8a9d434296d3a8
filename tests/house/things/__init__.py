"""What the rooms add to the world of the permission matrix, one file a room."""
