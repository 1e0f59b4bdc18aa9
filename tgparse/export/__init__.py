"""Posts, and whatever iterates them, as tables and files."""
