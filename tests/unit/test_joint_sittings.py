"""The meetings through which a joint plan goes: the right conference, the right item, everybody heard."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from shuangsuiji.planning.conference import LIYANG_CONFERENCE, JointConference
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import AgendaItem, Delegation, MeetingCall
from shuangsuiji.planning.conference_changes import join
from shuangsuiji.planning.conference_terms import AgendaKind
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_procedures import JointProcedure
from shuangsuiji.planning.joint_terms import JointStage, Quorum
from tests.unit import joint_procedure_steps as steps
from tests.unit.conference_days import (
    CITY,
    CITY_OFFICE,
    CUSTOMS,
    HEALTH,
    POLICE,
    STAFFED,
    march,
    member,
    refused,
)
from tests.unit.conference_days import (
    act as plain,
)
from tests.unit.joint_procedure_steps import CONFERENCE, FIRE, NARROWER, OFFICE, PLAN, TRADE, R, act

S = JointStage
OTHER = steps.item(id="item-2", subject="联合-08")


def decided(call: MeetingCall, *units: str, one: JointProcedure | None = None, item_id: str = "item-1") -> S:
    """Return the stage of a plan after a meeting of this call that these units attended."""
    given = steps.sitting(steps.meeting(call, *units), item_id=item_id)
    one = one or steps.after(steps.CONSULTED)
    return steps.submit(one.hold_liaison_meeting(given.meeting.liaison_meeting)).hold_conference(given).stage


def test_the_lead_department_convenes_a_partial_meeting_on_its_plan_a4_1_3() -> None:
    assert decided(steps.partial()) is S.DETERMINED
    foreign = steps.item(put_forward_by=HEALTH)
    refused("A4.2.3", lambda: decided(steps.partial(agenda=(foreign,), convened=act(HEALTH, day=6))))


@pytest.mark.parametrize(
    ("convened", "clause"),
    [(act(CITY, R.CONVENER, 6), "A4.1.3"), (act(OFFICE, R.OFFICE, 6), "A4.1.3"), (act(HEALTH, day=6), "A4.1.3")],
    ids=str,
)
def test_nobody_else_convenes_it_a4_1_3(convened: Act, clause: str) -> None:
    refused(clause, lambda: steps.partial(convened=convened))


@pytest.mark.parametrize("convened", [act(CITY, R.CONVENER, 6), act(OFFICE, R.VICE_CONVENER, 6)], ids=str)
def test_a_plenary_is_convened_by_the_convener_or_by_delegation_a4_1_2(convened: Act) -> None:
    given = Delegation(to=OFFICE, granted=act(CITY, R.CONVENER, 5)) if convened.unit == OFFICE else None
    assert decided(steps.plenary(convened=convened, delegation=given)) is S.DETERMINED
    if given is not None:
        refused("A4.1.2", lambda: steps.plenary(convened=convened))


def test_one_meeting_may_decide_on_several_plans() -> None:
    call = steps.plenary(agenda=(OTHER, steps.item()))
    assert decided(call) is S.DETERMINED
    refused("A4.2.3", lambda: decided(call, item_id="item-2"))


@pytest.mark.parametrize(
    "agenda",
    [
        (steps.item(subject="联合-08"),),
        (steps.item(kind=AgendaKind.CONFERENCE_INSPECTION),),
        (steps.item(kind=AgendaKind.DIFFICULTIES, subject=""),),
        (steps.item(), steps.item(id="item-2")),
        (steps.item(put_forward_by=HEALTH),),
    ],
    ids=["another plan", "the conference's own", "no plan", "twice", "of another unit"],
)
def test_the_agenda_has_one_item_on_the_plan_put_forward_by_who_submitted_it_a4_2_3(
    agenda: tuple[AgendaItem, ...],
) -> None:
    refused("A4.2.3", lambda: decided(steps.plenary(agenda=agenda)))


def test_what_the_conference_organises_is_an_item_of_its_own_kind_3_2_6() -> None:
    one = steps.after(steps.CONSULTED, steps.drafted(**CONFERENCE))
    assert decided(steps.own(TRADE), one=one) is S.DETERMINED
    refused("3.2.6", lambda: decided(steps.partial(), one=one))
    refused("A4.2.3", lambda: decided(steps.own(OFFICE), one=one))


def test_the_meeting_is_the_one_that_the_liaisons_prepared_for_the_plan_a4_1_6() -> None:
    one = steps.after(steps.SUBMITTED)
    refused("A4.1.6", lambda: one.hold_conference(steps.sitting(steps.meeting(steps.partial(id="m-2")))))
    later = attrs.evolve(steps.meeting(), liaison_meeting=steps.prepared(held_on=march(6)))
    refused("A4.1.6", lambda: one.hold_conference(steps.sitting(later)))


def test_the_liaisons_discuss_the_items_of_an_agenda_a4_1_6() -> None:
    one = steps.after(steps.CONSULTED)
    refused("A4.1.6", lambda: one.hold_liaison_meeting(steps.prepared(topics=())))
    liaised = one.hold_liaison_meeting(steps.prepared(topics=("item-2",)))
    refused("A4.1.6", lambda: steps.hold(steps.submit(liaised)))


def other_history(conference: JointConference) -> JointConference:
    return join(conference, member(CUSTOMS, 2))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: attrs.evolve(one, id="320481-LXHY-2"),
        lambda one: attrs.evolve(one, office=POLICE),
        lambda one: attrs.evolve(one, founding=one.founding[:-1]),
    ],
    ids=["id", "office", "seats"],
)
def test_a_meeting_of_another_conference_decides_nothing(change: Callable[[JointConference], JointConference]) -> None:
    other = change(STAFFED)
    one = steps.after(steps.CONSULTED)
    organised = act(other.office, R.OFFICE, 5)
    refused("A4.1.6", lambda: one.hold_liaison_meeting(steps.prepared(conference=other, organised=organised)))


def test_the_conference_may_have_changed_between_drafting_and_meeting_but_not_have_been_another() -> None:
    later = other_history(STAFFED)
    call = steps.partial(conference=later)
    assert decided(call) is S.DETERMINED
    assert decided(steps.partial(), one=steps.after(steps.CONSULTED, steps.drafted(conference=later))) is S.DETERMINED
    unstaffed = other_history(LIYANG_CONFERENCE)  # a history with the change, and without the liaisons
    one = steps.after(steps.CONSULTED, steps.drafted(conference=unstaffed))
    refused("A4.1.6", lambda: decided(steps.partial(), one=one))
    mixed = attrs.evolve(steps.meeting(call), liaison_meeting=steps.prepared())
    assert steps.held(steps.after(steps.SUBMITTED), steps.sitting(mixed)).stage is S.DETERMINED
    forged = attrs.evolve(mixed, call=steps.plenary(conference=attrs.evolve(STAFFED, name="另一联席会议")))
    refused("A4.2.3", lambda: steps.held(steps.after(steps.SUBMITTED), steps.sitting(forged)))


@pytest.mark.parametrize(
    ("quorum", "units", "guests", "enough"),
    [
        (Quorum.ALL, (TRADE,), (), False),
        (Quorum.ALL, (TRADE, HEALTH, POLICE), (), True),
        (Quorum.MAJORITY, (TRADE,), (), False),
        (Quorum.MAJORITY, (TRADE, HEALTH), (), True),
        (Quorum.NONE, (OFFICE,), (), True),
        (Quorum.ALL, (OFFICE, HEALTH), (), False),
    ],
)
def test_the_quorum_is_an_option(
    quorum: Quorum, units: tuple[str, ...], guests: tuple[str, ...], *, enough: bool
) -> None:
    one = steps.with_options(silence_blocks=False, quorum=quorum).consult(act(day=2), reply_by=march(2))
    given = steps.sitting(steps.meeting(steps.plenary(), *units, guests=guests))
    one = steps.submit(steps.close(one).hold_liaison_meeting(given.meeting.liaison_meeting))
    if enough:
        assert steps.held(one, given).stage is S.DETERMINED
    else:
        refused("A4.2.3", lambda: steps.held(one, given))


def test_half_of_the_units_are_no_majority() -> None:
    options = ProcedureOptions(silence_blocks=False, quorum=Quorum.MAJORITY)
    one = steps.drafted(NARROWER, options=options).consult(act(day=2), reply_by=march(2))
    refused("A4.2.3", lambda: decided(steps.partial(), TRADE, one=steps.close(one)))


def test_who_answered_in_writing_need_not_attend() -> None:
    assert decided(steps.partial(), TRADE) is S.DETERMINED


def test_a_participant_outside_the_conference_attends_as_a_guest() -> None:
    outside = attrs.evolve(PLAN, participants=(HEALTH, "320481-TJJ"))
    one = steps.drafted(outside, **CONFERENCE)
    call = steps.own(TRADE)
    for guests in ((), ("320481-TJJ",)):
        given = steps.sitting(steps.meeting(call, guests=guests))
        ready = steps.submit(one.hold_liaison_meeting(given.meeting.liaison_meeting))
        if guests:
            assert steps.held(ready, given).stage is S.DETERMINED
        else:
            refused("A4.2.2", lambda ready=ready, given=given: steps.held(ready, given))  # type: ignore[misc]


def test_on_the_conferences_own_route_attendance_may_replace_the_consultation() -> None:
    one = steps.drafted(by=act(OFFICE, R.OFFICE), **CONFERENCE)
    call = steps.own()
    one = one.hold_liaison_meeting(steps.prepared(call)).submit(act(OFFICE, R.OFFICE, 6))
    refused("A4.2.2", lambda: steps.held(one, steps.sitting(steps.meeting(call, TRADE, HEALTH))))
    determined = steps.held(one, steps.sitting(steps.meeting(call)))
    assert determined.record_minutes(steps.finished(steps.drawn_up(determined.sitting))).may_draw
    strict = ProcedureOptions(consultation_may_be_replaced_by_attendance=False)
    refused("A4.1.6", lambda: steps.liaise(steps.drafted(**CONFERENCE, options=strict)))
    refused("A4.1.6", lambda: steps.liaise(steps.drafted()))


def test_the_convener_or_a_vice_convener_chairs_a4_1_1() -> None:
    held = steps.meeting()
    assert held.chaired.unit == CITY_OFFICE
    refused("A4.1.1", lambda: attrs.evolve(held, chaired=plain(FIRE, R.VICE_CONVENER, 7)))
