"""Reading XLS and XLSX workbooks through python-calamine, extra ``table`` (工作簿)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from importlib import import_module
from typing import TypeVar

import attrs

from shuangsuiji.errors import InvalidValueError, MissingExtraError, UnknownNameError
from shuangsuiji.tables.cells import NotText, cell_text
from shuangsuiji.tables.column_names import Merge
from shuangsuiji.tables.sheet_marks import Marks, marks_of, percent_text

__all__ = ["Sheet", "choose_sheet", "read_workbook", "workbook_form"]

T = TypeVar("T")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which an XLSX with a password is kept
_ZIP, _OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXACT = 10**15  # a spreadsheet keeps fifteen digits
_SIXTY = 60
_LOCKED = ("已加密，请去除密码后另存", "it is encrypted; save it without a password")
_DAMAGED = ("已损坏、已加密，或不是 XLS、XLSX 工作簿", "it is damaged, encrypted, or no XLS or XLSX workbook")


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet of a workbook (工作表).

    Attributes:
        name: its name.
        rows: its rows from row 1 on; the value of a cell merged over several rows stands in each of them.
        merges: merged ranges.
        covered: columns that a merged cell of a row above fills, by row, both from 0.
        hidden: whether the spreadsheet hides it.

    """

    name: str
    rows: Sequence[Sequence[object]]
    merges: tuple[Merge, ...] = ()
    covered: Mapping[int, frozenset[int]] = attrs.field(factory=dict[int, frozenset[int]])
    hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell_text(cell).strip() for row in self.rows for cell in row)


def workbook_form(content: bytes) -> str | None:
    """Return ``xlsx`` or ``xls`` where the bytes are those of a workbook, else None (工作簿格式)."""
    return "xlsx" if content.startswith(_ZIP) else "xls" if content.startswith(_OLE2) else None


def read_workbook(content: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook; numbers stay numbers, what else is no text is text as it is shown (读取工作簿).

    Args:
        content: the bytes of an XLS or XLSX file.
        name: what an error calls it.

    Raises:
        InvalidValueError: encrypted, damaged, or a file of another kind.
        MissingExtraError: python-calamine is not installed.

    """
    if workbook_form(content) == "xlsx" and not _has_workbook(content):
        raise _unreadable(name, "压缩包内没有工作簿，或文件已损坏", "no workbook in the archive, or damaged")
    if workbook_form(content) == "xls" and _ENCRYPTED in content:
        raise _unreadable(name, *_LOCKED)
    try:
        calamine = import_module("python_calamine")
    except ImportError:
        raise MissingExtraError(feature="XLS/XLSX", package="python-calamine", extra="table") from None
    book = _guarded(name, lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)))
    marks = _guarded(name, lambda: marks_of(content)) if workbook_form(content) == "xlsx" else {}
    sheets: list[Sheet] = []
    for about in book.sheets_metadata:
        found = _guarded(name, partial(book.get_sheet_by_name, about.name))
        rows = _guarded(name, partial(found.to_python, skip_empty_area=False))
        areas = _guarded(name, partial(getattr, found, "merged_cell_ranges")) or ()
        merges = tuple(Merge(*top_left, *bottom_right) for top_left, bottom_right in areas)
        hidden = about.visible != calamine.SheetVisibleEnum.Visible
        sheets.append(_sheet(about.name, rows, merges, marks.get(about.name), hidden=hidden))
    return sheets


def _has_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(path.startswith("xl/") for path in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _guarded(name: str, read: Callable[[], T]) -> T:
    """Return what calamine reads, or raise the one error for what it cannot read."""
    try:
        return read()
    except BaseException as error:  # a panic in the Rust of calamine is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            reasons = _LOCKED if type(error).__name__ == "PasswordError" else _DAMAGED
            raise _unreadable(name, *reasons, str(error)) from None
        raise


def _unreadable(name: str, rule_zh: str, rule: str, seen: str = "") -> InvalidValueError:
    return InvalidValueError(
        field=name, rule_zh=f"工作簿无法读取：{rule_zh}", rule=f"the workbook cannot be read: {rule}", value=seen
    )


def _sheet(
    name: str, cells: Sequence[Sequence[object]], merges: tuple[Merge, ...], marks: Marks | None, *, hidden: bool
) -> Sheet:
    percent = marks.percent if marks else frozenset[tuple[int, int]]()
    rows = [
        [_cell(cell, is_percent=(row, column) in percent) for column, cell in enumerate(line)]
        for row, line in enumerate(cells)
    ]
    for (row, column), error in marks.errors.items() if marks else ():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    covered: dict[int, set[int]] = {}
    for one in merges:
        if one.top >= len(rows) or one.left >= len(rows[one.top]):
            continue
        for row in range(one.top + 1, min(one.bottom + 1, len(rows))):
            rows[row][one.left] = rows[one.top][one.left]
            covered.setdefault(row, set()).add(one.left)
    frozen = {row: frozenset(columns) for row, columns in covered.items()}
    return Sheet(name=name, rows=rows, merges=merges, covered=frozen, hidden=hidden)


def _cell(cell: object, *, is_percent: bool) -> object:
    """Return a cell: text and numbers as they are, anything else as it is shown."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if is_percent:
            return NotText(percent_text(cell))
        return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT else cell
    return NotText(_shown(cell))


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), _SIXTY)
        return f"{minutes // _SIXTY}:{minutes % _SIXTY:02d}:{seconds:02d}"
    return str(cell.date() if isinstance(cell, datetime) and cell.time() == time() else cell)


def choose_sheet(
    sheets: Sequence[Sheet], wanted: str | None, has_header: Callable[[Sheet], bool]
) -> tuple[Sheet | None, tuple[str, ...]]:
    """Return the sheet to read, and the names of the others that hold anything (选定工作表).

    The sheet named, else the first with a header, visible ones before hidden ones, else the first that is not empty.

    Raises:
        UnknownNameError: no sheet of the name wanted.

    """
    filled = [sheet for sheet in sheets if not sheet.is_empty]
    ordered = sorted(filled, key=lambda sheet: sheet.hidden)
    if wanted is None:
        chosen = next((sheet for sheet in ordered if has_header(sheet)), ordered[0] if ordered else None)
    else:
        chosen = next((sheet for sheet in sheets if sheet.name == wanted), None)
        if chosen is None:
            raise UnknownNameError(field="sheet", value=wanted, known="、".join(sheet.name for sheet in sheets))
    return chosen, tuple(sheet.name for sheet in filled if sheet is not chosen)
