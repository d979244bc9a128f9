"""Writes `first_version.sql`: the tables of the first version with half an evening in them.

Run once, when that version was released; kept to show how, and for a fixture of a next version.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from facilitation.store.sqlite import SqliteStore
from tests import evening

from .keeping import driven, kept

TARGET = Path(__file__).with_name("first_version.sql")


def main() -> None:
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "first.db")
        driven(store, kept(store, evening.conversation()), evening.TO_QUESTIONS)
        connection = store.db.conn
        marks = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        TARGET.write_text("\n".join([*connection.iterdump(), *marks, ""]), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    main()
