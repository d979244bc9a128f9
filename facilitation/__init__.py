"""Driegesprek: three circles of a school in conversation, one after the other.

A pure core decides, a store keeps, one service joins them, views say what each audience may see,
and a thin web layer carries it. Nothing in this package imports eventlet or gevent: `app.py`
chooses the concurrency mode and hands its tools over.
"""

__version__ = "0.1.0"
