"""The office's pages: polls prepared, held, counted and published."""
