"""Every day of 2004 to 2026 against the texts of the notices, read here without the ``holidays`` package.

The truth is made from ``notices/*.txt`` alone and first held against a table that was typed by hand from the same texts
(``cn-workdays-2007-2019.csv``); then the calendar is held against it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.workdays import DayRule, Layer, WorkingCalendar, china_calendar
from shuangsuiji.workdays.notice_texts import parse_notice

HERE = Path(__file__).parent
NOTICES = HERE / "notices"
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
YEARS = range(2004, 2027)
AMENDMENTS = {2015: "2015-victory-day", 2019: "2019-labour-day-changed", 2020: "2020-spring-festival-extended"}
SATURDAY = 5


def text(stem: str) -> str:
    return (NOTICES / f"{stem}.txt").read_text(encoding="utf-8")


@cache
def notice(year: int) -> Layer:
    return parse_notice(text(str(year)), year)


@cache
def amendment(year: int) -> Layer:
    return parse_notice(text(AMENDMENTS[year]), year, amends=notice(year))


@cache
def layers_of(year: int) -> tuple[Layer, ...]:
    return (notice(year), *((amendment(year),) if year in AMENDMENTS else ()))


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def by_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


def said(layers: Iterable[Layer]) -> dict[date, bool]:
    return {rule.day: rule.working for layer in layers for rule in layer.rules}


@cache
def truth() -> Mapping[date, bool]:
    notices = said(layer for year in YEARS for layer in layers_of(year))
    return {day: notices.get(day, by_weekday(day)) for day in days()}


@cache
def typed_by_hand() -> Mapping[date, bool]:
    with (HERE / "cn-workdays-2007-2019.csv").open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)}


@cache
def announced() -> WorkingCalendar:
    return china_calendar(last_announced=2026)


def differences(layers: Iterable[Layer], expected: Mapping[date, bool]) -> list[date]:
    """Return the days on which layers on plain weeks differ from what is expected."""
    notices = said(layers)
    return [day for day, working in expected.items() if notices.get(day, by_weekday(day)) != working]


def test_every_year_has_its_whole_notice() -> None:
    assert [notice(year).years for year in YEARS] == [(year,) for year in YEARS]


def test_an_amendment_is_no_whole_notice() -> None:
    assert [amendment(year).years for year in AMENDMENTS] == [(), (), ()]


def test_the_notices_and_the_table_typed_by_hand_agree() -> None:
    assert len(typed_by_hand()) == 13 * 365 + 3
    assert {day: truth()[day] for day in typed_by_hand()} == typed_by_hand()


@pytest.mark.parametrize(
    ("year", "working_days"),
    list(zip(range(2014, 2027), [250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248], strict=True)),
)
def test_the_year_has_its_working_days(year: int, working_days: int) -> None:
    assert sum(working for day, working in truth().items() if day.year == year) == working_days


def test_the_calendar_agrees_with_the_notices_on_every_day() -> None:
    assert [day for day, working in truth().items() if announced().is_working_day(day) != working] == []


def test_the_long_holiday_of_may_2003_was_called_off() -> None:
    layer = parse_notice(text("2003-labour-day-shortened"))
    assert [rule.day for rule in layer.rules] == list(days(date(2003, 5, 1), date(2003, 5, 5)))
    assert {rule.working for rule in layer.rules} == {False}
    worked = [day for day in days(date(2003, 4, 21), date(2003, 5, 11)) if announced().is_working_day(day)]
    assert worked == [
        *days(date(2003, 4, 21), date(2003, 4, 25)),  # 04-26 and 04-27 are rest days again
        *days(date(2003, 4, 28), date(2003, 4, 30)),
        *days(date(2003, 5, 6), date(2003, 5, 9)),
    ]


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        ("2001-04-28", "2001-05-08", ["2001-04-28", "2001-04-29", "2001-04-30", "2001-05-08"]),
        ("2002-04-27", "2002-05-08", ["2002-04-27", "2002-04-28", "2002-04-29", "2002-04-30", "2002-05-08"]),
    ],
)
def test_the_long_holidays_of_may_2001_and_2002_took_place(first: str, last: str, worked: list[str]) -> None:
    around = days(date.fromisoformat(first), date.fromisoformat(last))
    assert [day.isoformat() for day in around if announced().is_working_day(day)] == worked


@pytest.mark.parametrize("year", YEARS)
def test_the_notice_of_a_year_laid_on_top_changes_nothing(year: int) -> None:
    calendar = china_calendar(notices=layers_of(year), last_announced=2026)
    assert [day for day in days() if calendar.is_working_day(day) != announced().is_working_day(day)] == []


def rows_that_count() -> Iterator[tuple[int, DayRule]]:
    """Yield every row that alone makes its day what it is; not 2019-05-01, which notice and amendment both free."""
    for year in YEARS:
        amended = {rule.day: rule for rule in amendment(year).rules} if year in AMENDMENTS else {}
        noticed = said([notice(year)])
        for rule in notice(year).rules:
            if rule.day not in amended and rule.working != by_weekday(rule.day):
                yield year, rule
        for rule in amended.values():
            if rule.working != noticed.get(rule.day, by_weekday(rule.day)):
                yield year, rule


def without(layer: Layer, gone: DayRule) -> Layer:
    return Layer(name=layer.name, rules=tuple(rule for rule in layer.rules if rule is not gone), years=layer.years)


def test_no_make_up_day_and_no_weekday_off_can_be_lost_unseen() -> None:
    known = typed_by_hand()
    for year, row in rows_that_count():
        rest = [without(layer, row) for layer in layers_of(year)]
        around = {day: truth()[day] for day in days(date(year - 1, 12, 29), date(year, 12, 28)) if day in truth()}
        assert differences(rest, around) == ([row.day] if row.day in around else [])
        assert known.get(row.day, row.working) == row.working


def test_every_swap_of_the_table_typed_by_hand_is_a_row_of_a_notice() -> None:
    rows = said(layer for year in YEARS for layer in layers_of(year))
    assert {day for day, working in typed_by_hand().items() if working != by_weekday(day)} <= rows.keys()


def test_a_notice_of_the_calendar_that_lost_a_row_is_seen() -> None:
    for year, row in [*rows_that_count()][::40]:
        layers = [without(layer, row) for layer in layers_of(year)]
        calendar = china_calendar(notices=layers, last_announced=2026)
        assert calendar.is_working_day(row.day) != announced().is_working_day(row.day)


STEMS = [*map(str, YEARS), *AMENDMENTS.values()]
WEEKDAY_OR_SUM = re.compile(r"(?<=[（、，][星周])期?[一二三四五六日](?=）)|(?<=共)\d(?=天)")
OFF_BY_ONE = str.maketrans("一二三四五六日123456789", "二三四五六日一234567891")


def wrong(text_of_notice: str) -> Iterator[str]:
    """Yield the text with one weekday or one sum of days off by one, each in turn."""
    for found in WEEKDAY_OR_SUM.finditer(text_of_notice):
        yield text_of_notice[: found.start()] + found[0].translate(OFF_BY_ONE) + text_of_notice[found.end() :]


@pytest.mark.parametrize("stem", STEMS)
def test_no_weekday_and_no_sum_of_a_notice_can_be_wrong_unseen(stem: str) -> None:
    texts = list(wrong(text(stem)))
    assert texts
    for one in texts:
        with pytest.raises(InvalidValueError):
            parse_notice(one, int(stem[:4]), amends=notice(int(stem[:4])))
