"""Rows out of what people hand over: CSV files, lists of dicts, data frames (数据来源)."""

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
from shuangsuiji.tables.headers import HEADER_ROWS, map_header
from shuangsuiji.values import FrozenMap

__all__ = ["Grid", "TableSource", "open_source"]

Cells = Sequence[object]
_DELIMITERS = (",", "\t", ";", "|")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PROBE = 65_536


class _Frame(Protocol):
    """Anything that narwhals may know as an eager data frame."""

    def __dataframe__(self) -> object: ...


TableSource: TypeAlias = str | Path | bytes | Iterable[Mapping[str, object]] | _Frame


NOTHING_GIVEN: Mapping[str, str] = FrozenMap()


@attrs.frozen(kw_only=True)
class Grid:
    """Rows of cells with the name and the encoding of where they came from (单元格).

    Attributes:
        name: file name, or what kind of thing was handed over.
        encoding: ``utf-8`` or ``gb18030``; ``-`` where there were no bytes.
        read: gives the rows, header and title rows included, row 1 first; as often as it is called.

    """

    name: str
    encoding: str
    read: Callable[[], Iterator[Cells]]


def open_source(source: TableSource, given: Mapping[str, str] = NOTHING_GIVEN) -> Grid:
    """Return the rows of a source (数据来源).

    Args:
        source: path of a CSV file, its bytes, an iterable of dicts, or an eager data frame that narwhals knows.
        given: field by column name, for columns whose names do not speak for themselves.

    Raises:
        BundleError: the file cannot be read.
        InvalidValueError: bytes that are neither UTF-8 nor GB18030, or a source of another kind.
        MissingExtraError: a data frame, and narwhals is not installed.

    """
    if isinstance(source, (str, Path)):
        return _csv(_read(Path(source)), Path(source).name, given)
    if isinstance(source, bytes):
        return _csv(source, "bytes", given)
    if hasattr(type(source), "columns"):
        return _frame(source)
    if isinstance(source, Iterable):
        return _dicts(source)
    raise _no_source(source)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError.because(path, error, "无法读取", "cannot be read") from None


def _csv(content: bytes, name: str, given: Mapping[str, str]) -> Grid:
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
        return max((len(map_header(row, given)) for row in first), default=0)

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
        rule_zh="应为 UTF-8 或 GB18030 编码的 CSV 文本，请另存为“CSV UTF-8”",
        rule="must be CSV text in UTF-8 or GB18030",
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
    zh = "应为 CSV 文件路径、字典列表或列名不重复的 DataFrame（LazyFrame 请先 collect）"
    en = "must be a path of a CSV file, a list of dicts or an eager data frame without a column twice"
    seen = f"{type(source).__name__} {reason}".strip()
    return InvalidValueError(field="source", rule_zh=zh, rule=en, value=seen)
