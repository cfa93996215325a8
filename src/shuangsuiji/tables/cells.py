"""Cells of a list: as text, by name, and those that hold no text (单元格)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

__all__ = ["ERROR_VALUES", "NotText", "cell_name", "cell_text", "flat", "known_text", "shown"]

ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_MISSING = frozenset({"NAType", "NaTType"})
_UNKNOWN = frozenset({"", "N/A", "NA", "NULL", "NONE", "NAN", "无", "空", "未知", "-", "--", "—", "——", "/", "\\"})
_OTHER_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LETTERS = 26


class NotText(str):
    """What a spreadsheet shows of a cell that holds a date, a truth value, a percentage or a duration (非文本单元格).

    It is text to everything but a column of codes, where the characters that were once typed are lost.
    """

    __slots__ = ()


def cell_text(cell: object) -> str:
    """Return a cell as text; what a data frame has for nothing (None, NaN, NA, NaT) is empty (单元格文本)."""
    if isinstance(cell, str):
        return str(cell)
    missing = cell is None or type(cell).__name__ in _MISSING or (isinstance(cell, float) and math.isnan(cell))
    return "" if missing else str(cell)


def shown(cells: Sequence[object]) -> tuple[str, ...]:
    """Return cells as text, the way a rejected row is written back (单元格文本)."""
    return tuple(map(cell_text, cells))


def known_text(cell: object) -> str:
    """Return a cell as text without blanks at its ends, empty where it says that nothing is known (已知文本).

    Ideographic and no-break blanks become plain ones.
    """
    text = _OTHER_BLANKS.sub(" ", cell_text(cell)).strip()
    return "" if text.upper() in _UNKNOWN else text


def flat(text: str) -> str:
    """Return text on one line, with single blanks (单行文本)."""
    return " ".join(text.split())


def cell_name(row: int, position: int) -> str:
    """Return the name that a spreadsheet gives to a cell, such as ``B13`` (单元格名称).

    Args:
        row: number of the row, from 1.
        position: number of the column, from 0.

    """
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
