"""Duties: what was not read in the original cites no clause and is off."""

from datetime import date

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.law.duties import Duty, DutyBook, InspectionType, active_duties
from shuangsuiji.terms import Level
from tests.unit.builders import made

CLAUSE = LIYANG_2020.ref("3.1.10")
DAY = date(2026, 3, 2)


def read(name: str = "case.prompt", /, **changes: object) -> Duty:
    given = {
        "name": name,
        "text_zh": "防止任意检查和执法扰民",
        "source": CLAUSE,
        "verified": True,
        "active": True,
        "effective_on": date(2026, 1, 1),
    }
    return made(Duty, given, changes)


def reported(name: str = "inspection.scan_in", /, **changes: object) -> Duty:
    given = {"source": "据报道，未见原文", "verified": False, "active": False, "text_zh": "入企检查须扫码"}
    return read(name, **{**given, **changes})


def book(*duties: Duty, **changes: object) -> DutyBook:
    given = {"id": "city", "title": "某市", "level": Level.PREFECTURE, "duties": duties}
    return made(DutyBook, given, changes)


def test_a_duty_that_was_not_read_in_the_original_is_off_and_can_be_asked_for() -> None:
    both = book(read(), reported())
    assert active_duties(both, DAY) == (read(),)
    assert active_duties(both, DAY, include_unverified=True) == (read(), reported())


def test_a_verified_duty_that_a_book_switches_off_stays_off() -> None:
    off = book(read(active=False))
    assert active_duties(off, DAY) == active_duties(off, DAY, include_unverified=True) == ()


def test_a_duty_binds_from_its_first_day_to_its_last() -> None:
    duty = book(read(expires_on=date(2026, 6, 30)))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [len(active_duties(duty, day)) for day in days] == [0, 1, 1, 0]


def test_a_reported_duty_of_unknown_first_day_is_taken_to_be_in_force() -> None:
    unknown = book(reported(effective_on=None, expires_on=date(2026, 6, 30)))
    assert len(active_duties(unknown, date(1990, 1, 1), include_unverified=True)) == 1
    assert active_duties(unknown, date(2026, 7, 1), include_unverified=True) == ()


def test_the_duties_of_the_higher_book_bind_as_well_even_under_the_same_name() -> None:
    high = book(read(text_zh="较宽"), reported(), id="province", level=Level.PROVINCE)
    low = book(read(), parent=high)
    assert [duty.text_zh for duty in active_duties(low, DAY)] == ["防止任意检查和执法扰民", "较宽"]
    assert active_duties(low, DAY, include_unverified=True)[-1] == reported()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "据报道"}, "source"),
        ({"source": ""}, "source"),
        ({"effective_on": None}, "effective_on"),
        ({"expires_on": date(2025, 12, 31)}, "expires_on"),
        ({"applies_to": ()}, "applies_to"),
        ({"applies_to": (InspectionType.CASE, InspectionType.ROUTINE)}, "applies_to"),
        ({"applies_to": (InspectionType.CASE, InspectionType.CASE)}, "applies_to"),
        ({"applies_to": ("个案检查",)}, "applies_to"),
        ({"text_zh": ""}, "text_zh"),
        ({"active": 1}, "active"),
    ],
    ids=str,
)
def test_a_verified_duty_of_the_wrong_form_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValueError, match=rf"case\.prompt\.{field}"):
        read(**changes)


@pytest.mark.parametrize(("changes", "field"), [({"active": True}, "active"), ({"source": CLAUSE}, "source")], ids=str)
def test_a_duty_that_is_not_verified_is_never_on_and_cites_no_clause(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValueError, match=rf"inspection\.scan_in\.{field}"):
        reported(**changes)


def test_a_name_stands_once_in_a_book() -> None:
    with pytest.raises(InvalidValueError, match=r"case\.prompt"):
        book(read(), read())


def test_a_book_is_not_above_its_parent() -> None:
    with pytest.raises(InvalidValueError, match="不得高于上级表 city"):
        book(level=Level.NATION, parent=book())


def test_a_duty_says_where_it_comes_from_and_whether_it_was_read() -> None:
    assert str(read()) == "防止任意检查和执法扰民（溧政办发〔2020〕27号 三（一））"
    assert str(reported()) == "入企检查须扫码（据报道，未见原文，未核对原文）"


def test_a_type_of_inspection_is_one_of_three() -> None:
    assert [str(one) for one in InspectionType] == ["日常检查", "个案检查", "专项检查"]
