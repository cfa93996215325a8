"""The two forms of files in a bundle, sheets and tables, to the byte: SSJ-1 §3 (文件格式)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from unicodedata import is_normalized

from shuangsuiji.errors import InvalidFormError
from shuangsuiji.lottery.digest import Algorithm, hash_bytes, hasher
from shuangsuiji.values.fields import field_fault

__all__ = ["CHUNK_LINES", "SHEET_HEAD", "lines_digest", "parse_sheet", "parse_table", "sheet_bytes", "table_bytes"]

CHUNK_LINES = 1_048_576
SHEET_HEAD = "ssj1"
_BOM = b"\xef\xbb\xbf"


def parse_table(content: bytes, file: str, columns: int) -> list[tuple[str, ...]]:
    """Return the rows of a table: TAB-separated, LF after every line, sorted bytewise, unique (表).

    Raises:
        InvalidFormError: the first fault found, with its check code, the rule and the line.

    """
    lines = _lines(content, file)
    _check_order(lines, file)
    rows: list[tuple[str, ...]] = []
    checked: dict[str, tuple[str, str] | None] = {}
    for number, line in enumerate(lines, 1):
        cells = tuple(line.split("\t"))
        if len(cells) != columns:
            zh, en = f"每行应有 {columns} 列", f"every line must have {columns} columns"
            raise form_error("form.columns", file, zh, en, f"line {number}: {len(cells)}")
        for cell in cells:
            if cell not in checked:
                checked[cell] = field_fault(cell)
            fault = checked[cell]
            if fault is not None:
                raise form_error(
                    "form.field", file, f"字段{fault[0]}", f"a field {fault[1]}", f"line {number}: {cell!r}"
                )
        rows.append(cells)
    return rows


def table_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the bytes of a table; the rows may come in any order."""
    return "".join(sorted("\t".join(row) + "\n" for row in rows)).encode()


def parse_sheet(content: bytes, file: str) -> dict[str, str]:
    """Return the entries of a sheet: first line ``ssj1``, then ``key=value`` lines sorted bytewise (单).

    Raises:
        InvalidFormError: the first fault found, with its check code, the rule and the line.

    """
    lines = _lines(content, file)
    if not lines or lines[0] != SHEET_HEAD:
        raise form_error("form.head", file, "首行应为 ssj1", "the first line must be ssj1", "line 1")
    _check_order(lines[1:], file)
    entries: dict[str, str] = {}
    for number, line in enumerate(lines[1:], 2):
        key, separator, value = line.partition("=")
        if not separator or key in entries:
            zh, en = "应为 键=值，键不得重复", "must be key=value, each key once"
            raise form_error("form.key", file, zh, en, f"line {number}: {key!r}")
        if not is_normalized("NFC", line):
            zh, en = "整行应为 Unicode NFC 规范形式", "a line must be in Unicode normal form NFC"
            raise form_error("form.field", file, zh, en, f"line {number}: {line!r}")
        for part in (key, value):
            fault = field_fault(part)
            if fault is not None:
                raise form_error(
                    "form.field", file, f"字段{fault[0]}", f"a field {fault[1]}", f"line {number}: {part!r}"
                )
        entries[key] = value
    return entries


def sheet_bytes(entries: Mapping[str, str]) -> bytes:
    """Return the bytes of a sheet; the entries may come in any order."""
    lines = sorted(f"{key}={value}" for key, value in entries.items())
    return "".join(f"{line}\n" for line in [SHEET_HEAD, *lines]).encode()


def lines_digest(alg: Algorithm, content: bytes) -> str:
    """Return the hash of a table: of the file up to 1,048,576 lines, above that of the list of its chunks' hashes."""
    if content.count(b"\n") <= CHUNK_LINES:
        return hash_bytes(alg, content)
    whole = hasher(alg)
    start = 0
    while start < len(content):
        end = start
        for _ in range(CHUNK_LINES):
            end = content.find(b"\n", end) + 1 or len(content)
            if end == len(content):
                break
        whole.update(f"{hash_bytes(alg, content[start:end])}\n".encode())
        start = end
    return whole.hexdigest()


def form_error(check: str, file: str, rule_zh: str, rule: str, where: str) -> InvalidFormError:
    """Return the error for a fault of form, under the code of the check that found it."""
    return InvalidFormError(check=check, file=file, rule_zh=rule_zh, rule=rule, where=where)


def _lines(content: bytes, file: str) -> list[str]:
    """Return the lines of a file after the checks that concern its bytes."""
    if content.startswith(_BOM):
        raise form_error("form.bom", file, "不得带 BOM", "must not begin with a byte order mark", "byte 1")
    carriage_return = content.find(b"\r") + 1
    if carriage_return:
        raise form_error("form.cr", file, "不得含回车符 CR", "must not contain CR", f"byte {carriage_return}")
    if content and not content.endswith(b"\n"):
        raise form_error("form.newline", file, "每行须以换行符 LF 结束", "every line must end with LF", "last line")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise form_error("form.utf8", file, "应为 UTF-8", "must be UTF-8", f"byte {error.start + 1}") from None
    return text.split("\n")[:-1]


def _check_order(lines: list[str], file: str) -> None:
    for number, (before, after) in enumerate(pairwise(lines), 2):
        if before == after:
            raise form_error(
                "form.duplicate", file, "各行不得重复", "lines must be unique", f"line {number}: {after!r}"
            )
        if before > after:
            zh, en = "各行须按字节排序", "lines must be sorted bytewise"
            raise form_error("form.unsorted", file, zh, en, f"line {number}: {after!r}")
