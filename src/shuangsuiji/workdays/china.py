"""The calendar of China from the ``holidays`` package, corrected, with what is announced told apart (中国工作日历).

The only importer of ``holidays``. Its tables are read once and whole, for every year; afterwards nothing of it is
asked. What it answers for years whose notices have not come are the days fixed by law without any swap: here they are
an estimate and marked as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, cast

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import check_count, check_kind
from shuangsuiji.workdays.calendar import WorkingCalendar
from shuangsuiji.workdays.layers import DayRule, Layer, is_weekend, notice_year
from shuangsuiji.workdays.regions import region_layers

__all__ = ["china_calendar", "national_layers"]

_AHEAD = 10  # years beyond the last notice for which an estimate is held ready
_LAST_LUNAR = 2099  # last year whose lunar days ``holidays`` knows
_ERRATA_2003 = "国务院办公厅 2003 年 4 月 21 日通知：五一不放长假"


def _table(years: Iterable[int], *, swaps: bool) -> Any:  # noqa: ANN401 - holidays has no types
    """Return the holidays of these years, with what notices swapped, or with what the law fixes and 补假 alone."""
    from holidays.countries.china import China  # noqa: PLC0415 - it takes a tenth of a second, which few commands need

    table = cast("Callable[..., Any]", China)(categories=("public",), language="zh_CN")
    if not swaps:
        table.special_public_holidays = {}
        table.special_public_holidays_observed = {}  # 补假 that notices moved, such as 2020-01-30
    for year in years:
        table.get(date(year, 1, 1))  # reads the year
    return table


def _of_notices(years: Iterable[int]) -> Iterator[DayRule]:
    """Yield what the notices of these years say."""
    known = set(years)
    table = _table(range(min(known), max(known) + 2), swaps=True)
    for day, note in table.items():
        if notice_year(day) in known:
            yield _rule(day, working=False, note=note)
    for day in table.weekend_workdays:
        if notice_year(day) in known:
            yield _rule(day, working=True, note="")


def _rule(day: date, *, working: bool, note: str) -> DayRule:
    source = f"国务院办公厅关于{notice_year(day)}年部分节假日安排的通知"
    kind = DayKind.MAKE_UP if working else DayKind.HOLIDAY
    return DayRule(day=day, working=working, kind=kind, source=source, note=note)


def _estimate(first: int, last: int) -> Layer:
    """Return what the law fixes for years whose notices have not come."""
    source = "全国年节及纪念日放假办法（调休尚未公布）"
    table = _table(range(first, last + 1), swaps=False)
    rules = [
        DayRule(day=day, working=False, kind=DayKind.HOLIDAY, source=source, note=note) for day, note in table.items()
    ]
    return Layer(name="法定节假日推算", rules=rules, estimated=True)


def _errata() -> Layer:
    """Return what ``holidays`` has wrong: May 2003, when the long holiday was called off and its swaps with it."""
    days = (date(2003, 4, 26), date(2003, 4, 27), date(2003, 5, 6), date(2003, 5, 7))
    return Layer(
        name="勘误",
        rules=[
            DayRule(
                day=day,
                working=not is_weekend(day),
                kind=DayKind.WEEKEND if is_weekend(day) else DayKind.WORKDAY,
                source=_ERRATA_2003,
            )
            for day in days
        ],
        issued_on=date(2003, 4, 21),
    )


@lru_cache(maxsize=16)
def national_layers(last_announced: int | None = None, until: int | None = None) -> tuple[Layer, ...]:
    """Return the national layers: an estimate of years to come, the notices that ``holidays`` knows, errata (国家层).

    Args:
        last_announced: the last year whose notice is to be known; all that ``holidays`` knows where it is None.
        until: the last year for which an estimate is wanted; one year more is estimated, since its first days move the
            last of that one. Ten years beyond the last notice where it is None.

    Raises:
        InvalidValueError: no notice as early as that, or no year.

    """
    from holidays.version import __version__  # noqa: PLC0415 - as above

    if last_announced is not None:
        check_count(last_announced, "last_announced")
    known = sorted(cast("Iterable[int]", _table((), swaps=True).special_public_holidays))
    years = [year for year in known if last_announced is None or year <= last_announced]
    if not years:
        zh, en = f"最早为 {known[0]} 年", f"the first notice is that of {known[0]}"
        raise InvalidValueError(field="last_announced", rule_zh=zh, rule=en, value=last_announced)
    notices = Layer(
        name=f"国务院办公厅历年通知（holidays {__version__}）", rules=_of_notices(years), years=tuple(years)
    )
    last = (years[-1] + _AHEAD if until is None else until) + 1
    return (_estimate(years[-1] + 1, min(last, _LAST_LUNAR)), notices, _errata())


def china_calendar(
    region: str | None = None,
    notices: Iterable[Layer] = (),
    extra: Iterable[Layer] = (),
    last_announced: int | None = None,
) -> WorkingCalendar:
    """Return the working calendar of China (中国工作日历).

    Args:
        region: a region with days of its own, such as 广西; see ``REGIONS``.
        notices: notices that ``holidays`` does not know yet, or amendments. The later issued wins, and of those
            without a date the one that is given later; an amendment without a date amends every notice given.
        extra: days of one's own, on top of all others.
        last_announced: the last year whose notice is to be taken from ``holidays``; all where it is None.

    Raises:
        UnknownNameError: a region that is not known.
        InvalidValueError: no notice at all.

    """
    return _built(region, _in_order(notices), tuple(extra), last_announced)


def _in_order(notices: Iterable[Layer]) -> tuple[Layer, ...]:
    """Return notices from the oldest to the newest; one without a date is as new as those given before it."""
    given = tuple(notices)
    for one in given:
        check_kind(one, Layer, "notices")
    whole = max((one.issued_on or date.min for one in given if one.years), default=date.min)
    latest, ranked = date.min, list[tuple[date, bool, Layer]]()
    for one in given:
        latest = max(latest, one.issued_on or date.min)
        ranked.append((one.issued_on or (latest if one.years else max(latest, whole)), not one.years, one))
    return tuple(one for *_, one in sorted(ranked, key=lambda ranks: ranks[:2]))


@lru_cache(maxsize=64)
def _built(
    region: str | None, notices: tuple[Layer, ...], extra: tuple[Layer, ...], last_announced: int | None
) -> WorkingCalendar:
    local = region_layers(region) if region else ()
    announced = [year for layer in (*national_layers(last_announced), *notices, *extra) for year in layer.years]
    return WorkingCalendar((*national_layers(last_announced, max(announced) + _AHEAD), *notices, *local, *extra))
