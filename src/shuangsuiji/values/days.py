"""Days in China: the law counts them there, whatever offset an instant is written in (日期)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from shuangsuiji.errors import InvalidValueError

__all__ = ["CHINA", "day_in_china"]

CHINA = timezone(timedelta(hours=8))


def day_in_china(at: datetime) -> date:
    """Return the day in China of an instant with an offset (北京时间日期).

    Raises:
        InvalidValueError: no offset, so that the day would depend on the machine.

    """
    if at.utcoffset() is None:
        raise InvalidValueError(field="instant", rule_zh="须带时区", rule="must have an offset", value=at.isoformat())
    return at.astimezone(CHINA).date()
