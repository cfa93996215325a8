"""Rows out of what people hand over: workbooks, CSV files, lists of dicts, data frames (数据来源)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias, cast

import attrs

from shuangsuiji.errors import BundleError, InvalidValueError, MissingExtraError
from shuangsuiji.tables.cells import cell_text, shown
from shuangsuiji.tables.column_names import HEADER_ROWS, ColumnNames, Header, Merge
from shuangsuiji.tables.headers import OBJECT_NAMES
from shuangsuiji.tables.workbooks import Sheet, choose_sheet, read_workbook, workbook_form
from shuangsuiji.values import FrozenMap

__all__ = ["NOTHING_GIVEN", "Grid", "TableSource", "open_source"]

Cells = Sequence[object]
_DELIMITERS = (",", "\t", ";", "|")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PROBE = 65_536


class _Frame(Protocol):
    """Anything that narwhals may know as an eager data frame."""

    def __dataframe__(self) -> object: ...


TableSource: TypeAlias = str | Path | bytes | Iterable[Mapping[str, object]] | _Frame


NOTHING_GIVEN: Mapping[str, str] = FrozenMap()


def _nothing_covered() -> Mapping[int, frozenset[int]]:
    return {}


@attrs.frozen(kw_only=True)
class Grid:
    """Rows of cells with the name and the encoding of where they came from (单元格).

    Attributes:
        name: file name, or what kind of thing was handed over.
        encoding: ``utf-8``, ``gb18030``, ``xlsx`` or ``xls``; ``-`` where there were no bytes.
        read: gives the rows, header and title rows included, row 1 first; as often as it is called.
        sheet: name of the sheet of a workbook, else empty.
        other_sheets: the other sheets that are not empty.
        merges: merged ranges of a sheet.
        covered: columns, from 0, that a merged cell of a row above fills, by number of the row, from 1.

    """

    name: str
    encoding: str
    read: Callable[[], Iterator[Cells]]
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    covered: Mapping[int, frozenset[int]] = attrs.field(factory=_nothing_covered)

    def find_header(self, names: ColumnNames, given: Mapping[str, str]) -> Header | None:
        """Return the header, without the unnamed columns at its end where the grid is a sheet, None where none is."""
        first = [shown(row) for row in islice(self.read(), HEADER_ROWS + 2)]
        found = names.find_header(first, given, self.merges)
        while found and self.sheet and not found.names[-1]:
            found.names.pop()
        return found

    def body(self, header: Header) -> Iterator[Cells]:
        """Yield the rows below the header; a sheet's without the cells behind the header, where these are empty."""
        for row in islice(self.read(), header.last + 1, None):
            behind = self.sheet and not any(cell_text(cell).strip() for cell in row[len(header.names) :])
            yield row[: len(header.names)] if behind else row


def open_source(
    source: TableSource,
    given: Mapping[str, str] = NOTHING_GIVEN,
    names: ColumnNames = OBJECT_NAMES,
    sheet: str | None = None,
) -> Grid:
    """Return the rows of a source (数据来源).

    Args:
        source: path of a CSV, XLSX or XLS file, its bytes, an iterable of dicts, or an eager data frame that narwhals
            knows. A workbook is known by its content, whatever its name.
        given: field by column name, for columns whose names do not speak for themselves.
        names: the names that columns of such a list have.
        sheet: name of the sheet of a workbook; without it the first in which a header is found.

    Raises:
        BundleError: the file cannot be read.
        InvalidValueError: bytes that are neither UTF-8 nor GB18030 nor a workbook that can be read, a source of another
            kind, or a sheet of what is no workbook.
        MissingExtraError: a data frame, and narwhals is not installed, or a workbook, and python-calamine is not.
        UnknownNameError: the workbook has no such sheet.

    """
    if isinstance(source, (str, Path, bytes)):
        content = source if isinstance(source, bytes) else _read(Path(source))
        name = "bytes" if isinstance(source, bytes) else Path(source).name
        if workbook_form(content) is not None:
            return _workbook(content, name, lambda grid: grid.find_header(names, given) is not None, sheet)
        _refuse_sheet(sheet)
        return _csv(content, name, lambda row: len(names.positions(row, given)))
    _refuse_sheet(sheet)
    if hasattr(type(source), "columns"):
        return _frame(source)
    if isinstance(source, Iterable):
        return _dicts(source)
    raise _no_source(source)


def _refuse_sheet(sheet: str | None) -> None:
    if sheet is not None:
        zh, en = "只有 XLS、XLSX 工作簿才有工作表", "only XLS and XLSX workbooks have sheets"
        raise InvalidValueError(field="sheet", rule_zh=zh, rule=en, value=sheet)


