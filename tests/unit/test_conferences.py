"""The synthetic conference: staffed, and with plans that went the whole way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import LawError
from shuangsuiji.planning import (
    LIYANG_CONFERENCE,
    JointPlan,
    JointProcedure,
    JointRoute,
    JointStage,
    JointTrigger,
    MeetingKind,
    ProcedureOptions,
    Quorum,
    check_conference,
)
from shuangsuiji.testing.conferences import effective_procedure, effective_procedures, staffed_conference

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 12)
MARKET, HEALTH, STATISTICS, CUSTOMS = "320481-SCJG", "320481-WJW", "320481-TJJ", "320481-HG"
ROUTES: list[dict[str, Any]] = [
    {},
    {"route": JointRoute.SECTOR_AGREED, "sector": "合成行业"},
    {"route": JointRoute.CONFERENCE, "trigger": JointTrigger.OTHER},
]


def plan(*members: str, id_: str = "联合-01") -> JointPlan:
    return JointPlan(id=id_, initiator=members[0], participants=members[1:])


def kind_of(procedure: JointProcedure) -> MeetingKind:
    assert procedure.sitting is not None
    return procedure.sitting.meeting.kind


def test_every_member_unit_has_a_liaison() -> None:
    assert {one.code for one in check_conference(staffed_conference(FIRST), FIRST)} == {"conference.pending"}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "members",
    [
        (MARKET, HEALTH),
        (HEALTH, MARKET, CUSTOMS),
        (STATISTICS, HEALTH),
        ("320400-SCJG", STATISTICS),
        LIYANG_CONFERENCE.units,
    ],
    ids=lambda members: members[0],
)
def test_a_plan_of_any_units_is_effective_on_the_twelfth_day(members: tuple[str, ...], route: dict[str, Any]) -> None:
    done = effective_procedure(plan(*members), FIRST, **route)
    assert (done.stage, done.drawable_on, done.plan.members) == (JointStage.EFFECTIVE, LAST, members)


@pytest.mark.parametrize(
    ("members", "route", "kind"),
    [
        ((MARKET, HEALTH), ROUTES[0], MeetingKind.PARTIAL),
        ((MARKET, STATISTICS), ROUTES[1], MeetingKind.PARTIAL),
        ((MARKET, HEALTH), ROUTES[2], MeetingKind.PLENARY),
        ((STATISTICS, HEALTH), ROUTES[0], MeetingKind.PLENARY),
        (LIYANG_CONFERENCE.units, ROUTES[0], MeetingKind.PLENARY),
    ],
)
def test_the_lead_department_convenes_where_the_annex_says_so(
    members: tuple[str, ...], route: dict[str, Any], kind: MeetingKind
) -> None:
    assert kind_of(effective_procedure(plan(*members), FIRST, **route)) is kind


def test_what_is_asked_for_is_passed_on() -> None:
    options = ProcedureOptions(
        silence_blocks=False, quorum=Quorum.MAJORITY, draw_after=JointStage.DETERMINED, relaxation="合成理由"
    )
    conference = staffed_conference(date(2025, 2, 1))
    done = effective_procedure(plan(MARKET, HEALTH), FIRST, required=(HEALTH,), options=options, conference=conference)
    assert (done.options, done.required, done.conference) == (options, (HEALTH,), conference)
    assert done.drawable_on == date(2025, 3, 7)
    with pytest.raises(LawError):
        effective_procedure(plan(MARKET, HEALTH), FIRST, required=(STATISTICS,))


def test_thirteen_plans_are_decided_in_one_afternoon() -> None:
    units = LIYANG_CONFERENCE.units
    plans = [plan(units[number], STATISTICS, id_=f"联合-{number + 1:02}") for number in range(13)]
    done = effective_procedures(plans, FIRST)
    assert [one.plan for one in done] == plans
    assert {(one.stage, one.drawable_on) for one in done} == {(JointStage.EFFECTIVE, LAST)}
    assert {one.minutes.id for one in done if one.minutes} == {"联席会议纪要〔2025〕0301号"}
    assert {one.sitting.meeting.id for one in done if one.sitting} == {"meeting-20250301"}


def test_plans_of_one_department_come_to_a_meeting_of_its_own() -> None:
    done = effective_procedures([plan(HEALTH, MARKET), plan(HEALTH, STATISTICS, id_="联合-02")], FIRST)
    assert {kind_of(one) for one in done} == {MeetingKind.PARTIAL}


def test_they_come_back_from_json() -> None:
    done = effective_procedure(plan(MARKET, STATISTICS), FIRST)
    assert from_json(to_json(done), JointProcedure) == done
