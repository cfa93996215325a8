"""The people of the synthetic city: two departments that can carry out the joint task, with what real pools have."""

from __future__ import annotations

from datetime import date

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.registry import InspectorPool, ObjectPool, barred_pairs
from shuangsuiji.tables import import_objects
from shuangsuiji.terms import AbsenceReason, InspectorKind
from shuangsuiji.testing.city import AUTHORITY, HEALTH, annual_plan, dirty_list
from shuangsuiji.testing.city_people import inspector_pool, recusals, roster
from shuangsuiji.values import Severity

FROM, TO = date(2026, 4, 7), date(2026, 6, 19)


def objects() -> ObjectPool:
    return import_objects(dirty_list(200)).pool(
        id="city", owner=AUTHORITY, item_codes=["labels"], maintained_on=date(2026, 3, 1)
    )


def test_two_departments_send_thirty_and_sixteen() -> None:
    pool = inspector_pool()
    assert pool.departments == (AUTHORITY, HEALTH)
    assert [sum(one.department == of for one in pool) for of in pool.departments] == [30, 16]
    assert {one.kind for one in pool} == set(InspectorKind)
    assert all(not one.name and one.id.startswith("JS") for one in pool)


def test_nobody_on_the_roster_is_left_out_without_a_reason() -> None:
    pool = inspector_pool()
    assert {finding.severity for finding in pool.reconcile(roster())} == {Severity.NOTE}
    officers = pool.officers(FROM, TO, roster=roster())
    assert len(officers.officers) + len(officers.absent) == len(roster())
    assert len(officers.experts) == 3
    assert {str(reason) for reason in AbsenceReason if reason.value in officers.absent.values()} == {
        "休假",
        "借调",
        "执法证件不在有效期",
        "不在执法岗位",
    }
    assert officers.absent["JS0117"] == "其他：抽调专案"


def test_a_qualification_that_lapses_in_the_window_is_not_committed() -> None:
    pool = inspector_pool()
    (passing,) = (one for one in pool.officers(FROM, TO).officers if one.id == "JS0016")
    assert "特种设备安全监察" in pool["JS0016"].tags(date(2026, 3, 2))  # type: ignore[union-attr]
    assert "特种设备安全监察" not in passing.tags


def test_every_tag_of_the_joint_task_is_held_by_several() -> None:
    task = annual_plan()["2026-03"]
    officers = inspector_pool().officers(FROM, TO).officers
    for team in task.teams:
        for seat in team.seats_for(LIYANG_RULES.rule("inspection.team_minimum", FROM)):
            able = [one for one in officers if one.department == team.department and one.holds(seat)]
            assert len(able) >= 9


def test_some_recusals_hold_in_the_window_and_one_has_expired() -> None:
    pool, people = objects(), inspector_pool()
    found = recusals(pool, people)
    assert len(found) == 6
    assert all(one.object_id in pool and one.inspector_id in people and one.evidence for one in found)
    assert len(barred_pairs(found, FROM)) == 5


def test_the_pool_is_made_about_a_day_and_goes_through_json() -> None:
    pool = inspector_pool(date(2027, 2, 1))
    assert pool.maintained_on == date(2027, 2, 1)
    assert pool.digest != inspector_pool().digest
    assert from_json(to_json(pool), InspectorPool) == pool
