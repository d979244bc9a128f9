"""Where the templates and static files are: beside the package in a checkout, inside it in a wheel.

The only module that knows the difference; everything else uses these constants.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The wheel's own folder if there is one, else the checkout's."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = _folder("templates")
STATIC = _folder("static")
LOCALE = PACKAGE / "locale"
