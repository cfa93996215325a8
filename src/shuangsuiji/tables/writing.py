"""Writing tables as XLSX workbooks through xlsxwriter, extra ``table``: every cell is text (写出表格)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from unicodedata import east_asian_width

from shuangsuiji.errors import BundleError, InvalidValueError, MissingExtraError
from shuangsuiji.registry import InspectionObject, ObjectPool

__all__ = ["is_xlsx", "table_xlsx", "write_objects", "write_table"]

_MOST_ROWS, _MOST_COLUMNS, _LONGEST = 1_048_576, 16_384, 32_767
_TEXT = 49  # the format @ of ECMA-376 §18.8.30: what is typed stays text
_NARROWEST, _WIDEST, _PROBE = 8, 60, 200
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - the zip's own zero: the same table gives the same bytes
_OBJECT_HEADER = (
    "检查对象代码", "名称", "检查对象类别", "行政区划", "所属市场主体", "标签", "审批部门", "主管部门",
)  # fmt: skip


def is_xlsx(path: str | Path) -> bool:
    """Tell whether a file is called an XLSX workbook (是否工作簿)."""
    return Path(path).suffix.lower() == ".xlsx"


def table_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str = "Sheet1") -> bytes:
    """Return a table as the bytes of a workbook: cells as text, also where they look like a formula (工作簿字节).

    Args:
        header: names of the columns.
        rows: cells, all text.
        sheet: name of the sheet.

    Raises:
        InvalidValueError: more rows or columns, or a longer cell, than a sheet can hold.
        MissingExtraError: xlsxwriter is not installed.

    """
    try:
        xlsxwriter = import_module("xlsxwriter")
    except ImportError:
        raise MissingExtraError(feature="XLSX", package="xlsxwriter", extra="table") from None
    table = [header, *rows]
    _check_size(table)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": _MADE})
    text, bold = (
        book.add_format({"num_format": _TEXT}),
        book.add_format({"num_format": _TEXT, "bold": True, "bottom": 1}),
    )
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for column, width in enumerate(_widths(table)):
        page.set_column(column, column, width, text)
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            page.write_string(number, column, cell, text if number else bold)
    book.close()
    return content.getvalue()


def _check_size(table: Sequence[Sequence[str]]) -> None:
    columns = max(map(len, table))
    longest = max((len(cell) for row in table for cell in row), default=0)
    for number, most, zh, en in (
        (len(table), _MOST_ROWS, "行", "rows"),
        (columns, _MOST_COLUMNS, "列", "columns"),
        (longest, _LONGEST, "个字符（单元格）", "characters in a cell"),
    ):
        if number > most:
            raise InvalidValueError(
                field="XLSX",
                rule_zh=f"工作表至多 {most} {zh}，请改用 CSV",
                rule=f"a sheet holds at the most {most} {en}; write CSV",
                value=number,
            )


def _widths(table: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield how wide each column should be, by what its first rows hold."""
    first = table[:_PROBE]
    for column in range(max(map(len, first))):
        widest = max(_width(row[column]) for row in first if column < len(row))
        yield min(max(widest + 2, _NARROWEST), _WIDEST)


def _width(text: str) -> int:
    lines = text.splitlines() or [""]
    return max(sum(2 if east_asian_width(character) in "WF" else 1 for character in line) for line in lines)


def write_table(
    path: str | Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str = "Sheet1"
) -> Path:
    """Write a table to an XLSX file, cells as text, and return its path (写出表格).

    Raises:
        BundleError: the file cannot be written.
        InvalidValueError: more rows or columns, or a longer cell, than a sheet can hold.
        MissingExtraError: xlsxwriter is not installed.

    """
    content = table_xlsx(header, rows, sheet=sheet)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise BundleError.because(path, error, "无法写入", "cannot be written") from None
    return Path(path)


def write_objects(pool: ObjectPool, path: str | Path) -> Path:
    """Write the objects of a pool to an XLSX file that ``import_objects`` reads back, codes as text (写出名录库).

    Raises:
        BundleError: the file cannot be written.
        InvalidValueError: more objects than a sheet can hold.
        MissingExtraError: xlsxwriter is not installed.

    """
    names = tuple(pool.columns.attributes)
    return write_table(path, (*_OBJECT_HEADER, *names), (_object_row(one, names) for one in pool), sheet="名录库")


def _object_row(one: InspectionObject, names: Sequence[str]) -> list[str]:
    departments = (",".join(one.approved_by), ",".join(one.supervised_by))
    fixed = (one.id, one.name, one.kind.value, one.region, one.holder, ",".join(one.tags), *departments)
    return [*fixed, *(one.attributes.get(name, "") for name in names)]
