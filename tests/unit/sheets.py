"""Workbooks that the tests of tables make: cells of every type, merged ranges, several sheets."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import attrs

Rows = Sequence[Sequence[object]]


@attrs.frozen
class Percent:
    """A number that the sheet shows as a percentage."""

    number: float
    form: str = "0%"


@attrs.frozen
class Formula:
    """A formula and the value that the spreadsheet last gave it."""

    text: str
    value: object


def workbook(
    rows: Rows = (),
    merges: Mapping[str, str] | None = None,
    *,
    sheets: Mapping[str, Rows] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """Return an XLSX file: one sheet called 名单, or several; merged ranges by area in the first."""
    content = io.BytesIO()
    book = import_module("xlsxwriter").Workbook(content, {"in_memory": True})
    for name, table in (sheets or {"名单": rows}).items():
        page = book.add_worksheet(name)
        for row, line in enumerate(table):
            for column, cell in enumerate(line):
                _write(book, page, (row, column), cell)
        if name in hidden:
            page.hide()
        for area, text in (merges or {}).items() if page.index == 0 else ():
            page.merge_range(area, text)
    book.close()
    return content.getvalue()


def _write(book: Any, page: Any, place: tuple[int, int], cell: object) -> None:  # noqa: ANN401 - has no types
    if isinstance(cell, str):
        if cell:
            page.write_string(*place, cell)
    elif isinstance(cell, bool):
        page.write_boolean(*place, cell)
    elif isinstance(cell, (int, float)):
        page.write_number(*place, cell)
    elif isinstance(cell, Percent):
        page.write_number(*place, cell.number, book.add_format({"num_format": cell.form}))
    elif isinstance(cell, Formula):
        page.write_formula(*place, cell.text, None, cell.value)
    elif isinstance(cell, (datetime, date, time, timedelta)):
        form = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm"}[type(cell)]
        page.write_datetime(*place, cell, book.add_format({"num_format": form}))
