"""From team rules and a pool of officers to what is committed: nothing chosen by hand, nothing dropped in silence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shuangsuiji.draws import Commitment
from shuangsuiji.errors import (
    BrokenChainError,
    InfeasibleMatchingError,
    InvalidValueError,
    LawError,
    UnknownNameError,
)
from shuangsuiji.planning import ExpertRule, JointPlan, TeamRule
from shuangsuiji.registry import Certificate, InspectorPool, TaskOfficers
from shuangsuiji.terms import TeamForm
from shuangsuiji.values import Finding
from tests.unit.builders import (
    AGENCY,
    committed,
    design,
    enterprise,
    expert,
    inspector,
    inspector_pool,
    item_list,
    key_item,
    plan_of,
    pool_of,
    recusal,
    task,
    uscc,
)

FROM, TO = date(2025, 5, 13), date(2025, 7, 31)
HEALTH = "320481-WJW"
JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))


def people(count: int = 6, department: str = AGENCY, first: int = 1, **changes: Any) -> list[Any]:  # noqa: ANN401
    return [inspector(number, department=department, **changes) for number in range(first, first + count)]


def officers(*inspectors: Any, **changes: Any) -> TaskOfficers:  # noqa: ANN401 - people of all kinds
    pool: InspectorPool = inspector_pool(*(inspectors or people()), absences=(), **changes)
    return pool.officers(FROM, TO)


def team(**changes: Any) -> TeamRule:  # noqa: ANN401 - any field of a rule
    return TeamRule(**{"item_code": "labels", "department": AGENCY, **changes})


def made(*teams: TeamRule, also: dict[str, Any] | None = None, **changes: Any) -> Commitment:  # noqa: ANN401
    one = task(design("5%"), teams=teams or (team(),), **(also or {}))
    return committed(one, pool_of(60), **{"officers": officers(), **changes})


def told(found: tuple[Finding, ...], code: str) -> list[str]:
    return [one.where for one in found if one.code == code]


# What is committed.


def test_manifest_and_tables_say_who_may_be_matched_and_who_not_2_3_7() -> None:
    pool = inspector_pool(*people(4)).officers(FROM, TO)
    one = made(officers=pool, recusals=[recusal()])
    entries = one.manifest.entries
    assert entries[f"team.labels.{AGENCY}"] == "-;-"
    assert (entries["matching.lot"], entries["matching.min"]) == ("3", "2")
    assert (entries["inspectors.rows"], entries["absent.rows"], entries["recusals.rows"]) == ("4", "1", "1")
    assert entries["rules.window"] == "2025-05-13/2025-07-31"
    assert entries["rules.inspectors.hash"] == pool.pool_digest
    assert entries["rules.preflight"] == "worst case"
    assert one.files["absent.tsv"] == "JS0009\t不在执法岗位\n".encode()
    assert one.files["recusals.tsv"] == f"{uscc(1)}\tJS0001\t亲属关系\n".encode()
    assert Commitment.from_files(one.files).staff == one.staff


def test_names_of_people_are_not_committed() -> None:
    one = made(officers=officers(*people(4, name="甲某")))
    assert all("甲某" not in content.decode() for content in one.files.values())


def test_other_people_than_the_committed_are_refused() -> None:
    one, other = made(), made(officers=officers(*people(7)))
    with pytest.raises(BrokenChainError, match="inspectors"):
        Commitment(manifest=one.manifest, frames=one.frames, excluded=one.excluded, staff=other.staff)


# Bad input.


def test_a_task_with_teams_needs_officers() -> None:
    with pytest.raises(LawError, match="须给出检查人员"):
        made(officers=None)


@pytest.mark.parametrize("idle", [{"officers": officers()}, {"recusals": [recusal()]}])
def test_officers_or_recusals_for_a_task_without_teams_are_refused(idle: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match="没有组队规则"):
        committed(task(design("5%")), pool_of(60), **idle)


def test_fewer_officers_than_the_minimum_are_refused_before_the_seed_with_the_reason() -> None:
    with pytest.raises(InfeasibleMatchingError, match="名额") as caught:
        made(officers=officers(*people(1)))
    assert "增加" in caught.value.zh_line
    assert caught.value.params["preflight"].may_fail  # type: ignore[attr-defined]


def test_an_unknown_department_is_named() -> None:
    with pytest.raises(UnknownNameError, match=HEALTH):
        made(team(department=HEALTH))


def test_a_department_whose_officers_are_all_away_is_named() -> None:
    away = officers(*people(2), *people(2, HEALTH, 11, capacity=0))
    with pytest.raises(LawError, match="没有可派的检查人员"):
        made(team(department=HEALTH), officers=away)


def test_a_department_that_takes_no_part_in_the_joint_inspection_is_refused_3_2_4() -> None:
    other = "320481-SLXX"
    one = task(design("5%"), teams=(team(), team(department=other)), joint_plan=JOINT.id)
    with pytest.raises(LawError, match=other):
        committed(
            one,
            pool_of(60),
            plan=plan_of(one, joint_plans=(JOINT,)),
            officers=officers(*people(4), *people(4, other, 11)),
        )


def test_an_unknown_tag_is_pointed_out_and_refused_by_the_pre_flight() -> None:
    with pytest.raises(InfeasibleMatchingError, match="锅炉"):
        made(team(tags=("锅炉",)))


def test_an_expired_certificate_keeps_an_officer_out_with_its_reason() -> None:
    lapsed = inspector(7, certificate=Certificate(number="JS0007", valid_until=date(2025, 6, 30)))
    one = made(officers=officers(*people(), lapsed))
    assert one.staff is not None
    assert dict(one.staff.absent) == {"JS0007": "执法证件不在有效期"}


def test_an_officer_without_capacity_is_absent_for_that_reason() -> None:
    one = made(officers=officers(*people(), inspector(7, capacity=0)))
    assert one.staff is not None
    assert dict(one.staff.absent) == {"JS0007": "检查数量已达上限"}


def test_a_recusal_that_names_nobody_is_pointed_out_and_still_committed() -> None:
    one = made(recusals=[recusal(inspector_id="JS0100")])
    assert told(one.findings, "recusals.inspector") == [f"{uscc(1)} JS0100"]
    assert one.staff is not None
    assert (uscc(1), "JS0100") in one.staff.barred


def test_recusals_that_concern_no_object_of_the_task_are_named_and_not_dropped_in_silence() -> None:
    one = made(recusals=[recusal(object_id=uscc(999)), recusal(expires_on=date(2025, 5, 1))])
    assert told(one.findings, "recusals.elsewhere") == ["recusals"]
    assert one.staff is not None
    assert one.staff.recusals == ()


def test_an_object_without_a_region_is_named() -> None:
    pool = pool_of([*map(enterprise, range(9)), enterprise(9, region="-")])
    with pytest.raises(InvalidValueError, match=uscc(9)):
        committed(task(design("10%"), teams=(team(),)), pool, officers=officers())


def test_a_window_that_is_over_is_refused() -> None:
    late = inspector_pool(*people(), absences=()).officers(date(2025, 4, 1), date(2025, 4, 30))
    with pytest.raises(LawError, match="已结束"):
        made(officers=late)


def test_a_team_below_the_minimum_is_refused_42() -> None:
    with pytest.raises(LawError, match="不得少于 2 人"):
        made(team(form=TeamForm.EXPLICIT, seats=((),)))


# Joint inspections and experts.


def joint(**changes: Any) -> Commitment:  # noqa: ANN401 - any argument of commit
    teams = changes.pop("teams", (team(), team(department=HEALTH)))
    one = task(design("5%"), design("20%", "lifts"), teams=teams, joint_plan=JOINT.id)
    both = officers(*people(6), *people(4, HEALTH, 11))
    items = item_list(key_item("lifts"), item_list()["labels"])
    given = {"plan": plan_of(one, joint_plans=(JOINT,)), "items": items, "officers": both, **changes}
    return committed(one, pool_of(60), **given)


def test_the_minimum_holds_for_every_department_of_a_joint_inspection() -> None:
    entries = joint().manifest.entries
    assert entries[f"team.labels.{AGENCY}"] == entries[f"team.labels.{HEALTH}"] == "-;-"


def test_a_participant_that_sends_nobody_is_pointed_out() -> None:
    assert told(joint(teams=(team(),)).findings, "matching.no_team") == [HEALTH]


def test_experts_are_committed_apart_and_a_specialty_that_none_has_is_pointed_out() -> None:
    rule = ExpertRule(item_code="labels", seats=(("锅炉",),))
    one = made(also={"experts": (rule,)}, officers=officers(*people(), experts=(expert(),)))
    assert one.manifest.entries["expert.labels"] == "锅炉"
    assert one.manifest.entries["experts.rows"] == "1"
    assert told(one.findings, "matching.tag") == [AGENCY]


def test_another_department_that_sends_officers_without_a_joint_inspection_is_pointed_out() -> None:
    both = officers(*people(6), *people(4, HEALTH, 11))
    one = made(team(), team(department=HEALTH), officers=both)
    assert told(one.findings, "matching.foreign_team") == [HEALTH]


def test_a_recusal_declared_for_later_in_the_window_is_committed_too() -> None:
    one = made(recusals=[recusal(declared_on=date(2025, 6, 20))])
    assert one.staff is not None
    assert (uscc(1), "JS0001") in one.staff.barred


@pytest.mark.parametrize("given", [{"officers": inspector_pool(*people())}, {"recusals": ["甲"]}])
def test_something_else_than_officers_or_recusals_is_named(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match=r"officers|recusals"):
        made(**given)
