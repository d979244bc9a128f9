"""Independent readers of what we write: pypdf for PDF, python's own zip and XML for DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made), strict=True)


def pdf_text(made: bytes) -> str:
    """All words of its pages."""
    return "\n".join(page.extract_text() for page in reader(made).pages)


class Tag:
    """An element of the structure tree: its name, language, alternative text, scope, children."""

    def __init__(self, element: DictionaryObject) -> None:
        self.name = str(element["/S"]).lstrip("/")
        self.language = str(element.get("/Lang", ""))
        self.alternative = str(element.get("/Alt", ""))
        self.scope = _scope(element.get("/A"))
        kids = element.get("/K", ArrayObject())
        listed = kids if isinstance(kids, ArrayObject) else [kids]
        found = [kid.get_object() for kid in listed if not isinstance(kid, int)]
        self.children = [
            Tag(kid) for kid in found if isinstance(kid, DictionaryObject) and "/S" in kid
        ]

    def all(self) -> Iterator[Tag]:
        """This one and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all()


def _scope(attributes: Any) -> str:
    if attributes is None:
        return ""
    attributes = attributes.get_object()
    listed = attributes if isinstance(attributes, ArrayObject) else [attributes]
    for one in listed:
        if "/Scope" in one.get_object():
            return str(one.get_object()["/Scope"]).lstrip("/")
    return ""


def tags(made: bytes) -> list[Tag]:
    """The whole structure tree, in reading order."""
    root = reader(made).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    kids = root["/K"]
    listed = kids if isinstance(kids, ArrayObject) else [kids]
    return [tag for kid in listed for tag in Tag(kid.get_object()).all()]


def part(made: bytes, name: str) -> ElementTree.Element:
    """A part of a DOCX as XML."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return ElementTree.fromstring(file.read(name))


def docx_text(made: bytes) -> str:
    """All words of its body."""
    body = part(made, "word/document.xml")
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in body.iter(f"{W}p")
    )