def _workbook(content: bytes, name: str, has_header: Callable[[Grid], bool], wanted: str | None) -> Grid:
    empty = Grid(name=name, encoding=workbook_form(content) or "-", read=lambda: iter(()))

    def grid_of(sheet: Sheet) -> Grid:
        covered = {row + 1: columns for row, columns in sheet.covered.items()}
        rows = sheet.rows
        return attrs.evolve(empty, read=lambda: iter(rows), sheet=sheet.name, merges=sheet.merges, covered=covered)

    chosen, others = choose_sheet(read_workbook(content, name), wanted, lambda sheet: has_header(grid_of(sheet)))
    return empty if chosen is None else attrs.evolve(grid_of(chosen), other_sheets=others)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError.because(path, error, "无法读取", "cannot be read") from None


def _csv(content: bytes, name: str, known: Callable[[Sequence[str]], int]) -> Grid:
    text, encoding = _decode(content, name)

    def rows(delimiter: str) -> Iterator[Cells]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            zh = f"第 {reader.line_num} 行附近无法解析，可能有引号未闭合或单元格过长"
            en = f"cannot be parsed near line {reader.line_num}: an open quotation mark, or a cell too long"
            raise InvalidValueError(field=name, rule_zh=zh, rule=en, value=str(error)) from None

    def known_columns(delimiter: str) -> int:
        """Count the columns that this delimiter makes of a header with known names."""
        first = [list(map(str, row)) for row in islice(rows(delimiter), HEADER_ROWS)]
        return max(map(known, first), default=0)

    delimiter = max(_DELIMITERS, key=known_columns)
    _check_quotes(text, name, delimiter)
    return Grid(name=name, encoding=encoding, read=lambda: rows(delimiter))


def _check_quotes(text: str, name: str, delimiter: str) -> None:
    """Refuse a file whose last quotation mark is never closed: everything behind it would be one cell."""
    if text.count('"') % 2 == 0:
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            zh, en = "引号未闭合，其后各行被并入一个单元格", "a quotation mark is never closed"
            raise InvalidValueError(field=name, rule_zh=zh, rule=en, value=str(error)) from None


def _decode(content: bytes, name: str) -> tuple[str, str]:
    """Return the text: UTF-8 strictly, then GB18030, which holds every Chinese character; never GBK, which does not."""
    if not content.startswith(_UTF16) and b"\x00" not in content[:_PROBE]:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding).removeprefix("\ufeff"), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                continue
    raise InvalidValueError(
        field=name,
        rule_zh="应为 XLSX、XLS 工作簿，或 UTF-8、GB18030 编码的 CSV 文本，请另存为“CSV UTF-8”",
        rule="must be an XLSX or XLS workbook, or CSV text in UTF-8 or GB18030",
        value=content[:8],
    )


def _dicts(source: Iterable[object]) -> Grid:
    """Return a header of all keys and the rows below it; a key that a row lacks is an empty cell."""
    kept: list[Mapping[object, object]] = []
    for row in source:
        if not isinstance(row, Mapping):
            raise InvalidValueError(
                field="rows", rule_zh="每行应为字典", rule="every row must be a dict", value=type(row).__name__
            )
        kept.append(cast("Mapping[object, object]", row))
    names = tuple(dict.fromkeys(name for row in kept for name in row))

    def rows() -> Iterator[Cells]:
        yield [str(name) for name in names]
        yield from ([row.get(name) for name in names] for row in kept)

    return Grid(name="rows", encoding="-", read=rows)


def _frame(source: object) -> Grid:
    try:
        narwhals = import_module("narwhals")
    except ImportError:
        raise MissingExtraError(feature="DataFrame", package="narwhals", extra="frames") from None
    try:
        frame = narwhals.from_native(source, eager_only=True)
        names = list(frame.columns)
    except (TypeError, ValueError) as error:
        raise _no_source(source, str(error)) from None

    def rows() -> Iterator[Cells]:
        yield names
        yield from frame.iter_rows()

    return Grid(name=type(source).__name__, encoding="-", read=rows)


def _no_source(source: object, reason: str = "") -> InvalidValueError:
    zh = "应为 CSV、XLSX、XLS 文件路径、字典列表或列名不重复的 DataFrame（LazyFrame 请先 collect）"
    en = "must be a path of a CSV or Excel file, a list of dicts or an eager data frame without a column twice"
    seen = f"{type(source).__name__} {reason}".strip()
    return InvalidValueError(field="source", rule_zh=zh, rule=en, value=seen)
