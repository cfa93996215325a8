"""Clauses and terms."""

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit
from tests.unit.builders import CLAUSE


def limit(number: int, unit: TimeUnit) -> TimeLimit:
    return TimeLimit(number=number, unit=unit, clause=CLAUSE)


def test_a_clause_shows_as_document_and_section() -> None:
    assert (
        str(ClauseRef(document="溧政办发〔2020〕27号", clause="2.2.12", path="二（二）"))
        == "溧政办发〔2020〕27号 二（二）"
    )


def test_a_clause_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        CLAUSE.clause = "2.2.10"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        (date(2025, 5, 11), 20, TimeUnit.DAY, date(2025, 5, 31)),
        (date(2025, 12, 31), 1, TimeUnit.DAY, date(2026, 1, 1)),
        (date(2024, 2, 28), 1, TimeUnit.DAY, date(2024, 2, 29)),
        (date(2025, 1, 15), 6, TimeUnit.MONTH, date(2025, 7, 15)),
        (date(2025, 1, 31), 1, TimeUnit.MONTH, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, TimeUnit.MONTH, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, TimeUnit.MONTH, date(2026, 2, 28)),
        (date(2025, 3, 31), 1, TimeUnit.MONTH, date(2025, 4, 30)),
        (date(2025, 2, 28), 1, TimeUnit.MONTH, date(2025, 3, 28)),
        (date(2025, 11, 30), 3, TimeUnit.MONTH, date(2026, 2, 28)),
        (date(2024, 2, 29), 1, TimeUnit.YEAR, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, TimeUnit.YEAR, date(2028, 2, 29)),
        (date(2025, 5, 11), 1, TimeUnit.YEAR, date(2026, 5, 11)),
    ],
    ids=str,
)
def test_a_term_ends_as_the_calendar_says(start: date, number: int, unit: TimeUnit, end: date) -> None:
    assert limit(number, unit).ends_on(start) == end


def test_a_term_in_working_days_needs_a_working_calendar() -> None:
    with pytest.raises(InvalidValueError, match="工作日期限须由工作日历计算"):
        limit(20, TimeUnit.WORKING_DAY).ends_on(date(2025, 5, 11))


@pytest.mark.parametrize("number", [0, -1, True, 1.5, "20", None], ids=repr)
def test_a_term_has_a_positive_whole_number(number: object) -> None:
    with pytest.raises(InvalidValueError, match="应为不小于 1 的整数"):
        TimeLimit(number=number, unit=TimeUnit.DAY, clause=CLAUSE)  # type: ignore[arg-type]


def test_a_term_cannot_exist_without_its_clause() -> None:
    with pytest.raises(TypeError, match="clause"):
        TimeLimit(number=20, unit=TimeUnit.DAY)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        (TimeUnit.WORKING_DAY, "20个工作日"),
        (TimeUnit.DAY, "20日"),
        (TimeUnit.MONTH, "20个月"),
        (TimeUnit.YEAR, "20年"),
    ],
    ids=str,
)
def test_a_term_shows_as_people_write_it(unit: TimeUnit, shown: str) -> None:
    assert str(limit(20, unit)) == shown


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        TimeLimit(number=6, unit="月", clause=CLAUSE)  # type: ignore[arg-type]
