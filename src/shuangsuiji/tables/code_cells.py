"""Codes as cells hold them, and why a cell that looks like one cannot be read as one (代码单元格)."""

from __future__ import annotations

import re
from unicodedata import normalize

from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.tables.cells import NotText, known_text
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import Identifier, identifier

__all__ = ["code_in"]

_DESTROYED = re.compile(r"^\s*[0-9.]+[Ee]\+?[0-9]+\s*$")
_SHORT = {14: "15 位注册号", 17: "18 位统一社会信用代码"}
_EXACT = 10**15  # a spreadsheet keeps fifteen digits


def code_in(cell: object, field: str, kind: ObjectKind | None = None, *, is_sheet: bool = False) -> Identifier:
    """Return the code in a cell, repaired as SSJ-1 §2 allows (单元格中的代码).

    Args:
        cell: the cell; None and the words for nothing are empty.
        field: what an error calls it.
        kind: the kind of the object, where the list states it; other kinds than entities may have any id.
        is_sheet: whether the cell is one of a workbook, where a number is what the spreadsheet made of a code.

    Raises:
        InvalidIdentifierError: a number, empty, wrong length or alphabet.

    """
    value = cell if known_text(cell) else ""
    if is_sheet and (isinstance(value, NotText) or not isinstance(value, str)):
        raise _refused(field, value, *_why_no_text(value))
    try:
        return identifier(value, field, entity=kind is None or kind.is_entity)
    except InvalidIdentifierError as error:
        if kind is ObjectKind.OTHER_ENTITY and isinstance(value, str) and not _DESTROYED.search(value):
            return identifier(value, field, entity=False)
        raise _with_hint(value, field, error) from None


def _why_no_text(value: object) -> tuple[str, str]:
    if not isinstance(value, (int, float)):
        return (
            "不是文本单元格（日期、百分比、逻辑值等），原来的字符已丢失；请把该列设为文本后重新填写",
            "is no text cell but a date, a percentage or the like: what was typed is lost",
        )
    if abs(value) >= _EXACT:
        return (
            "以数字格式存储，Excel 已破坏末位（只保留 15 位），无法还原；请把该列设为文本后重新导出",
            "is stored as a number: Excel has destroyed its last digits; export the column as text",
        )
    return (
        "以数字格式存储，可能已丢失前导零或末位；请把该列设为文本后重新导出",
        "is stored as a number and may have lost leading zeros or last digits; export the column as text",
    )


def _with_hint(value: object, field: str, error: InvalidIdentifierError) -> InvalidIdentifierError:
    """Return the error, with a hint where one digit is missing, which most often is a zero at the front."""
    digits = "".join(normalize("NFKC", value).split()) if isinstance(value, str) else ""
    if len(digits) not in _SHORT or not digits.isdecimal():
        return error
    zh = f"现有 {len(digits)} 位数字，比{_SHORT[len(digits)]}少一位，可能丢失了前导零；请核对证照"
    return _refused(field, value, zh, f"has {len(digits)} digits, one too few: a leading zero may have been lost")


def _refused(field: str, value: object, rule_zh: str, rule: str) -> InvalidIdentifierError:
    return InvalidIdentifierError(field=field, rule_zh=rule_zh, rule=rule, value=value)
