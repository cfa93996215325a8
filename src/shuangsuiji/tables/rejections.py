"""Rows kept out, their reasons, and the way back: rejected rows as CSV and XLSX (退回行)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from shuangsuiji.errors import BundleError
from shuangsuiji.tables.headers import REJECTION_COLUMN
from shuangsuiji.tables.writing import is_xlsx, table_xlsx

__all__ = ["Problem", "RejectedRow", "SkippedRow", "rejected_csv", "rejected_xlsx", "write_rejected"]


@attrs.frozen(kw_only=True)
class Problem:
    """One thing about one cell (问题).

    Attributes:
        row: number of the row as a spreadsheet shows it, the header's own row counted.
        field: name of the column.
        code: stable name, such as ``identifier`` or ``duplicate``.
        zh: why, in Chinese.
        seen: what stood there.
        cell: name of the cell such as ``B13``, where the list is a sheet of a workbook; else empty.

    """

    row: int
    field: str
    code: str
    zh: str
    seen: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.cell or f'第 {self.row} 行'} {self.field}：{self.zh}；实际为 {self.seen!r}"


@attrs.frozen(kw_only=True)
class RejectedRow:
    """A row that was kept out: its cells as they stood, merged ones filled in, and why (退回行)."""

    row: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@attrs.frozen(kw_only=True)
class SkippedRow:
    """A row that lists nothing: empty, a total, a note (跳过行)."""

    row: int
    reason: str


def rejected_csv(header: Sequence[str], rejected: Iterable[RejectedRow]) -> bytes:
    """Return rejected rows with their reasons as CSV, UTF-8 with the byte order mark that Excel needs (退回行 CSV)."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_table(header, rejected))
    return text.getvalue().encode("utf-8-sig")


def rejected_xlsx(header: Sequence[str], rejected: Iterable[RejectedRow]) -> bytes:
    """Return rejected rows with their reasons as a workbook, every cell as text (退回行 XLSX).

    Raises:
        InvalidValueError: more rows, or a longer cell, than a sheet can hold.
        MissingExtraError: xlsxwriter is not installed.

    """
    names, *rows = _table(header, rejected)
    return table_xlsx(names, rows, sheet="退回行")


def write_rejected(path: str | Path, header: Sequence[str], rejected: Iterable[RejectedRow]) -> Path:
    """Write rejected rows, as a workbook where the file is called ``.xlsx``, else as CSV (写出退回行).

    Raises:
        BundleError: the file cannot be written.
        InvalidValueError: more rows, or a longer cell, than a sheet can hold.
        MissingExtraError: a workbook, and xlsxwriter is not installed.

    """
    content = rejected_xlsx(header, rejected) if is_xlsx(path) else rejected_csv(header, rejected)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise BundleError.because(path, error, "无法写入", "cannot be written") from None
    return Path(path)


def _table(header: Sequence[str], rejected: Iterable[RejectedRow]) -> list[list[str]]:
    """Return the header and the rejected rows; the reasons stand in one column behind the header's own."""
    kept = [position for position, name in enumerate(header) if name != REJECTION_COLUMN]
    table = [[*(header[position] for position in kept), REJECTION_COLUMN]]
    for row in rejected:
        cells = [row.cells[position] if position < len(row.cells) else "" for position in kept]
        reasons = "；".join(str(problem) for problem in row.problems)
        table.append([*cells, reasons, *row.cells[len(header) :]])
    return table
