"""Who comes: each department for its own items with its own officers, nobody by hand beside the lot: 3.2.2, 3.2.4."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shuangsuiji.draws import Matching, match, substitute
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.inspection.draw_lines import Record, lines_of
from shuangsuiji.inspection.visit_parties import Parties, check_enough, parties_at, seated_from, teams_at
from shuangsuiji.law import JOINT_TEAM_MINIMUM, LIYANG_2020, LIYANG_RULES, Rule, RuleBook, Stricter
from shuangsuiji.planning import TeamRule
from shuangsuiji.registry import Certificate, Inspector, Leave
from shuangsuiji.terms import AbsenceReason, InspectorStatus
from tests.unit.builders import AGENCY, inspector, inspector_pool
from tests.unit.inspection_days import (
    FOOD,
    HEALTH,
    clause_of,
    everywhere_matching,
    joint_draw,
    joint_items,
    joint_matching,
    joint_people,
    key_items,
    labels_only,
    lapsed,
    own_draw,
    shared_object,
    visit_officer,
)

DAY = date(2025, 6, 10)
BOTH = (("hygiene", HEALTH), ("labels", AGENCY))


def joint_alone() -> Matching:
    """Return the matching of a joint task with a team of the authority for labels, and none for hygiene."""
    return match(joint_draw(also={"teams": (TeamRule(item_code="labels", department=AGENCY, tags=(FOOD,)),)}))


def at(record: Record | None = None, object_id: str | None = None, **changes: Any) -> Parties:  # noqa: ANN401
    one = record or joint_matching()
    id_ = object_id or shared_object(one)
    return parties_at(one, id_, lines_of(one, id_), joint_items(), **changes)


def broken(changed: Inspector) -> str:
    people = joint_people().revise(on=date(2025, 6, 1), put=[changed], reasons="合成")
    with pytest.raises(LawError) as caught:
        at().shown(people, DAY, DAY)
    return clause_of(caught.value)


def of_authority() -> int:
    """Return the number of the first officer of the authority at the shared object, who sits on the seat for food."""
    return int(at().teams[AGENCY].members[0][2:])


def test_each_department_comes_for_its_own_items_by_its_own_officers_3_2_4() -> None:
    parties = at()
    assert parties.pairs == BOTH
    assert parties.departments == (HEALTH, AGENCY)
    assert parties.matched
    went = parties.shown(joint_people(), DAY, DAY)
    assert {one.department: sum(each.department == one.department for each in went) for one in went} == {
        HEALTH: 2,
        AGENCY: 2,
    }


def test_a_department_that_inspects_nothing_sends_nobody() -> None:
    parties = at(object_id=labels_only())
    assert parties.departments == (AGENCY,)
    assert set(parties.teams) == {AGENCY}


def test_a_team_for_what_was_replaced_comes_no_more_3_2_2() -> None:
    record = everywhere_matching()
    once = {id_ for id_, department in record.teams if department == AGENCY}
    (gone,) = (id_ for id_ in once if lines_of(record, id_, replaced=True) != lines_of(record, id_))
    assert (gone, AGENCY) in record.teams
    assert set(teams_at(record, gone, lines_of(record, gone))) == {HEALTH}
    parties = parties_at(record, gone, lines_of(record, gone), key_items())
    assert parties.pairs == (("hygiene", HEALTH),)
    assert {one.department for one in parties.shown(joint_people(60), DAY, DAY)} == {HEALTH}


def test_departments_may_come_on_different_days() -> None:
    parties = at(only=[("hygiene", HEALTH)])
    assert (parties.pairs, set(parties.teams)) == ((("hygiene", HEALTH),), {HEALTH})
    with pytest.raises(BrokenChainError, match="该部门不查此事项"):
        at(only=[("labels", HEALTH)])
    with pytest.raises(BrokenChainError, match="不是该对象抽中的事项"):
        at(object_id=labels_only(), only=[("hygiene", HEALTH)])


def test_nobody_is_chosen_by_hand_beside_the_matching_3_2_2() -> None:
    with pytest.raises(InvalidValueError, match="到场人员即匹配人员"):
        at(officers=["JS0001", "JS0002"])


def test_a_task_with_team_rules_needs_its_matching_3_2_2() -> None:
    with pytest.raises(BrokenChainError, match="须以人员匹配为依据"):
        at(joint_matching().draw, shared_object())


def test_where_nobody_is_matched_it_is_said_who_went() -> None:
    id_ = min(own_draw().objects)
    parties = at(own_draw(), id_, officers=["JS0001", "JS0002"])
    assert not parties.matched
    assert [one.id for one in parties.shown(joint_people(), DAY, DAY)] == ["JS0001", "JS0002"]
    with pytest.raises(InvalidValueError, match="须写明到场人员"):
        at(own_draw(), id_)
    with pytest.raises(InvalidValueError, match="多个文本"):
        at(own_draw(), id_, officers="JS0001")


def test_an_item_without_a_team_is_inspected_by_its_own_department_whose_officers_are_named() -> None:
    record = joint_alone()
    parties = at(record, shared_object(record), officers=["JS0101", "JS0102"])
    assert (parties.pairs, parties.named) == (BOTH, ("JS0101", "JS0102"))
    assert not parties.matched
    assert len(parties.shown(joint_people(), DAY, DAY)) == 4
    with pytest.raises(InvalidValueError, match=f"{HEALTH} 未匹配人员"):
        at(record, shared_object(record))


def test_beside_a_team_nobody_of_its_department_is_named() -> None:
    record = joint_alone()
    parties = at(record, shared_object(record), officers=["JS0101", "JS0001"])
    with pytest.raises(InvalidValueError, match="JS0001"):
        parties.shown(joint_people(), DAY, DAY)


def test_in_a_joint_draw_that_matches_nobody_each_item_is_its_own_departments() -> None:
    alone = joint_draw(also={"teams": ()})
    id_ = shared_object(alone)
    named = ["JS0001", "JS0002", "JS0101", "JS0102"]
    assert at(alone, id_, officers=named).pairs == BOTH
    shared = [("labels", AGENCY), ("labels", HEALTH)]
    assert at(alone, id_, only=shared, officers=named).pairs == tuple(shared)
    with pytest.raises(BrokenChainError, match="该部门不查此事项"):
        at(alone, id_, only=[("hygiene", "320481-YJJ")], officers=named)


def test_an_empty_seat_is_filled_first_3_2_2() -> None:
    few = inspector_pool(*map(inspector, (1, 2)), *(inspector(n, department=HEALTH) for n in (101, 102)), absences=())
    record = match(joint_draw(few))
    short = substitute(record, shared_object(record), "JS0001", reason=AbsenceReason.LEAVE, partial=True)
    assert short.empty
    with pytest.raises(LawError, match="席位空缺"):
        at(short, shared_object(record))
    assert at(short, shared_object(record), only=[("hygiene", HEALTH)]).matched
    other = next(id_ for id_ in record.draw.objects if id_ != shared_object(record))
    assert at(short, other).matched


# Who can go that day: 2.3.7, 2.3.8, 3.2.2.


def test_whoever_cannot_go_that_day_is_substituted_by_lot_3_2_2() -> None:
    number = of_authority()
    away = Leave(starts_on=DAY, ends_on=DAY)
    assert broken(inspector(number, leaves=(away,))) == "3.2.2"
    assert broken(inspector(number, department=HEALTH)) == "3.2.2"
    assert broken(inspector(number, status=InspectorStatus.SECONDED)) == "2.3.7"
    assert broken(inspector(number, status=InspectorStatus.RETIRED)) == "2.3.7"


def test_the_certificate_of_the_day_counts_2_3_7() -> None:
    number = of_authority()
    assert broken(lapsed(number, date(2025, 6, 9))) == "2.3.7"
    later = Certificate(number="JS", valid_from=date(2025, 6, 11), valid_until=date(2027, 12, 31))
    assert broken(inspector(number, certificate=later)) == "2.3.7"
    renewed = joint_people().revise(on=date(2025, 6, 1), put=[lapsed(number, DAY)], reasons="合成")
    assert at().shown(renewed, DAY, DAY)[2].valid_until == DAY
    with pytest.raises(LawError, match="当日不能执行检查"):
        at().shown(renewed, DAY, date(2025, 6, 11))


def test_the_qualification_that_his_seat_asks_for_is_held_that_day_2_3_8() -> None:
    assert broken(inspector(of_authority(), qualifications=())) == "2.3.8"


def test_an_expert_and_a_stranger_do_not_go_2_3_10() -> None:
    id_ = min(own_draw().objects)
    with pytest.raises(LawError, match="专家不得作为执法人员"):
        at(own_draw(), id_, officers=["ZJ01", "JS0001"]).shown(joint_people(), DAY, DAY)
    with pytest.raises(UnknownNameError, match="JS0999"):
        at(own_draw(), id_, officers=["JS0999"]).shown(joint_people(), DAY, DAY)


# Minimum and rounds.


def test_each_department_comes_with_the_minimum() -> None:
    went = [visit_officer(1), visit_officer(2), visit_officer(101, department=HEALTH)]
    with pytest.raises(LawError, match=f"officers {HEALTH}.*不得少于 2 人"):
        check_enough(joint_matching(), LIYANG_RULES, BOTH, went, DAY)
    check_enough(joint_matching(), LIYANG_RULES, BOTH[1:], went, DAY)


def test_where_departments_share_the_minimum_an_item_still_sees_as_many_as_one_alone_would_send() -> None:
    shared = Rule(
        name=JOINT_TEAM_MINIMUM,
        value=1,
        stricter=Stricter.LARGER,
        clause=LIYANG_2020.ref("2.3.10"),
        stated=False,
        effective_on=date(2025, 1, 1),
    )
    book = RuleBook(id="other", title="合成", level=LIYANG_RULES.level, rules=(*LIYANG_RULES.rules, shared))
    went = [visit_officer(1), visit_officer(101, department=HEALTH)]
    check_enough(joint_matching(), book, [("labels", AGENCY), ("labels", HEALTH)], went, DAY)
    with pytest.raises(LawError, match=r"officers hygiene.*不得少于 2 人"):
        check_enough(joint_matching(), book, BOTH, went, DAY)


def test_a_seat_that_was_filled_in_a_round_dates_the_visit() -> None:
    record = everywhere_matching()
    mixed = next(id_ for id_ in record.draw.taken.live if lines_of(record, id_) == {"hygiene": 1, "labels": 0})
    assert seated_from(record, at(record, mixed, only=[("labels", AGENCY)]), mixed) == 0
    assert seated_from(record, at(record, mixed), mixed) == 1
    assert seated_from(own_draw(), at(own_draw(), min(own_draw().objects), officers=["JS0001"]), mixed) == 0
