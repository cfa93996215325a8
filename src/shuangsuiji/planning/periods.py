"""From when to when a version of a department's text holds (有效期)."""

from __future__ import annotations

from datetime import date

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import check_count
from shuangsuiji.workdays.layers import check_day

__all__ = ["check_period"]


def check_period(where: str, version: int, effective_on: date, expires_on: date | None) -> None:
    """Check the version and the days of a text (版本与有效期).

    Raises:
        NotADayError: something that is no day.
        InvalidValueError: a version below 1, or a last day before the first.

    """
    check_count(version, f"{where}.version", at_least=1)
    check_day(effective_on, f"{where}.effective_on")
    if expires_on is not None and check_day(expires_on, f"{where}.expires_on") < effective_on:
        zh, en = "不得早于生效日期", "must not lie before effective_on"
        raise InvalidValueError(field=f"{where}.expires_on", rule_zh=zh, rule=en, value=expires_on.isoformat())
