"""How long an evening of 2,000 notes takes to become a PDF: ``python -m tests.bench.minutes``.

Rule: a ratio, not seconds: the floor is the same typesetter, fonts and words in the same run, as
bare paragraphs without tags. What is above it is our columns, tags, checks of signs and standards.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import typst

from facilitation import locale
from facilitation.core.model import Conversation, Note, replace
from facilitation.minutes import Asked, document, docx, pdf
from facilitation.minutes.characters import FAMILIES
from facilitation.minutes.document import Document
from tests.minutes import evening

NOTES = 2000
MOST_TIMES_THE_FLOOR = 5
WORDS = (
    "Waarom krijgen we in de toetsweek ook nog huiswerk van andere vakken?",
    "Ödev için evde en çok ne yardımcı oluyor?",
    "ما الذي يساعدكم في البيت عند حل الواجبات؟",
    "Чому домашнє завдання задають на п’ятницю? 🙂",
)


def long_evening() -> Conversation:
    """The sample evening with 2,000 notes that were not put, in four languages."""
    held = evening.held().conversation
    keys = [circle.key for circle in held.circles]
    notes = {
        f"long{at}": Note(
            f"long{at}",
            2,
            keys[at % 3],
            keys[(at + 1 + at % 2) % 3],
            f"{WORDS[at % len(WORDS)]} nr{at:04d}",
            ("nl", "tr", "ar", "uk")[at % 4],
            evening.START,
        )
        for at in range(NOTES)
    }
    return replace(held, notes={**held.notes, **notes})


def made() -> Document:
    """Its document."""
    return document(long_evening(), Asked(locale.translations("nl"), "nl", evening.START))


def floor(texts: list[str]) -> bytes:
    """The words alone, as paragraphs."""
    source = (
        f"#set text(font: {json.dumps(list(FAMILIES)).replace('[', '(').replace(']', ')')})\n"
        "#for one in json(bytes(sys.inputs.texts)) { par(one) }"
    )
    compiler = typst.Compiler(
        source.encode(), font_paths=pdf.fonts(), sys_inputs={"texts": json.dumps(texts)}
    )
    written = compiler.compile(format="pdf", pdf_tags=False)
    assert isinstance(written, bytes)
    return written


def seconds(job: Callable[[], object]) -> float:
    """How long ``job`` takes."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def measured() -> dict[str, float]:
    """Seconds of each, fonts loaded beforehand."""
    texts = [note.text for note in long_evening().notes.values()]
    floor(texts[:5])
    whole = made()
    return {
        "floor": seconds(lambda: floor(texts)),
        "document": seconds(made),
        "pdf": seconds(lambda: pdf.write(whole)),
        "docx": seconds(lambda: docx.write(whole)),
    }


def main() -> None:
    """Print it."""
    found = measured()
    for name, took in found.items():
        print(f"{name:<10}{took:7.2f} s   {took / found['floor']:5.1f} times the floor")


if __name__ == "__main__":
    main()
