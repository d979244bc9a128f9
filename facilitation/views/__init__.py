"""What each audience may see, one allow-list builder an audience: see README.md in this folder."""
