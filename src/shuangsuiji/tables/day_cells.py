"""Days as cells of a list hold them (日期单元格)."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.tables.cells import known_text

__all__ = ["DAY", "day_in", "days_in"]

DAY = r"(?:[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}日?|[0-9]{8})"
_DAY = re.compile(rf"(?<![0-9]){DAY}(?![0-9])")
_PARTS = re.compile(r"([0-9]{4})\D*([0-9]{1,2})\D*([0-9]{1,2})\D*")
_TIME = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")  # what a data frame adds to a day
_JOINING = re.compile(r"[\s~、;,:()\[\]—–至到起止自从和及有效期-]*")


def days_in(cell: object, field: str) -> tuple[date, ...]:
    """Return the days in a cell, such as the two of 2022-01-01至2027-12-31; empty where it holds nothing (日期).

    Days are written with ``-``, ``/``, ``.`` or 年月日, or as eight digits, with nothing but joining words between.

    Raises:
        InvalidValueError: other words, or a day that there is not.

    """
    text = _TIME.sub("", normalize("NFKC", known_text(cell)))
    found = _DAY.findall(text)
    if (text and not found) or not _JOINING.fullmatch(_DAY.sub("", text)):
        zh, en = "应为日期，如 2027-12-31", "must be a day such as 2027-12-31"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return tuple(_day(one, field) for one in found)


def day_in(cell: object, field: str) -> date | None:
    """Return the one day in a cell, None where it holds nothing (日期).

    Raises:
        InvalidValueError: several days, other words, or a day that there is not.

    """
    days = days_in(cell, field)
    if len(days) > 1:
        zh, en = "应为单独一个日期", "must be one day"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=known_text(cell))
    return days[0] if days else None


def _day(text: str, field: str) -> date:
    parts = _PARTS.fullmatch(text)
    digits = (text[:4], text[4:6], text[6:]) if parts is None or text.isdigit() else parts.groups()
    try:
        return date(*map(int, digits))
    except ValueError:
        zh, en = "没有这一天", "there is no such day"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text) from None
