"""Seats and their changes, as values that refuse what the annex does not know."""

from __future__ import annotations

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.conference_seats import Liaison, Membership, MembershipChange
from shuangsuiji.planning.conference_terms import SeatChangeKind, SeatStatus
from tests.unit.builders import made
from tests.unit.conference_days import CUSTOMS, POLICE, ROLE, STATISTICS, convener, march, member, refused

SEAT = Membership(unit=POLICE, role=ROLE.MEMBER, post="分管负责人")
PENDING = Membership(unit=CUSTOMS, role=ROLE.MEMBER, post="分管领导", status=SeatStatus.PENDING_PERSON)


def change(**changes: object) -> MembershipChange:
    after = attrs.evolve(SEAT, post="副局长")
    given = {"id": "c-1", "kind": SeatChangeKind.ADJUSTED, "before": SEAT, "after": after, "proposed": member(POLICE)}
    return made(MembershipChange, given, changes)


def joined(**changes: object) -> MembershipChange:
    after = attrs.evolve(PENDING, status=SeatStatus.ACTIVE)
    given = {"kind": SeatChangeKind.JOINED, "before": PENDING, "after": after, "proposed": member(CUSTOMS)}
    return change(**{**given, **changes})


def test_a_seat_is_that_of_convener_vice_convener_or_member_a2_1() -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(SEAT, role=ROLE.OFFICE)


def test_only_a_member_may_be_pending_a2_3() -> None:
    refused("A2.3", lambda: attrs.evolve(SEAT, role=ROLE.CONVENER, status=SeatStatus.PENDING_PERSON))


def test_joining_holds_at_once_a2_3() -> None:
    assert joined().effective_on == march(3)


def test_joining_is_the_units_own_and_takes_no_decision_a2_3() -> None:
    refused("A2.3", lambda: joined(proposed=member(POLICE)))
    refused("A2.3", lambda: joined(confirmed=convener(9)))
    refused("A2.3", lambda: joined(before=attrs.evolve(PENDING, status=SeatStatus.ACTIVE)))
    refused("A2.3", lambda: joined(after=PENDING))


def test_an_adjustment_holds_once_confirmed_a2_4() -> None:
    assert change().effective_on is None
    assert change(confirmed=convener(9)).effective_on == march(9)


def test_an_adjustment_is_the_units_own_of_its_own_filled_seat_a2_4() -> None:
    refused("A2.4", lambda: change(proposed=member(STATISTICS)))
    refused("A2.4", lambda: change(before=None))
    refused("A2.4", lambda: change(before=PENDING))
    refused("A2.4", lambda: change(confirmed=convener(2)))
    with pytest.raises(InvalidValueError):
        change(after=SEAT)


def test_what_is_added_is_a_new_member_a2_5() -> None:
    new = Membership(unit=STATISTICS, role=ROLE.MEMBER, post="分管负责人")
    added = change(kind=SeatChangeKind.ADDED, before=None, after=new)
    assert added.clause_id == "A2.5"
    refused("A2.5", lambda: attrs.evolve(added, before=SEAT))
    refused("A2.5", lambda: attrs.evolve(added, after=attrs.evolve(new, role=ROLE.VICE_CONVENER)))


def test_a_liaison_is_of_the_unit_that_names_it_a3_2() -> None:
    assert Liaison(section="综合科", named=member(POLICE)).unit == POLICE
