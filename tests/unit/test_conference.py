"""The joint conference: seventeen units, one convener, an office, liaisons, and nothing that it inspects."""

from __future__ import annotations

import attrs
import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning import JointPlan
from shuangsuiji.planning.conference import LIYANG_CONFERENCE, JointConference, check_conference, check_inspecting
from shuangsuiji.planning.conference_changes import join, propose_adjustment
from shuangsuiji.planning.conference_seats import Membership
from shuangsuiji.planning.conference_terms import ConferenceRole, SeatStatus
from shuangsuiji.registry import ANNEX_MEMBERS, LIYANG_DEPARTMENTS
from shuangsuiji.values import Severity
from tests.unit.conference_days import (
    CITY,
    CITY_OFFICE,
    CUSTOMS,
    HEALTH,
    MARKET,
    MEMBERS,
    POLICE,
    ROLE,
    STAFFED,
    STATISTICS,
    act,
    changed,
    march,
    member,
    office,
    refused,
)


def liyang(**changes: object) -> JointConference:
    return changed(LIYANG_CONFERENCE, **changes)


def test_the_conference_is_no_department_a1_1() -> None:
    assert LIYANG_CONFERENCE.id not in {one.id for one in LIYANG_DEPARTMENTS.departments}
    assert LIYANG_CONFERENCE.government == CITY
    refused("A1.1", lambda: liyang(id=POLICE))
    refused("A1.1", lambda: liyang(id=CITY))


@pytest.mark.parametrize("name", [LIYANG_CONFERENCE.id, LIYANG_CONFERENCE.name])
def test_the_conference_never_inspects_a1_1(name: str) -> None:
    refused("A1.1", lambda: check_inspecting(LIYANG_CONFERENCE, (POLICE, name)))


def test_its_members_do_inspect_a1_1() -> None:
    check_inspecting(LIYANG_CONFERENCE, JointPlan(id="联合-01", initiator=HEALTH, participants=(POLICE,)).members)


def test_one_convener_two_vice_conveners_and_posts_a2_1() -> None:
    leaders = [(seat.unit, seat.post) for seat in LIYANG_CONFERENCE.seats if seat.role is not ROLE.MEMBER]
    assert leaders == [(CITY, "副市长"), (CITY_OFFICE, "副主任"), (MARKET, "局长")]


def test_there_is_exactly_one_convener_a2_1() -> None:
    refused("A2.1", lambda: liyang(founding=LIYANG_CONFERENCE.founding[1:]))
    second = Membership(unit=POLICE, role=ROLE.CONVENER, post="局长")
    refused("A2.1", lambda: liyang(founding=(*LIYANG_CONFERENCE.founding, second)))


def test_a_unit_sits_once_in_a_role_a2_1() -> None:
    refused("A2.1", lambda: liyang(founding=(*LIYANG_CONFERENCE.founding, LIYANG_CONFERENCE.founding[-1])))


def test_the_members_are_the_seventeen_units_a2_2() -> None:
    assert set(LIYANG_CONFERENCE.units) == set(ANNEX_MEMBERS)
    assert len(LIYANG_CONFERENCE.units) == 17


def test_the_customs_seat_waits_for_its_person_a2_3() -> None:
    assert [seat.unit for seat in LIYANG_CONFERENCE.seats if seat.status is SeatStatus.PENDING_PERSON] == [CUSTOMS]
    assert CUSTOMS not in LIYANG_CONFERENCE.members_on(march(1))
    assert len(LIYANG_CONFERENCE.members_on(march(1))) == 16


def test_a_unit_outside_the_tree_is_none_but_the_governments_own_office_a2_2() -> None:
    known = {one.id for one in LIYANG_DEPARTMENTS.departments}
    assert {seat.unit for seat in LIYANG_CONFERENCE.seats} - known == {CITY_OFFICE}


