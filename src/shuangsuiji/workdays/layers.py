"""What notices, corrections and regions say of days, one layer on the other; later ones win (工作日历的层)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, NotADayError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import check_count, check_field, check_kind

__all__ = ["DayRule", "Layer", "check_day", "is_weekend", "notice_year"]

_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_DECEMBER, _LAST_DAYS = 12, 29


def check_day(day: object, field: str) -> date:
    """Return a day, and nothing that only looks like one: an instant has a day only in some time zone (日期检查).

    Raises:
        NotADayError: an instant, a number, a text, anything else.

    """
    if type(day) is date:
        return day
    if isinstance(day, datetime):
        hint_zh, hint = "请用 day_in_china 换算为北京时间的日期", "day_in_china gives the day in China"
    else:
        hint_zh, hint = "请先解析为日期", "parse it first"
    raise NotADayError(field=field, kind=type(day).__name__, hint_zh=hint_zh, hint=hint)


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def notice_year(day: date) -> int:
    """Return the year whose notice speaks of a day: the last days of December belong to the next one (通知年度).

    Those days were moved by the next year's notice in 2001, 2005, 2006, 2007, 2011 and 2018.
    """
    return day.year + (day.month == _DECEMBER and day.day >= _LAST_DAYS)


@attrs.frozen(kw_only=True)
class DayRule:
    """What a source says of one day (日规则).

    Attributes:
        day: the day.
        working: whether it is a working day.
        kind: what kind of day that makes it.
        source: which notice says so.
        note: what for, such as the name of the holiday.

    """

    day: date
    working: bool
    kind: DayKind
    source: str
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_day(self.day, "DayRule.day")
        check_kind(self.working, bool, f"{self.day}.working")
        check_kind(self.kind, DayKind, f"{self.day}.kind")
        check_field(self.source, f"{self.day}.source")
        if self.note:
            check_field(self.note, f"{self.day}.note")


def _by_day(rules: Iterable[DayRule]) -> tuple[DayRule, ...]:
    return tuple(sorted(rules, key=lambda one: one.day))


def _years(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Layer:
    """What one source says: a yearly notice, a correction, a region's own days (层).

    Attributes:
        name: in words.
        rules: by day, each day once.
        years: the years of which it is the whole notice; it replaces what layers before it say of them. A layer without
            years overrides single days.
        issued_on: when the notice came; None where it is not known.
        document_no: 文号; may be empty.
        estimated: whether it only says what the law fixes for years whose notices have not come; whatever is announced
            takes its place without being in conflict with it.

    """

    name: str
    rules: tuple[DayRule, ...] = attrs.field(converter=_by_day)
    years: tuple[int, ...] = attrs.field(default=(), converter=_years)
    issued_on: date | None = None
    document_no: str = ""
    estimated: bool = False

    def __attrs_post_init__(self) -> None:
        check_field(self.name, "Layer.name")
        for year in self.years:
            if check_count(year, f"{self.name}.years", at_least=_FIRST_YEAR) > _LAST_YEAR:
                zh, en = f"应在 {_FIRST_YEAR} 至 {_LAST_YEAR} 之间", f"must lie from {_FIRST_YEAR} to {_LAST_YEAR}"
                raise InvalidValueError(field=f"{self.name}.years", rule_zh=zh, rule=en, value=year)
        if self.issued_on is not None:
            check_day(self.issued_on, f"{self.name}.issued_on")
        if self.document_no:
            check_field(self.document_no, f"{self.name}.document_no")
        for one, other in pairwise(self.rules):
            if one.day == other.day:
                raise DuplicateError(field=self.name, value=one.day.isoformat())

    @classmethod
    def from_holiday_cn(cls, document: Mapping[str, Any], *, name: str = "", issued_on: date | None = None) -> Layer:
        """Return the layer of a yearly notice in the form of holiday-cn (节假日文件).

        Args:
            document: ``{"year": 2027, "papers": [url …], "days": [{"name", "date", "isOffDay"} …]}``; one without days
                announces nothing.
            name: in words; 国务院办公厅关于 … 年部分节假日安排的通知 where it is empty.
            issued_on: when the notice came.

        Raises:
            InvalidValueError: a field that is missing or of another form, a day said to be both, or one that lies
                before the December before that year, or after it.

        """
        from shuangsuiji.workdays.notices import notice_layer  # noqa: PLC0415 - it makes layers

        return notice_layer(document, name=name, issued_on=issued_on)

    def __repr__(self) -> str:
        years = "、".join(map(str, self.years[-3:]))
        return f"<层 {self.name}：{len(self.rules)} 日{f'，{years} 年' if years else ''}>"
