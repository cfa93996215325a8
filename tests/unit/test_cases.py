"""Cases: one subject, one object, one event, and the span that counts."""

from datetime import date, datetime

import pytest

from shuangsuiji.accountability import Case, SubjectKind
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, NotADayError
from tests.unit.assessment_cases import case


def test_the_span_is_the_year_up_to_the_event_where_nothing_else_is_said() -> None:
    assert (case().first, case().event_on) == (date(2025, 1, 1), date(2025, 9, 8))
    assert case(first=date(2024, 6, 1)).first == date(2024, 6, 1)


def test_the_span_holds_both_its_ends() -> None:
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 9, 8), date(2025, 9, 9)]
    assert [case().covers(day) for day in days] == [False, True, True, False]


def test_a_span_ends_with_the_event_and_does_not_begin_after_it() -> None:
    with pytest.raises(InvalidValueError, match=r"认-01\.first"):
        case(first=date(2025, 1, 2))
    assert case(first=date(2024, 9, 8)).covers(date(2024, 9, 8))


def test_nobody_chooses_the_end_of_a_span() -> None:
    with pytest.raises(TypeError, match="last"):
        case(last=date(2025, 6, 30))


def test_a_case_is_not_opened_before_its_event() -> None:
    assert case(opened_on=date(2025, 9, 8)).opened_on == date(2025, 9, 8)
    with pytest.raises(InvalidValueError, match=r"认-01\.opened_on.*2025-09-07"):
        case(opened_on=date(2025, 9, 7))


@pytest.mark.parametrize("codes", [(), ("labels", "hygiene"), ("labels", "labels"), ["labels"], ("",)])
def test_the_items_stand_each_once_and_in_order(codes: object) -> None:
    with pytest.raises(InvalidValueError, match="item_codes"):
        case(item_codes=codes)


@pytest.mark.parametrize("field", ["id", "subject", "department", "object_id", "holder", "subject_kind"])
def test_no_field_is_empty(field: str) -> None:
    with pytest.raises(InvalidValueError, match=field):
        case(**{field: ""})


@pytest.mark.parametrize("field", ["event_on", "opened_on", "first"])
def test_a_day_is_a_day_and_no_instant(field: str) -> None:
    with pytest.raises(NotADayError):
        case(**{field: datetime.fromisoformat("2025-09-08T08:00:00+08:00")})


def test_the_three_kinds_of_subject_are_told_apart() -> None:
    assert [str(kind) for kind in SubjectKind] == ["执法人员", "单位", "名录库维护人员"]


def test_a_case_comes_back_from_json_with_its_digest() -> None:
    back = from_json(to_json(case()), Case)
    assert (back, back.digest) == (case(), case().digest)
    assert case(subject_kind=SubjectKind.UNIT).digest != case().digest


def test_a_case_shows_whom_and_what_it_is_about() -> None:
    assert repr(case()).startswith("<案件 认-01：执法人员 I-0007，91320481")
