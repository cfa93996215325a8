"""Error values and percentages, which the reader of workbooks keeps to itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from shuangsuiji.tables.sheet_marks import marks_of, percent_text
from tests.unit.sheets import Formula, Percent, workbook

CONTENT = workbook(sheets={"甲<&>": [["x", Percent(0.5)], [Formula("=NA()", "#N/A"), 5]], "乙": [["x"]]})


def rewritten(change: Callable[[str, bytes], bytes | None]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            text = change(name, old.read(name))
            if text is not None:
                new.writestr(name, text)
    return content.getvalue()


def test_marks_are_found_sheet_by_sheet() -> None:
    marks = marks_of(CONTENT)
    assert list(marks) == ["甲<&>", "乙"]
    assert (dict(marks["甲<&>"].errors), marks["甲<&>"].percent) == ({(1, 0): "#N/A"}, frozenset({(0, 1)}))
    assert (dict(marks["乙"].errors), marks["乙"].percent) == ({}, frozenset())


def test_elements_with_a_prefix_are_understood() -> None:
    def prefixed(name: str, text: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return text
        for tag in (b"c", b"v", b"row", b"sheetData"):
            text = text.replace(b"<%b " % tag, b"<x:%b " % tag).replace(b"<%b>" % tag, b"<x:%b>" % tag)
            text = text.replace(b"</%b>" % tag, b"</x:%b>" % tag)
        return text

    marks = marks_of(rewritten(prefixed))["甲<&>"]
    assert (dict(marks.errors), marks.percent) == ({(1, 0): "#N/A"}, frozenset({(0, 1)}))


@pytest.mark.parametrize("missing", ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_what_is_missing_leaves_cells_without_marks(missing: str) -> None:
    marks = marks_of(rewritten(lambda name, text: None if name == missing else text))
    assert all(not one.percent for one in marks.values())


def test_what_is_no_zip_raises() -> None:
    for content in (b"\xd0\xcf\x11\xe0", CONTENT[:300]):
        with pytest.raises(zipfile.BadZipFile):
            marks_of(content)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.05, "5%"), (0.053, "5.3%"), (1, "100%"), (0.07, "7%"), (12, "1200%"), (0, "0%")],
)
def test_percentages_are_exact(number: float, text: str) -> None:
    assert percent_text(number) == text
