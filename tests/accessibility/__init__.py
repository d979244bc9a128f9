"""Everybody can take part: axe on every page, and what axe cannot see (docs/accessibility.md)."""
