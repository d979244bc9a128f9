"""A long evening under kills: hundreds of phones, a chair, a server that dies again and again.

Rule: whoever was told "ok" is believed, and at the end the disk, the minutes and every screen must
say the same. ``python -m tests.soak`` is the long run; ``test_short.py`` a short one.
"""
