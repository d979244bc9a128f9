"""``python -m tests.screenshots``: every page, state and language as pictures to look at."""
