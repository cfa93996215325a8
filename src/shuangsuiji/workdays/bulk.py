"""Very many terms at once, in lists or in arrays (批量期限)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from shuangsuiji.errors import InvalidValueError, MissingExtraError, NotADayError
from shuangsuiji.values import TimeLimit, TimeUnit, check_kind
from shuangsuiji.workdays.layers import check_day
from shuangsuiji.workdays.timetables import Timetable

__all__ = ["as_arrays", "due_dates"]


def due_dates(table: Timetable, starts: Iterable[date] | Any, limit: TimeLimit) -> list[date] | Any:  # noqa: ANN401 - numpy has no types that a core may name
    """Return when the terms end that start on many days, as ``WorkingCalendar.deadlines`` says (批量期限)."""
    check_kind(limit, TimeLimit, "limit")
    if limit.unit is not TimeUnit.WORKING_DAY:
        zh, en = "批量计算限于工作日期限", "only terms in working days are counted in bulk"
        raise InvalidValueError(field="deadlines", rule_zh=zh, rule=en, value=str(limit))
    if hasattr(starts, "dtype"):
        return _array(table, starts, limit.number)
    days = list(cast("Iterable[date]", starts))
    if not {type(day) for day in days} <= {date}:
        for day in days:
            table.place(day)
    if days:
        table.place(min(days))
        table.place(max(days))
    origin, ranks, worked, shift = table.origin, table.ranks, table.worked, limit.number - 1
    try:
        return [worked[ranks[day.toordinal() - origin] + shift] for day in days]
    except IndexError:
        wanted = f"{max(days)} +{limit.number}"
        raise table.outside(wanted) from None


def _array(table: Timetable, starts: Any, count: int) -> Any:  # noqa: ANN401 - as above
    numpy = _numpy()
    days = _days(numpy, starts)
    places = (days - numpy.datetime64(table.first, "D")).astype("int64")
    working = numpy.frombuffer(table.working, dtype="uint8")
    ranks = working.cumsum(dtype="int64")
    worked = numpy.flatnonzero(working) + numpy.datetime64(table.first, "D")
    if places.size and not (places.min() >= 0 and places.max() < len(ranks)):
        raise table.outside(days.min() if places.min() < 0 else days.max())
    wanted = f"{days.max() if days.size else ''} +{count}"
    if places.size and count > len(worked):
        raise table.outside(wanted)
    found = ranks[places] + min(count, len(worked)) - 1
    if found.size and found.max() >= len(worked):
        raise table.outside(wanted)
    return worked[found]


def as_arrays(table: Timetable) -> tuple[Any, Any]:
    """Return all days and whether each is worked, as arrays of ``datetime64[D]`` and ``bool`` (数组)."""
    numpy = _numpy()
    days = numpy.arange(len(table.working)) + numpy.datetime64(table.first, "D")
    return days, numpy.frombuffer(table.working, dtype="uint8").astype(bool)


def _days(numpy: Any, starts: Any) -> Any:  # noqa: ANN401 - as above
    """Return an array of days, and refuse months, instants and whatever else only looks like days."""
    if starts.dtype.kind == "O":
        return numpy.array([check_day(day, "day") for day in starts.tolist()], dtype="datetime64[D]")
    days = starts.astype("datetime64[D]") if starts.dtype.kind == "M" else None
    if days is None or numpy.datetime_data(starts.dtype)[0] in "YMW" or (days != starts).any():
        zh, en = "数组须为 datetime64[D]", "an array must be of datetime64[D]"
        raise NotADayError(field="deadlines", kind=str(starts.dtype), hint_zh=zh, hint=en)
    return days


def _numpy() -> Any:  # noqa: ANN401 - a module
    try:
        import numpy  # noqa: ICN001, PLC0415 - an optional dependency
    except ModuleNotFoundError:
        raise MissingExtraError(feature="数组 arrays", package="numpy", extra="arrays") from None
    return numpy
