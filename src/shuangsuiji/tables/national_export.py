"""Rows of the national publicity system as JSON, CSV and workbooks, and JSON back in: 2.1.3, 3.3.4 (公示系统文件).

JSON is an object whose keys are the market entities (3.3.3), each with the list of its rows. A table has one line an
item, the entity first, then the field names of the system.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from shuangsuiji.errors import BundleError, InvalidJsonError
from shuangsuiji.inspection import NATIONAL_DETAIL_FIELDS, NATIONAL_FIELDS, NationalRow, national_mapping, national_row
from shuangsuiji.tables.writing import is_xlsx, write_table

__all__ = ["national_csv", "national_json", "parse_national_json", "write_national"]

_HOLDER = "市场主体"
_HEADER = (_HOLDER, *NATIONAL_FIELDS, *NATIONAL_DETAIL_FIELDS)
_LEADING = "=+-@"  # what a spreadsheet takes for a formula when it opens a CSV, of full width, too
_FORMULA = (*_LEADING, *(chr(ord(sign) + 0xFEE0) for sign in _LEADING))


def national_json(rows: Iterable[NationalRow], *, indent: int | None = 2) -> str:
    """Return rows as JSON, by market entity, under the field names of the national system (公示系统 JSON)."""
    by_holder: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_holder.setdefault(row.holder, []).append(national_mapping(row))
    return json.dumps(by_holder, ensure_ascii=False, indent=indent)


def parse_national_json(text: str | bytes) -> tuple[NationalRow, ...]:
    """Return the rows in such a JSON text, outcomes by name (公示系统 JSON 读入).

    Where ``details`` is a text that holds JSON, as some records have it, it is read too.

    Raises:
        InvalidJsonError: no JSON, or no lists of rows by market entity.
        UnknownNameError: a field that is missing, an outcome that is a number or a wording that is not known.
        InvalidValueError: a field of the wrong form.

    """
    document = _loaded(text)
    if not isinstance(document, dict):
        raise _refused("$", "应为以市场主体为键的对象", "must be an object by market entity")
    found: list[NationalRow] = []
    for holder, given in cast("dict[str, object]", document).items():
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in cast("list[object]", given)):
            raise _refused(f"$.{holder}", "应为记录的列表", "must be a list of rows")
        for one in cast("list[dict[str, object]]", given):
            details = one.get("details")
            row = {**one, "details": _loaded(details)} if isinstance(details, str) else one
            found.append(national_row(row, holder=holder))
    return tuple(found)


def _loaded(text: str | bytes) -> object:
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError) as error:
        raise _refused("$", f"不是 JSON：{error}", f"no JSON: {error}") from None


def _refused(path: str, zh: str, en: str) -> InvalidJsonError:
    problems = [(path, zh, en)]
    return InvalidJsonError(kind="NationalRow", problems=problems, shown_zh=f"{path} {zh}", shown=f"{path} {en}")


def national_csv(rows: Iterable[NationalRow]) -> bytes:
    """Return rows as CSV, one line an item, UTF-8 with the byte order mark that Excel needs (公示系统 CSV).

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    safe = ([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in line] for line in _lines(rows))
    csv.writer(text).writerows([_HEADER, *safe])
    return text.getvalue().encode("utf-8-sig")


def _lines(rows: Iterable[NationalRow]) -> Iterator[list[str]]:
    for row in rows:
        given: Mapping[str, object] = national_mapping(row)
        first = [row.holder, *(str(given[name]) for name in NATIONAL_FIELDS)]
        for one in cast("Sequence[Mapping[str, object]]", given["details"]):
            yield [*first, *(str(one[name]) for name in NATIONAL_DETAIL_FIELDS)]


def write_national(rows: Iterable[NationalRow], path: str | Path) -> Path:
    """Write rows to a file and return its path: ``.json``, ``.xlsx``, or else CSV (写出公示系统文件).

    Raises:
        BundleError: the file cannot be written.
        InvalidValueError: more lines, or a longer cell, than a sheet can hold.
        MissingExtraError: a workbook, and xlsxwriter is not installed.

    """
    target = Path(path)
    if is_xlsx(target):
        return write_table(target, _HEADER, _lines(rows), sheet="公示系统")
    content = f"{national_json(rows)}\n".encode() if target.suffix.lower() == ".json" else national_csv(rows)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise BundleError.because(path, error, "无法写入", "cannot be written") from None
    return target
