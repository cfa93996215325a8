"""What the reader of workbooks keeps to itself: error values and percentages of an XLSX sheet (单元格标记).

python-calamine gives an error value as an empty cell, and a percentage as a plain number. Both are read here from the
XML of the sheet, cell by cell, with regular expressions: no XML entities are expanded, and what is not understood
leaves a cell as calamine gave it. XLS has no such marks.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Marks", "marks_of", "percent_text"]

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_FORMATS = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_PERCENT = frozenset({"9", "10"})  # ECMA-376 §18.8.30: the formats that need no entry of their own
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
Place = tuple[int, int]


class Marks(NamedTuple):
    """The error values of a sheet by place, and the places that show a percentage; rows and columns from 0 (标记)."""

    errors: Mapping[Place, str]
    percent: frozenset[Place]


_NONE = Marks({}, frozenset())


def marks_of(content: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet of an XLSX workbook by the name of the sheet (标记).

    A workbook that is laid out otherwise than usual has none.

    Raises:
        OSError, zipfile.BadZipFile, zlib.error: the archive is damaged.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            styles = _percent_styles(archive)
            return {name: _marks(archive.read(path), styles) for name, path in _paths(archive)}
    except KeyError:
        return {}


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): _plain(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(tag)}


def _plain(text: str) -> str:
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return text


def _paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet with the path of its XML."""
    relations = [_attributes(tag) for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))]
    targets = {one["Id"]: one["Target"] for one in relations if {"Id", "Target"} <= one.keys()}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        sheet = _attributes(tag)
        target = next(
            (targets[value] for name, value in sheet.items() if name.endswith(":id") and value in targets), ""
        )
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if "name" in sheet and path.startswith("xl/worksheets/"):
            yield sheet["name"], path


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of the styles that show a number as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    xml = archive.read("xl/styles.xml")
    formats = [_attributes(tag) for tag in _FORMATS.findall(xml)]
    percent = _PERCENT | {one["numFmtId"] for one in formats if "%" in one.get("formatCode", "") and "numFmtId" in one}
    styles = _STYLES.search(xml)
    tags = _STYLE.findall(styles[0]) if styles else []
    return frozenset(str(number) for number, tag in enumerate(tags) if _attributes(tag).get("numFmtId") in percent)


def _marks(xml: bytes, styles: frozenset[str]) -> Marks:
    if not styles and b"#" not in xml:
        return _NONE
    errors: dict[Place, str] = {}
    percent: set[Place] = set()
    for tag, inner in _CELL.findall(xml):
        cell = _attributes(tag)
        found = _PLACE.fullmatch(cell.get("r", ""))
        if found is None:
            continue
        place = int(found[2]) - 1, _column(found[1])
        value = _VALUE.search(inner)
        if cell.get("t") == "e":
            errors[place] = _plain(value[1].decode("utf-8", "replace")) if value else "#N/A"
        elif cell.get("s") in styles and cell.get("t", "n") == "n":
            percent.add(place)
    return Marks(errors, frozenset(percent))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def percent_text(number: float) -> str:
    """Return a number as a percentage, exactly: ``0.053`` is ``5.3%`` (百分比文本)."""
    return f"{(Decimal(repr(number)) * 100).normalize():f}%"
