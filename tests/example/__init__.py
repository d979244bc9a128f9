"""One evening that everybody looks at: for the pictures, and for axe."""
