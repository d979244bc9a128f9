"""Many pictures on one sheet, so that a language can be looked through in a few minutes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from tests.example.evening import PHONES, SCREENS

WIDE = 2000
"""Pixels across a sheet."""
LABEL = 18
ACROSS = {"hall": 3, "hall-4x3": 4, "chair": 2, "minute-taker": 2, "still": 5, "desk": 4}
PHONES_ACROSS = 5
KINDS = (*SCREENS, *PHONES, "still", "desk")
TALLEST = 1400
"""Of a long page only so much is shown."""


def sheets(folder: Path) -> None:
    """A sheet for each screen, beside its pictures, as ``sheet-<screen>-<n>.png``."""
    for old in folder.glob("sheet-*.png"):
        old.unlink()
    kinds: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.png"), key=lambda one: one.stat().st_mtime_ns):
        kinds.setdefault(_kind(file.stem), []).append(file)
    for kind, files in kinds.items():
        across = ACROSS.get(kind, PHONES_ACROSS)
        per_sheet = across * (2 if kind in ("still", "remote", *PHONES) else 3)
        for number in range(0, len(files), per_sheet):
            sheet = _sheet(files[number : number + per_sheet], across)
            sheet.save(folder / f"sheet-{kind}-{number // per_sheet + 1}.png")


def _kind(stem: str) -> str:
    return max((kind for kind in KINDS if stem.startswith(f"{kind}-")), key=len)


def _sheet(files: list[Path], across: int) -> Image.Image:
    width = WIDE // across
    cells = [_cell(file, width) for file in files]
    rows = [cells[start : start + across] for start in range(0, len(cells), across)]
    heights = [max(cell.height for cell in row) for row in rows]
    sheet = Image.new("RGB", (WIDE, sum(heights)), "grey")
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for column, cell in enumerate(row):
            sheet.paste(cell, (column * width, top))
        top += height
    return sheet


def _cell(file: Path, width: int) -> Image.Image:
    with Image.open(file) as picture:
        scale = (width - 6) / picture.width
        small = picture.convert("RGB").resize((width - 6, round(picture.height * scale)))
    small = small.crop((0, 0, small.width, min(small.height, TALLEST)))
    cell = Image.new("RGB", (width, small.height + LABEL + 6), "white")
    ImageDraw.Draw(cell).text((4, 3), file.stem, fill="black")
    cell.paste(small, (3, LABEL))
    return cell