def test_the_office_sits_in_a_member_unit_a3_1() -> None:
    assert LIYANG_CONFERENCE.office == MARKET
    refused("A3.1", lambda: liyang(office=CITY_OFFICE))


def test_a_member_without_liaison_is_found_and_a_pending_one_noted_a3_2() -> None:
    found = [one for one in check_conference(LIYANG_CONFERENCE, march(2)) if one.code == "conference.liaison"]
    assert {one.where for one in found if one.severity is Severity.ERROR} == set(MEMBERS)
    assert [one.where for one in found if one.severity is Severity.NOTE] == [CUSTOMS]
    assert {one.clause.clause for one in found if one.clause} == {"A3.2"}


def test_a_staffed_conference_has_nothing_but_notes_on_the_pending_seat_a2_3() -> None:
    found = check_conference(STAFFED, march(2))
    assert {(one.code, one.where, one.severity) for one in found} == {
        ("conference.liaison", CUSTOMS, Severity.NOTE),
        ("conference.pending", CUSTOMS, Severity.NOTE),
    }


def test_another_number_of_vice_conveners_is_a_warning_a2_1() -> None:
    fewer = liyang(founding=tuple(seat for seat in LIYANG_CONFERENCE.founding if seat.unit != CITY_OFFICE))
    codes = {one.code: one.severity for one in check_conference(fewer, march(2))}
    assert codes["conference.vice_conveners"] is Severity.WARNING


@pytest.mark.parametrize(
    ("unit", "role", "held"),
    [
        (CITY, ROLE.CONVENER, True),
        (MARKET, ROLE.CONVENER, False),
        (MARKET, ROLE.VICE_CONVENER, True),
        (MARKET, ROLE.OFFICE, True),
        (POLICE, ROLE.OFFICE, False),
        (POLICE, ROLE.MEMBER, True),
        (CUSTOMS, ROLE.MEMBER, False),
        (CUSTOMS, ROLE.INVITED_DEPARTMENT, True),
        (POLICE, ROLE.INVITED_DEPARTMENT, False),
        (STATISTICS, ROLE.INDUSTRY_DEPARTMENT, False),
        (LIYANG_CONFERENCE.id, ROLE.INVITED_DEPARTMENT, False),
        (POLICE, ROLE.PARTICIPANT, False),
    ],
)
def test_who_holds_a_role(unit: str, role: ConferenceRole, held: bool) -> None:  # noqa: FBT001 - a column of a table
    assert LIYANG_CONFERENCE.holds(unit, role, march(1)) is held


def test_seats_are_known_for_every_day_a2_3() -> None:
    joined = join(LIYANG_CONFERENCE, member(CUSTOMS, 9))
    assert CUSTOMS not in joined.members_on(march(8))
    assert CUSTOMS in joined.members_on(march(9))


def test_an_unconfirmed_change_cannot_enter_the_history_a2_4() -> None:
    change = propose_adjustment(LIYANG_CONFERENCE, "c-1", member(POLICE), "副局长")
    refused("A2.4", lambda: liyang(history=(change,)))


def test_a_change_stands_once_in_the_history() -> None:
    change = join(LIYANG_CONFERENCE, member(CUSTOMS)).history[0]
    with pytest.raises(DuplicateError):
        liyang(history=(change, change))


def test_only_a_members_act_names_a_liaison_a3_2() -> None:
    named = attrs.evolve(STAFFED.liaisons[0], named=office())
    refused("A3.2", lambda: liyang(liaisons=(named,)))


def test_an_actor_must_be_an_act() -> None:
    with pytest.raises(InvalidValueError):
        LIYANG_CONFERENCE.check_actor("x", "市公安局", (ROLE.MEMBER,), "A5.1")  # type: ignore[arg-type]


def test_its_text_counts_the_units() -> None:
    assert repr(LIYANG_CONFERENCE) == "<联席会议 320481-LXHY 17 个成员单位>"
    assert str(act(POLICE, ROLE.MEMBER)) == "成员单位 320481-GAJ 2025-03-03"
