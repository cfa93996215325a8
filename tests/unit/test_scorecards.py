"""Scorecards: each department by published formulas, by id, and nothing that came after the last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import get_type_hints

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.inspection import (
    FORMULAS,
    DepartmentScore,
    DrawCitation,
    FollowUp,
    FollowUpMeasure,
    Indicator,
    LeadHandling,
    LeadStepKind,
    ScoreBasis,
    Standing,
    Visit,
    carry_out,
    close_follow_up,
    enter,
    open_follow_up,
    score,
)
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import JointCounts, JointPlan, SupervisionMode
from shuangsuiji.terms import InspectorStatus
from shuangsuiji.testing.conferences import effective_procedure
from shuangsuiji.testing.county_years import CountyYear, county_basis, county_year
from tests.unit.aftermath_days import inspected
from tests.unit.builders import AGENCY, inspector, item, item_list, pool_of, uscc
from tests.unit.inspection_days import (
    HEALTH,
    case_visit,
    found,
    joint_items,
    joint_people,
    visit_item,
    visit_officer,
    visited,
)
from tests.unit.lead_days import later_lead, lead, step, visit_step
from tests.unit.publication_days import POSTED_ON, posted
from tests.unit.score_days import LAST, TERMS, all_visits, basis, day, labels, mark, marks, visit_on

POLICE = "320481-GAJ"
LATER = date(2025, 8, 4)


def citation(**changes: object) -> DrawCitation:
    return attrs.evolve(
        DrawCitation(agency=AGENCY, plan="2025", task="T", serial=1, commit="ab" * 32),
        **changes,  # type: ignore[arg-type]
    )


def drawn_visit(number: int, on: date = date(2025, 6, 10), **changes: object) -> Visit:
    """Return a drawn visit of the authority to the n-th enterprise, of no draw at hand."""
    began = datetime.fromisoformat(f"{on}T09:00:00+08:00")
    given = {
        "id": f"V-{number}-{on}",
        "object_id": uscc(number),
        "holder": uscc(number),
        "mode": SupervisionMode.RANDOM,
        "lead_id": "",
        "draw": citation(),
        "started_at": began,
        "ended_at": began + timedelta(hours=2),
    }
    return case_visit(**{**given, **changes})


def test_departments_stand_by_id_and_there_is_no_rank_anywhere_4_1_7() -> None:
    made = score(basis(departments=(HEALTH, POLICE, AGENCY), visits=all_visits()))
    assert [one.department for one in made] == sorted((HEALTH, POLICE, AGENCY))
    names = {field.name for kind in (DepartmentScore, Indicator, Standing) for field in attrs.fields(kind)}
    assert not any(word in name for name in names for word in ("rank", "points", "total", "place", "grade"))


def test_no_attribute_is_a_bare_number_of_inspections_or_fines_4_1_7() -> None:
    """Only what is left undone, or not public, is a number alone; it is no merit to have much of it."""
    types = get_type_hints(DepartmentScore)
    numbers = {name for name, kind in types.items() if kind is int}
    assert numbers == {"overdue", "withheld", "open_follow_ups", "open_leads"}
    assert types.keys() - numbers == {"department", "standing", "indicators", "joint", "workload"}


def test_more_visits_to_the_same_objects_change_no_share_of_what_is_covered_4_1_7() -> None:
    once = (drawn_visit(1), drawn_visit(2))
    again = tuple(drawn_visit(number, date(2025, 6, on)) for number in (1, 2) for on in range(11, 20))
    fewer, more = basis(visits=once), basis(visits=(*once, *again))
    for code in ("coverage", "joint", "merged", "by_lot", "participation"):
        assert marks(fewer).indicator(code).share == marks(more).indicator(code).share


def test_a_department_with_nothing_is_not_known_and_never_nought_per_cent() -> None:
    made = marks(basis(departments=(POLICE,)), POLICE)
    assert {one.share for one in made.indicators} == {None}
    assert made.visits_by_officer is None
    assert (made.overdue, made.withheld, made.open_follow_ups, made.open_leads) == (0, 0, 0, 0)
    assert "%" not in repr(made) + made._repr_html_()
    assert made.standing.lacking == (
        "抽查事项",
        "检查对象名录库",
        "执法检查人员",
        "计划任务",
        "期内抽取",
        "期内公示",
    )


# 1.1


def test_what_a_department_has_is_told_and_what_it_lacks_1_1() -> None:
    made = basis(visits=all_visits(), results=(labels(),), publications=(posted(labels()),))
    assert marks(made).standing.is_covered
    assert marks(made, HEALTH).standing.lacking == ("期内公示",)


def test_who_only_takes_part_in_a_joint_draw_has_a_draw_and_a_task_1_1() -> None:
    standing = marks(basis(), HEALTH).standing
    assert standing.has_draws
    assert standing.has_tasks


def test_what_was_there_before_or_came_later_is_not_of_the_period_1_1() -> None:
    later = basis(
        first=date(2025, 5, 13),
        results=(labels(),),
        publications=(posted(labels()),),
        last=date(2025, 6, 16),
    )
    assert not marks(later).standing.has_draws
    assert not marks(later).standing.has_publications


def test_an_item_that_is_not_in_force_is_none_1_1() -> None:
    gone = item("labels", effective_on=date(2025, 1, 1), expires_on=date(2025, 6, 30))
    assert not marks(basis(items=(item_list(gone),))).standing.has_items
    assert not marks(basis(items=(item_list(gone),))).standing.has_objects


def test_a_pool_without_objects_is_none_1_1() -> None:
    assert not marks(basis(pools=(pool_of((), item_codes=("labels",)),))).standing.has_objects


# 4.3.1


def test_coverage_is_what_was_inspected_at_random_of_the_pool_4_3_1() -> None:
    assert mark(basis(visits=all_visits()), "coverage") == (6, 60)
    assert mark(basis(visits=(*all_visits(), *map(drawn_visit, range(50, 53)))), "coverage")[1] == 60


def test_an_object_counts_once_however_often_it_was_visited_4_3_1() -> None:
    assert mark(basis(visits=(drawn_visit(1), drawn_visit(1, date(2025, 7, 1)))), "coverage") == (1, 60)


def test_a_case_covers_nothing_and_is_no_random_visit_3_4_1() -> None:
    made = basis(visits=(case_visit(),))
    assert mark(made, "coverage") == (0, 60)
    for code in ("joint", "merged", "by_lot", "new_pairs"):
        assert mark(made, code) == (0, 0)
    assert mark(made, "participation") == (2, 8)
    assert marks(made).visits_by_officer == (1, Fraction(1), 1)


def test_a_targeted_inspection_that_a_superior_ordered_is_drawn_and_counts_as_such_3_4_4() -> None:
    ordered = drawn_visit(1, mode=SupervisionMode.TARGETED, superior_ordered=True)
    assert mark(basis(visits=(ordered,)), "coverage") == (1, 60)
    assert mark(basis(visits=(ordered,)), "joint") == (0, 1)


def test_a_department_without_a_pool_of_its_own_is_held_against_the_one_that_serves_its_items_4_3_1() -> None:
    made = basis(visits=all_visits())
    assert mark(made, "coverage", HEALTH) == (3, 60)
    own = pool_of(10, id="WJW-objects", owner=HEALTH, item_codes=("hygiene",))
    assert mark(basis(visits=all_visits(), pools=(*made.pools, own)), "coverage", HEALTH)[1] == 10


def test_objects_that_left_the_pool_count_neither_here_nor_there_4_3_1() -> None:
    pool = pool_of(60, item_codes=("labels", "hygiene"))
    smaller = pool.revise(on=date(2025, 7, 1), drop=[uscc(1)], reasons="注销")
    visits = (drawn_visit(1), drawn_visit(2))
    assert mark(basis(visits=visits, pools=(pool, smaller)), "coverage") == (1, 59)
    assert mark(basis(visits=visits, pools=(smaller, pool)), "coverage") == (1, 59)
    later = pool.revise(on=LATER, drop=[uscc(1)], reasons="注销")
    assert mark(basis(visits=visits, pools=(pool, later)), "coverage") == (2, 60)


# 3.1.5


def test_without_years_before_it_is_not_known_what_was_reached_3_1_5() -> None:
    assert mark(basis(visits=all_visits()), "reached") == (0, 0)
    assert mark(basis(visits=all_visits(), inspected={2025: (uscc(1),)}), "reached") == (0, 0)
    assert mark(basis(visits=all_visits(), inspected={2026: (uscc(1),)}), "reached") == (0, 0)


def test_years_in_which_nobody_was_inspected_are_known_years_3_1_5() -> None:
    assert mark(basis(inspected={2024: ()}), "reached") == (0, 60)


def test_what_was_reached_in_years_are_the_years_before_and_the_visits_so_far_3_1_5() -> None:
    before = {2023: (uscc(1), uscc(2)), 2024: (uscc(2), "unknown")}
    made = basis(inspected=before, visits=(drawn_visit(3, date(2025, 4, 2)), case_visit(object_id=uscc(4))))
    assert mark(made, "reached") == (4, 60)
    assert mark(made, "coverage") == (0, 60)
    assert mark(made, "reached", HEALTH) == (4, 60)


def test_a_year_that_is_over_on_the_last_day_is_a_year_before_3_1_5() -> None:
    assert mark(basis(last=date(2025, 12, 31), inspected={2025: (uscc(1),)}), "reached") == (1, 60)


# 3.2.7, 4.1.4a, 3.2.2


def test_a_joint_visit_is_one_of_every_department_that_took_part_3_2_7() -> None:
    made = basis(visits=all_visits())
    assert mark(made, "joint") == (3, 6)
    assert mark(made, "joint", HEALTH) == (3, 3)


def test_a_visit_that_serves_several_items_is_merged_4_1_4a() -> None:
    assert mark(basis(visits=all_visits()), "merged") == (3, 6)
    twice = (visit_item(), visit_item(department=HEALTH))
    same = drawn_visit(1, items=twice, officers=(visit_officer(1), visit_officer(101, department=HEALTH)))
    assert mark(basis(visits=(same,)), "merged") == (0, 1)
    assert mark(basis(visits=(same,)), "joint") == (1, 1)


def test_who_was_matched_went_by_lot_3_2_2() -> None:
    assert mark(basis(visits=all_visits()), "by_lot") == (6, 6)
    assert mark(basis(visits=(*all_visits(), drawn_visit(1))), "by_lot") == (6, 7)


# 4.1.5


def test_pairs_that_repeat_are_told_4_1_5() -> None:
    same = (drawn_visit(1), drawn_visit(2))
    other = drawn_visit(3, officers=(visit_officer(3), visit_officer(1)))
    assert mark(basis(visits=same), "new_pairs") == (1, 2)
    assert mark(basis(visits=(*same, other)), "new_pairs") == (2, 3)


def test_the_order_in_which_officers_are_named_makes_no_other_pair_4_1_5() -> None:
    turned = drawn_visit(2, officers=(visit_officer(2), visit_officer(1)))
    assert mark(basis(visits=(drawn_visit(1), turned)), "new_pairs") == (1, 2)


def test_a_pair_is_one_of_one_department_4_1_5() -> None:
    assert mark(basis(visits=(visited(),)), "new_pairs") == (1, 1)
    assert mark(basis(visits=(visited(),)), "new_pairs", HEALTH) == (1, 1)


def test_an_officer_of_two_pools_serves_once_4_1_5() -> None:
    twice = (joint_people(), attrs.evolve(joint_people(), id="SCJG-second"))
    assert mark(basis(people=twice), "participation") == (0, 8)
    assert mark(basis(people=twice), "participation", HEALTH) == (0, 6)


def test_who_left_after_a_visit_went_all_the_same_4_1_5() -> None:
    people = joint_people()
    gone = [attrs.evolve(one, status=InspectorStatus.TRANSFERRED) for one in people if one.id == "JS0001"]
    left = people.revise(on=date(2025, 7, 1), put=gone, drop=["JS0002"], reasons="调离")
    made = basis(visits=(drawn_visit(1),), people=(people, left))
    assert mark(made, "participation") == (2, 8)
    assert mark(basis(visits=(drawn_visit(1),), people=(people,)), "participation") == (2, 8)


def test_how_evenly_visits_fall_is_told_of_those_who_went_4_1_5() -> None:
    visits = (drawn_visit(1), drawn_visit(2, officers=(visit_officer(1), visit_officer(3))))
    assert marks(basis(visits=visits)).workload == ((1, 2), (2, 1))
    assert marks(basis(visits=visits)).visits_by_officer == (1, Fraction(4, 3), 2)
    assert marks(basis(visits=visits), HEALTH).visits_by_officer is None


# 4.1.3


def test_what_a_department_did_for_joint_inspections_is_counted_4_1_3() -> None:
    made = basis(procedures=(effective_procedure(JOINT, date(2025, 7, 1)),))
    assert marks(made).joint == counts(AGENCY, initiated=1)
    assert marks(made, HEALTH).joint == counts(HEALTH, joined=1)


def test_a_plan_that_became_effective_later_was_not_effective_4_1_3() -> None:
    late = effective_procedure(JOINT, date(2025, 7, 25))
    assert marks(basis(procedures=(late,))).joint == counts(AGENCY)
    early = basis(procedures=(late,), last=date(2025, 7, 26))
    assert marks(early, HEALTH).joint == counts(HEALTH, unanswered=1)
    before = basis(procedures=(late,), last=date(2025, 7, 24))
    assert marks(before, HEALTH).joint == counts(HEALTH)


JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))


def counts(department: str, **given: int) -> JointCounts:
    nothing = {"initiated": 0, "joined": 0, "objected": 0, "unanswered": 0}
    return JointCounts(department=department, **{**nothing, **given})


# what may not be


def test_results_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(DuplicateError):
        score(basis(results=(found(), found(id="R-other"))))
    with pytest.raises(BrokenChainError):
        score(basis(publications=(posted(),)))


def test_an_indicator_that_nobody_published_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        marks(basis()).indicator("fines")


def test_a_score_has_every_indicator_in_order_and_its_own_counts() -> None:
    made = marks(basis())
    with pytest.raises(InvalidValueError, match="全部指标"):
        attrs.evolve(made, indicators=made.indicators[::-1])
    with pytest.raises(InvalidValueError, match="参与情况"):
        attrs.evolve(made, joint=counts(HEALTH))
    with pytest.raises(InvalidValueError, match="workload"):
        attrs.evolve(made, workload=((2, 1), (1, 1)))
    with pytest.raises(InvalidValueError, match="workload"):
        attrs.evolve(made, workload=((0, 1),))


def test_a_score_comes_back_from_json() -> None:
    for one in score(basis(visits=all_visits(), results=(labels(),), publications=(posted(labels()),))):
        assert from_json(to_json(one), DepartmentScore) == one


def test_what_a_notebook_shows_has_the_formula_beside_each_number() -> None:
    html = marks(basis(visits=all_visits()))._repr_html_()
    assert "<td>覆盖率</td><td>10.0%</td><td>6</td><td>60</td>" in html
    assert "期内经抽查检查的对象数 ÷ 名录库对象数" in html


# properties

ORDER = FollowUpMeasure.ORDER_AND_WATCH


def followed(on: date = date(2025, 6, 11), id_: str = "F-1") -> FollowUp:
    """Return the follow-up of a problem, opened on a day."""
    return open_follow_up(
        inspected(), None, follow_up_id=id_, measures=(ORDER,), opened_on=on, document="合成监〔2025〕1号"
    )


RECORDS = {
    "visits": (*all_visits(), case_visit(), drawn_visit(1), drawn_visit(2, date(2025, 7, 1))),
    "results": (labels(), found(visited(), item_code="hygiene", department=HEALTH)),
    "pools": (pool_of(60, item_codes=("labels", "hygiene")), pool_of(9, id="WJW", owner=HEALTH)),
    "procedures": (effective_procedure(JOINT, date(2025, 7, 1)),),
    "leads": (LeadHandling(lead=lead(), steps=(visit_step(),)), LeadHandling(lead=later_lead(2))),
    "follow_ups": (followed(), followed(date(2025, 6, 20), id_="F-2")),
}
WHOLE = {**RECORDS, "publications": (posted(labels()),), "inspected": {2024: (uscc(1),)}}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_records_never_matters(data: st.DataObject) -> None:
    shuffled = {field: tuple(data.draw(st.permutations(several))) for field, several in RECORDS.items()}
    departments = data.draw(st.permutations((AGENCY, HEALTH, POLICE)))
    assert score(basis(**{**WHOLE, **shuffled}, departments=departments)) == score(
        basis(**WHOLE, departments=(AGENCY, HEALTH, POLICE))
    )


def after(on: date) -> dict[str, tuple[object, ...]]:
    """Return records of every kind that came on a day after the period."""
    visit = visit_on(drawn_visit(7), on)
    pool = pool_of(60, item_codes=("labels", "hygiene"))
    return {
        "visits": (visit,),
        "results": (found(visit, formed_on=on),),
        "pools": (pool.revise(on=on, drop=[uscc(5)], reasons="注销"), pool_of(5, id="new", maintained_on=on)),
        "people": (joint_people().revise(on=on, put=[inspector(9)], reasons="调入"),),
        "items": (item_list(item("new"), id="new", effective_on=on),),
        "leads": (LeadHandling(lead=later_lead(3, received_on=on)),),
        "follow_ups": (followed(on, id_="F-later"),),
        "procedures": (effective_procedure(attrs.evolve(JOINT, id="联合-02"), on),),
        "scheduled": (day(on, 2),),
    }


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(1, 20))
def test_what_came_after_the_period_changes_nothing(data: st.DataObject, days: int) -> None:
    first = basis().scheduled
    whole = {**WHOLE, "people": (joint_people(),), "items": (joint_items(),), "scheduled": first}
    late = after(LAST + timedelta(days=days))
    kinds = data.draw(st.sets(st.sampled_from(sorted(late)), min_size=1))
    more = {field: (*whole.get(field, ()), *late[field]) for field in kinds}
    assert score(basis(**{**whole, **more})) == score(basis(**whole))


def test_what_was_done_later_about_what_was_there_changes_nothing() -> None:
    """Entry, publication, steps and closing of August."""
    on = LATER
    raw, late = found(), enter(found(), on=on, by=AGENCY)
    disposed = step(LeadStepKind.DISPOSED, later_lead(2), at=datetime.fromisoformat(f"{on}T10:00:00+08:00"))
    done = carry_out(followed(), measure=ORDER, on=on, done="已改正", document="合成监〔2025〕2号")
    before = {"results": (raw,), "leads": (LeadHandling(lead=later_lead(2)),), "follow_ups": (followed(),)}
    after_ = {
        "results": (late,),
        "publications": (posted(late, dict.fromkeys(POSTED_ON, on)),),
        "leads": (LeadHandling(lead=later_lead(2), steps=(disposed,)),),
        "follow_ups": (close_follow_up(done, on=on, done="已改正", document="合成监〔2025〕9号"),),
        "inspected": {2025: (uscc(1),), 2026: (uscc(2),)},
    }
    assert score(basis(**after_, visits=all_visits())) == score(basis(**before, visits=all_visits()))


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(RECORDS["visits"])), st.sets(st.integers(1, 60)), st.dates(date(2025, 5, 1), LAST))
def test_every_share_lies_from_nought_to_one_whatever_happened(
    visits: set[Visit], before: set[int], last: date
) -> None:
    history = {2024: tuple(map(uscc, before))} if before else {}
    for one in score(basis(visits=tuple(visits), inspected=history, last=last)):
        assert [mark.code for mark in one.indicators] == list(FORMULAS)
        for mark_ in one.indicators:
            assert 0 <= mark_.part <= mark_.whole
            assert mark_.share is None or 0 <= mark_.share <= 1


# the county


@cache
def county() -> CountyYear:
    return county_year(LIYANG_RULES)


@cache
def county_score_basis() -> ScoreBasis:
    """Return the county's year, every object that was drawn visited ten days later."""
    made = county()
    year = county_basis(LIYANG_RULES)
    assert year.items is not None
    assert year.pools is not None
    assert year.people is not None
    assert year.departments is not None
    bodies = {item.code: item.implementing_body for one in year.items for item in one.items}
    visits = [
        county_visit(serial, id_, on + timedelta(days=10), citation(commit=one.commitment.commit), codes, bodies)
        for serial, one in enumerate(made.all_draws)
        for on in (one.commitment.manifest.committed_at.date(),)
        for id_, codes in one.objects.items()
    ]
    return ScoreBasis(
        departments=tuple(made.draws),
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        plan=made.plan,
        terms=TERMS,
        items=year.items,
        pools=year.pools,
        people=year.people,
        scheduled=made.scheduled,
        draws=made.all_draws,
        visits=tuple(visits),
        results=tuple(
            found(
                one,
                department=bodies[one.items[0].item_code],
                item_code=one.items[0].item_code,
                formed_on=one.completed_on,
            )
            for one in visits
        ),
        procedures=made.procedures,
    )


