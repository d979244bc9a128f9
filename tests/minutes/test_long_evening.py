"""An evening of 2,000 notes: complete, in seconds, and nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from facilitation.minutes import pdf
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests.bench import minutes as bench

from .reading import pdf_text, reader


@cache
def long_pdf() -> bytes:
    return pdf.write(bench.made())


def test_every_note_of_two_thousand_is_in_the_pdf() -> None:
    told = pdf_text(long_pdf())
    assert [at for at in range(bench.NOTES) if f"nr{at:04d}" not in told] == []
    assert len(reader(long_pdf()).pages) < 120


def test_pdf_of_two_thousand_notes_takes_a_few_times_what_bare_words_take() -> None:
    found = bench.measured()
    ratio = (found["document"] + found["pdf"]) / found["floor"]
    assert ratio <= bench.MOST_TIMES_THE_FLOOR


def test_reads_and_commands_go_on_while_a_document_is_made(tmp_path: Any) -> None:
    document = bench.made()
    service = Service(lambda: SqliteStore(tmp_path / "d.sqlite"), _in_a_thread)
    try:
        making = threading.Thread(target=lambda: service.in_turn(lambda: pdf.write(document)))
        making.start()
        waits = []
        while making.is_alive():
            began = time.perf_counter()
            service.setting("anything")
            waits.append(time.perf_counter() - began)
            time.sleep(0.01)
    finally:
        service.close()
    assert len(waits) > 20
    assert sorted(waits)[len(waits) // 2] < 0.1


def _in_a_thread(job: Callable[[], Any]) -> Any:
    """What eventlet's and gevent's tools do: a real thread for each call, waited for."""
    done: list[Any] = []
    thread = threading.Thread(target=lambda: done.append(job()))
    thread.start()
    thread.join()
    return done[0]
