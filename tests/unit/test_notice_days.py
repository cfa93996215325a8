"""Days as a notice writes them: what is left out is filled in, what is named is checked."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.workdays.notice_days import DaysReader, written_date, written_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("三", 3), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("9", 9)],
)
def test_numbers_are_read_in_digits_and_in_chinese(text: str, number: int) -> None:
    assert written_number(text) == number


def test_a_whole_date_is_read_in_chinese_with_either_zero() -> None:
    assert written_date("二\u3007\u3007六", "十二", "十四", "") == date(2006, 12, 14)
    assert written_date("二○○九", "十二", "七", "") == date(2009, 12, 7)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1月1日", [date(2026, 1, 1)]),
        ("1月1日至3日", [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]),
        ("4月30日—5月2日", [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 2)]),
        ("4月28日(星期二)、29日", [date(2026, 4, 28), date(2026, 4, 29)]),
        ("2月14日(周六)和2月28日周六", [date(2026, 2, 14), date(2026, 2, 28)]),
        ("2025年12月31日到2026年1月1日", [date(2025, 12, 31), date(2026, 1, 1)]),
        ("5月1-2日", [date(2026, 5, 1), date(2026, 5, 2)]),
        ("9月20日(星期天)", [date(2026, 9, 20)]),
    ],
)
def test_lists_and_ranges_are_read(text: str, days: list[date]) -> None:
    assert DaysReader(year=2026).days(text, "") == days


def test_a_day_without_its_month_is_looked_up_among_the_days_off_and_then_follows_the_last_one() -> None:
    reader = DaysReader(year=2006, holiday="春节")
    reader.off += reader.days("1月29日至2月4日", "")
    assert reader.days("29日、30日", "") == [date(2006, 1, 29), date(2006, 1, 30)]
    assert reader.days("2月5日(星期日)", "") == [date(2006, 2, 5)]
    assert reader.days("6日", "") == [date(2006, 2, 6)]


def test_a_december_of_new_year_lies_in_the_year_before() -> None:
    reader = DaysReader(year=2019, holiday="元旦")
    assert reader.days("12月30日至1月1日", "") == [date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1)]
    assert reader.days("12月29日(星期六)", "") == [date(2018, 12, 29)]


def test_a_december_of_anything_else_lies_in_the_year() -> None:
    reader = DaysReader(year=2026)
    assert reader.days("1月4日、12月19日", "") == [date(2026, 1, 4), date(2026, 12, 19)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2月30日", "there is no such day"),
        ("1月1日(周五)", "2026-01-01 is a Thursday"),
        ("1月1日星期天", "2026-01-01 is a Thursday"),
        ("1月3日至1日", "ends on 2026-01-01, before 2026-01-03"),
        ("3日", "has no month"),
        ("2024年1月1日", "2024-01-01 is not of 2026"),
        ("2026年3日", "has no month"),
        ("1月1日(2日上班)", "not understood"),
    ],
)
def test_what_cannot_be_a_day_is_refused_with_the_line(text: str, rule: str) -> None:
    with pytest.raises(InvalidValueError, match=rule) as caught:
        DaysReader(year=2026).days(text, "元旦:…")
    assert caught.value.params["field"] == "元旦:…"