def county_visit(
    serial: int, id_: str, on: date, draw: DrawCitation, codes: tuple[str, ...], bodies: dict[str, str]
) -> Visit:
    items = tuple(visit_item(item_code=code, department=bodies[code]) for code in codes)
    officers = tuple(
        visit_officer(1000 + sorted(bodies.values()).index(name) + two, department=name, valid_until=date(2027, 12, 31))
        for name in dict.fromkeys(one.department for one in items)
        for two in (0, 1)
    )
    return drawn_visit(
        0, on, id=f"V-{serial}-{id_}", object_id=id_, holder=id_, draw=draw, items=items, officers=officers
    )


def test_a_year_of_1225_visits_is_scored() -> None:
    whole = county_score_basis()
    assert len(whole.visits) == 1225
    made = score(whole)
    assert len(made) == 17
    for one in made:
        assert one.indicator("draws").share == 1
        assert one.standing.has_draws


def test_every_visit_of_a_year_that_has_ended_is_progress_and_those_of_january_are_not_yet_4_3_1() -> None:
    made = score(county_score_basis())
    assert sum(one.indicator("progress").whole for one in made) >= 1225
    assert all(
        one.indicator("progress").share == 1
        for one in score(attrs.evolve(county_score_basis(), last=date(2027, 1, 31), scheduled=()))
    )
    assert any(one.indicator("progress").share != 1 for one in made)


def test_joint_plans_of_a_year_are_those_that_a_department_led_or_joined_4_1_3() -> None:
    made = score(county_score_basis())
    assert sum(one.joint.initiated for one in made) == 13
    assert sum(one.joint.joined for one in made) == 26
