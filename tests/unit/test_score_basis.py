"""What a scorecard is made from: each record once, the plan of the period, and what came later put aside."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, NotADayError, ShuangsuijiError
from shuangsuiji.inspection import LEAD_RESPONSE, LeadHandling
from tests.unit.aftermath_days import inspected
from tests.unit.builders import AGENCY, pool_of
from tests.unit.inspection_days import HEALTH, joint_draw, joint_matching, labels_only, visited
from tests.unit.lead_days import lead
from tests.unit.score_days import basis, day, joint_plan, visit_on


def test_departments_stand_by_id_whatever_the_order() -> None:
    assert basis().departments == (AGENCY, HEALTH)
    assert basis(departments=(AGENCY, HEALTH)) == basis(departments=(HEALTH, AGENCY))


def test_the_last_day_does_not_lie_before_the_first() -> None:
    assert basis(last=date(2025, 5, 1)).holds(date(2025, 5, 1))
    with pytest.raises(InvalidValueError, match="不得早于 2025-05-01"):
        basis(last=date(2025, 4, 30))


def test_a_day_is_a_day() -> None:
    with pytest.raises(NotADayError):
        basis(first="2025-05-01")


def test_both_ends_belong_to_the_period() -> None:
    one = basis()
    assert [one.holds(on) for on in (date(2025, 4, 30), one.first, one.last, date(2025, 8, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_the_plan_is_of_a_year_of_the_period() -> None:
    with pytest.raises(InvalidValueError, match="年度计划"):
        basis(plan=attrs.evolve(joint_plan(), year=2024))
    assert basis(first=date(2024, 7, 1)).plan.year == 2025


@pytest.mark.parametrize(
    "twice",
    [
        {"departments": (AGENCY, AGENCY)},
        {"visits": (visited(), visited())},
        {"draws": (joint_matching(), joint_draw())},
        {"pools": (pool_of(3), pool_of(4))},
        {"leads": (LeadHandling(lead=lead()), LeadHandling(lead=lead()))},
        {"scheduled": (day(date(2025, 5, 12)), day(date(2025, 5, 13)))},
    ],
    ids=lambda given: next(iter(given)),
)
def test_nothing_stands_twice(twice: dict[str, object]) -> None:
    with pytest.raises(DuplicateError):
        basis(**twice)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": None},
        {"terms": None},
        {"visits": [visited()]},
        {"visits": (inspected(),)},
        {"results": (visited(),)},
        {"draws": ("draw",)},
        {"departments": AGENCY},
        {"departments": ("市监局",)},
        {"inspected": {2024: "abc"}},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ShuangsuijiError, TypeError)):
        basis(**wrong)


def test_the_term_of_a_lead_is_a_parameter_with_the_librarys_default_3_4_1() -> None:
    assert basis().response == LEAD_RESPONSE


def test_a_visit_is_that_of_every_department_that_inspected_something() -> None:
    shared, alone = visited(), visited(joint_matching(), labels_only())
    one = basis(visits=(shared, alone))
    assert {visit.id for visit in one.visits_of(AGENCY)} == {shared.id, alone.id}
    assert one.visits_of(HEALTH) == (shared,)


def test_visits_of_other_days_are_not_of_the_period() -> None:
    later, before = visit_on(visited(), date(2025, 8, 1)), visit_on(visited(), date(2025, 4, 30))
    assert basis(visits=(later,)).visits_of(AGENCY) == basis(visits=(before,)).visits_of(AGENCY) == ()


def test_it_says_what_it_is() -> None:
    assert repr(basis()) == "<考核依据 2025-05-01 至 2025-07-31：2 个部门，检查 0 次>"
