"""By when: what is surely a date, and what stays words."""

from datetime import date

import pytest

from facilitation.series import due_date

FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("by", "language"),
    [
        ("2026-12-01", "nl"),
        ("1-12-2026", "nl"),
        ("01-12-2026", "nl"),
        ("1/12/2026", "nl"),
        ("1.12.2026", "de"),
        ("1 december 2026", "nl"),
        (" 1  December 2026 ", "nl"),
        ("1 dec. 2026", "nl"),
        ("dinsdag 1 december 2026", "nl"),
        ("di 1 dec 2026", "nl"),
        ("December 1, 2026", "en"),
        ("1 december 2026", "tr"),  # a Dutch word in a Turkish evening
        ("1 Aralık 2026", "tr"),
        ("1. Dezember 2026", "de"),
        ("1er décembre 2026", "fr"),
        ("1 de diciembre de 2026", "es"),
        ("1 grudnia 2026 r.", "pl"),
        ("1 грудня 2026 р.", "uk"),
        ("١ ديسمبر ٢٠٢٦", "ar"),
        ("1 december 2026", "not a language"),
    ],
)
def test_date_is_read(by: str, language: str) -> None:
    assert due_date(by, language) == FIRST


@pytest.mark.parametrize(
    "by",
    [
        "",
        "1 mei",
        "mei 2026",
        "voor de kerstvakantie",
        "31-02-2026",
        "2026-13-01",
        "1 december 26",
        "1-12-0026",
        "1-12-2026 of 2-12-2026",
        "1 blaadje 2026",
        "vrijdag",
        "20261201",
        "9" * 60,
    ],
)
def test_words_stay_words(by: str) -> None:
    assert due_date(by, "nl") is None
