"""How far draws have come: each department by its own items, and what was replaced is no longer to be visited."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.draws import match
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.inspection import Equivalence, MutualRecognition
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.terms import InspectionMethod, ReplacementReason
from shuangsuiji.values import TimeLimit, TimeUnit
from tests.unit.aftermath_days import clean
from tests.unit.builders import AGENCY, committed, design, drawn, item_list, plan_of, task
from tests.unit.inspection_days import (
    HEALTH,
    joint_draw,
    joint_items,
    joint_matching,
    joint_people,
    key_items,
    labels_only,
    next_round,
    own_draw,
    shared_object,
    visited,
)
from tests.unit.score_days import all_visits, basis, day, mark, marks, visit_on

MAY = date(2025, 5, 12)
POLICE = "320481-GAJ"


def test_progress_is_what_was_visited_of_what_was_drawn_4_3_1() -> None:
    assert mark(basis(), "progress") == (0, 6)
    assert mark(basis(visits=all_visits()), "progress") == (6, 6)
    assert mark(basis(visits=(visited(),)), "progress") == (1, 6)


def test_each_department_has_its_own_part_of_a_joint_draw_3_2_4() -> None:
    assert mark(basis(visits=all_visits()), "progress", HEALTH) == (3, 3)
    assert mark(basis(visits=(visited(joint_matching(), labels_only()),)), "progress", HEALTH) == (0, 3)
    assert mark(basis(departments=(POLICE,)), "progress", POLICE) == (0, 0)


def test_a_visit_of_one_department_alone_is_no_progress_of_the_other_3_2_4() -> None:
    id_ = shared_object()
    alone = visited(joint_matching(), id_, only=[("labels", AGENCY)], methods={"labels": (InspectionMethod.ON_SITE,)})
    made = basis(visits=(alone,))
    assert (mark(made, "progress"), mark(made, "progress", HEALTH)) == ((1, 6), (0, 3))


def test_visits_after_the_last_day_had_not_been_made_4_3_1() -> None:
    late = tuple(visit_on(one, date(2025, 8, 1)) for one in all_visits())
    assert mark(basis(visits=late), "progress") == (0, 6)


def test_what_was_drawn_earlier_in_the_year_is_still_to_be_visited_4_3_1() -> None:
    assert mark(basis(first=date(2025, 7, 1)), "progress") == (0, 6)
    assert not marks(basis(first=date(2025, 7, 1))).standing.has_draws


def test_a_draw_counts_from_the_day_on_which_its_events_happened_1_1() -> None:
    eve = basis(first=date(2025, 5, 1), last=date(2025, 5, 11), scheduled=(day(date(2025, 5, 11)),))
    assert (mark(eve, "progress"), mark(eve, "draws")) == ((0, 0), (0, 1))
    assert not marks(eve).standing.has_draws
    on_the_day = basis(last=MAY)
    assert (mark(on_the_day, "progress"), mark(on_the_day, "draws")) == ((0, 6), (1, 1))


def test_an_object_that_was_replaced_is_no_longer_to_be_visited_and_another_is_3_2_1() -> None:
    main = match(joint_draw(joint_people(60), items=key_items()))
    gone = labels_only(main)
    round_ = match(next_round(main, replaced={gone: ReplacementReason.NOT_FOUND}, extended={"hygiene": {"全部": 57}}))
    made = basis(draws=(round_,), items=(key_items(),))
    due = round_.draw.taken.live
    assert gone not in {id_ for id_, codes in due.items() if "labels" in codes}
    assert mark(made, "progress") == (0, sum("labels" in codes for codes in due.values()))
    assert mark(made, "progress", HEALTH) == (0, sum("hygiene" in codes for codes in due.values()))
    before = basis(draws=(round_,), items=(key_items(),), last=date(2025, 5, 19))
    assert (mark(before, "progress"), mark(before, "progress", HEALTH)) == ((0, 6), (0, 3))


def test_without_teams_it_is_the_implementing_body_that_inspects_or_whoever_went_3_2_4() -> None:
    made = basis(draws=(own_draw(),), plan=plan_of(task(design("10%"))))
    assert (mark(made, "progress"), mark(made, "progress", HEALTH)) == ((0, 6), (0, 0))
    went = attrs.evolve(made, visits=(visited(own_draw()),))
    assert mark(went, "progress") == (1, 6)


def test_a_targeted_draw_that_is_no_task_of_the_plan_is_progress_all_the_same_3_4_4() -> None:
    targeted = task(design("10%"), id="ZX-01", mode=SupervisionMode.TARGETED, superior_ordered=True)
    made = basis(draws=(drawn(committed(targeted, None)),))
    assert (mark(made, "progress"), mark(made, "draws")) == ((0, 6), (0, 1))


def recognition(on: date, object_id: str) -> MutualRecognition:
    equal = Equivalence(
        id="E-1",
        from_item="hygiene",
        from_department=HEALTH,
        to_item="labels",
        to_department=AGENCY,
        valid_for=TimeLimit(number=6, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("3.3.8")),
        document="合成互认〔2025〕1号",
        effective_on=date(2025, 1, 1),
        expires_on=date(2025, 12, 31),
    )
    result = clean(1, on=date(2025, 5, 6), department=HEALTH, item_code="hygiene")
    visit = attrs.evolve(result.visit, object_id=object_id, holder=object_id)
    return MutualRecognition(result=attrs.evolve(result, visit=visit), equivalence=equal, on=on)


def test_a_result_that_is_recognised_stands_in_for_a_visit_3_3_8() -> None:
    id_ = labels_only()
    assert mark(basis(recognitions=(recognition(date(2025, 6, 1), id_),)), "progress") == (1, 6)
    assert mark(basis(recognitions=(recognition(date(2025, 8, 1), id_),)), "progress") == (0, 6)
    assert mark(basis(recognitions=(recognition(date(2025, 5, 9), id_),)), "progress") == (0, 6)


def test_draws_held_are_those_planned_by_then_and_never_more_1_1() -> None:
    planned = (day(MAY), day(date(2025, 9, 1), 2))
    assert mark(basis(scheduled=planned), "draws") == (1, 1)
    assert mark(basis(scheduled=planned, last=date(2025, 12, 31)), "draws") == (1, 2)
    assert mark(basis(scheduled=()), "draws") == (0, 0)
    assert mark(basis(draws=()), "draws") == (0, 1)


def test_a_draw_that_was_held_late_is_held_in_the_next_period_1_1() -> None:
    late = basis(first=date(2025, 5, 12), scheduled=(day(date(2025, 4, 1)),))
    assert mark(late, "draws") == (1, 1)
    assert mark(basis(first=date(2025, 4, 1), last=date(2025, 4, 30), scheduled=(day(date(2025, 4, 1)),)), "draws") == (
        0,
        1,
    )


def test_draws_are_due_from_the_department_that_answers_for_the_task_3_1_2() -> None:
    assert mark(basis(), "draws", HEALTH) == (0, 0)


def test_a_day_for_a_task_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="2025-99"):
        marks(basis(scheduled=(day(MAY, task_id="2025-99"),)))


@pytest.mark.parametrize("code", ["labels", "lifts"])
def test_an_object_is_done_once_every_item_of_the_department_was_inspected_4_3_1(code: str) -> None:
    record = drawn(committed(task(design("10%"), design("5%", "lifts"))))
    both = next(id_ for id_, codes in record.taken.live.items() if codes == ("labels", "lifts"))
    on_site = (InspectionMethod.ON_SITE,)
    half = visited(record, both, only=[(code, AGENCY)], methods={code: on_site})
    made = basis(draws=(record,), items=(item_list(),), visits=(half,))
    assert mark(made, "progress") == (0, 6)
    whole = attrs.evolve(made, visits=(visited(record, both),))
    assert mark(whole, "progress") == (1, 6)


def test_a_joint_department_that_went_where_nobody_has_a_team_has_the_item_3_2_4() -> None:
    record = joint_draw(also={"teams": ()})
    given = {"methods": {"labels": (InspectionMethod.ON_SITE,)}, "officers": ("JS0101", "JS0102")}
    theirs = visited(record, labels_only(record), only=[("labels", HEALTH)], items=joint_items(), **given)
    made = basis(draws=(record,))
    assert (mark(made, "progress"), mark(made, "progress", HEALTH)) == ((0, 6), (0, 3))
    went = attrs.evolve(made, visits=(theirs,))
    assert (mark(went, "progress"), mark(went, "progress", HEALTH)) == ((0, 5), (1, 4))


def test_what_was_planned_for_the_year_before_is_no_matter_of_this_one_1_1() -> None:
    assert mark(basis(scheduled=(day(date(2024, 12, 30)), day(MAY, 2))), "draws") == (1, 1)
