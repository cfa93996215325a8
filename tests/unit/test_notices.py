"""Yearly notices as files in the form of holiday-cn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DayKind
from shuangsuiji.workdays import Layer, check_notice, china_calendar


def day(text: str, *, off: bool, name: str = "春节") -> dict[str, Any]:
    return {"name": name, "date": text, "isOffDay": off}


def notice(*days: dict[str, Any], year: int = 2027) -> Layer:
    return Layer.from_holiday_cn({"year": year, "papers": [], "days": list(days)}, issued_on=date(2026, 11, 20))


SPRING = notice(
    *(day(f"2027-02-{number:02d}", off=True) for number in range(5, 12)),
    day("2027-01-31", off=False),
    day("2027-02-13", off=False),
)


def test_a_notice_announces_its_year_and_takes_the_place_of_the_estimate() -> None:
    calendar = china_calendar(notices=[SPRING], last_announced=2026)
    assert calendar.announced_through == date(2027, 12, 28)
    assert calendar.kind(date(2027, 2, 13)) is DayKind.MAKE_UP
    assert calendar.kind(date(2027, 2, 11)) is DayKind.HOLIDAY
    assert calendar.is_working_day(date(2027, 5, 3))  # the estimate had it off
    assert "国务院办公厅关于2027年部分节假日安排的通知" in calendar.reason(date(2027, 2, 13))


def test_the_end_of_december_belongs_to_the_next_notice() -> None:
    known = china_calendar(last_announced=2006)
    later = notice(
        day("2007-12-29", off=False, name="元旦"),
        day("2007-12-30", off=True, name="元旦"),
        day("2007-12-31", off=True, name="元旦"),
        day("2008-01-01", off=True, name="元旦"),
        year=2008,
    )
    year = Layer.from_holiday_cn({"year": 2007, "days": [day("2007-05-01", off=True)]})
    calendar = china_calendar(notices=[later, year], last_announced=2006)
    assert (known.is_working_day(date(2007, 12, 31)), calendar.is_working_day(date(2007, 12, 31))) == (True, False)
    assert calendar.is_working_day(date(2007, 12, 29))


def test_an_empty_file_announces_nothing() -> None:
    empty = notice()
    assert empty.years == ()
    assert china_calendar(notices=[empty], last_announced=2026).announced_through == date(2026, 12, 28)
    assert [one.code for one in check_notice(empty)] == ["notice.empty"]


def test_a_weekday_said_to_be_worked_changes_nothing() -> None:
    assert notice(day("2020-02-03", off=False), day("2020-01-24", off=True), year=2020).rules[0].day == date(
        2020, 1, 24
    )


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"year": "2027", "days": []}, "年份"),
        ({"year": True, "days": []}, "年份"),
        ({"year": 2027}, "列表"),
        ({"year": 2027, "days": ["2027-01-01"]}, "对象"),
        ({"year": 2027, "days": [{"date": "2027-1-1", "isOffDay": True}]}, "isOffDay"),
        ({"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": 1}]}, "isOffDay"),
        ({"year": 2027, "days": [{"date": "2030-01-01", "isOffDay": True}]}, "不属于"),
        ({"year": 2027, "days": [day("2027-02-06", off=True), day("2027-02-06", off=False)]}, "既放假又上班"),
    ],
)
def test_a_file_of_another_form_is_refused(document: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        Layer.from_holiday_cn(document)


def test_what_is_odd_about_a_notice_is_pointed_out() -> None:
    assert [one.code for one in check_notice(SPRING)] == ["notice.short"]
    swaps = notice(day("2027-01-01", off=True), *(day(f"2027-01-{n:02d}", off=False) for n in (9, 10, 16)))
    assert {one.code for one in check_notice(swaps)} == {"notice.short", "notice.swaps", "notice.row"}
