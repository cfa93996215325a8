"""Minutes: six steps in their order, whoever tries otherwise."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_terms import AttendanceKind, MinutesStep
from shuangsuiji.planning.minutes import Minutes, agree, copy_up, draw_up, file_minutes, issue, redraw, sign
from tests.unit.conference_days import (
    CITY_OFFICE,
    HEALTH,
    MARKET,
    POLICE,
    ROLE,
    STATISTICS,
    act,
    agreed,
    attending,
    changed,
    convener,
    draft,
    duty,
    filed,
    in_force,
    meeting,
    member,
    office,
    plenary,
    refused,
    resolution,
    signed,
)

LEAD = act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 13)
GUESTS = attending(STATISTICS, kind=AttendanceKind.INVITED_DEPARTMENT)
STEPS: dict[str, Callable[[Minutes], Minutes]] = {
    "agree-1": lambda minutes: agree(minutes, member(HEALTH, 12)),
    "agree-2": lambda minutes: agree(minutes, member(POLICE, 12)),
    "file": lambda minutes: file_minutes(minutes, LEAD),
    "sign": lambda minutes: sign(minutes, convener(14)),
    "issue": lambda minutes: issue(minutes, office(15)),
    "copy": lambda minutes: copy_up(minutes, office(16)),
}


def test_the_six_steps_follow_each_other_a4_3_2() -> None:
    minutes = draft()
    steps = [minutes.step]
    for take in STEPS.values():
        minutes = take(minutes)
        steps.append(minutes.step)
    assert list(dict.fromkeys(steps)) == list(MinutesStep)
    assert minutes.is_effective
    assert minutes == in_force()


@settings(max_examples=50)
@given(st.permutations(list(STEPS)))
def test_no_other_order_is_possible_a4_3_2(order: list[str]) -> None:
    minutes, taken = draft(), []
    for name in order:
        try:
            minutes = STEPS[name](minutes)
        except LawError:
            continue
        taken.append(name)
    in_order = [name.partition("-")[0] for name in taken]
    assert in_order == ["agree", "agree", "file", "sign", "issue", "copy"][: len(taken)]
    assert minutes.is_effective == (len(taken) == len(STEPS))


@pytest.mark.parametrize(
    "changes",
    [
        {"filed": LEAD},
        {"signed": convener(14)},
        {"issued": office(15), "issued_to": (HEALTH, POLICE)},
        {"copied": office(16)},
    ],
    ids=str,
)
def test_the_value_itself_refuses_a_step_without_the_one_before_a4_3_2(changes: dict[str, object]) -> None:
    refused("A4.3.2", lambda: changed(draft(), **changes))


@pytest.mark.parametrize("name", ["agree-1", "file", "sign", "issue", "copy"])
def test_no_step_is_taken_twice_a4_3_2(name: str) -> None:
    refused("A4.3.2", lambda: STEPS[name](in_force()))
    refused("A4.3.2", lambda: agree(agree(draft(), member(HEALTH, 12)), member(HEALTH, 12)))


def test_the_unit_that_convened_draws_them_up_a4_3_2() -> None:
    for who in (member(HEALTH, 11), act(POLICE, ROLE.INDUSTRY_DEPARTMENT, 11), office(11), convener(11)):
        refused("A4.3.2", lambda who=who: draw_up(meeting(), "纪要〔2025〕1号", (resolution(),), who))  # type: ignore[misc]


def test_the_office_draws_them_up_for_the_convener_where_that_is_filed_a4_3_2() -> None:
    held, matters = meeting(plenary()), (resolution(item_id="item-1"),)
    refused("A4.3.2", lambda: draw_up(held, "纪要〔2025〕1号", matters, office(11)))
    minutes = draw_up(held, "纪要〔2025〕1号", matters, office(11), office_drafts=True)
    assert in_force(minutes).is_effective
    refused("A4.3.2", lambda: attrs.evolve(draft(), office_drafts=True))


def test_not_before_the_meeting_and_never_backwards_a4_3_2() -> None:
    refused("A4.3.2", lambda: attrs.evolve(draft(), drafted=act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 9)))
    refused("A4.3.2", lambda: agree(draft(), member(HEALTH, 10)))
    refused("A4.3.2", lambda: file_minutes(agreed(draft()), act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 11)))
    refused("A4.3.2", lambda: sign(filed(draft()), convener(12)))
    refused("A4.3.2", lambda: issue(signed(draft()), office(13)))


def test_every_attending_unit_agrees_those_invited_as_well_a4_3_2() -> None:
    minutes = draft(meeting(attendances=attending(HEALTH, POLICE) + GUESTS))
    for unit in (HEALTH, POLICE):
        minutes = agree(minutes, member(unit, 12))
    assert minutes.missing_consents == (STATISTICS,)
    refused("A4.3.2", lambda: file_minutes(minutes, LEAD))
    assert agree(minutes, act(STATISTICS, ROLE.INVITED_DEPARTMENT, 12)).step is MinutesStep.AGREED


def test_only_attending_units_agree_a4_3_2() -> None:
    refused("A4.3.2", lambda: agree(draft(), member(MARKET, 12)))
    refused("A4.3.2", lambda: agree(draft(), act(STATISTICS, ROLE.MEMBER, 12)))
    refused("A4.3.2", lambda: agree(draft(), office(12)))


def test_who_drew_them_up_files_them_a4_3_2() -> None:
    refused("A4.3.2", lambda: file_minutes(agreed(draft()), member(HEALTH, 13)))
    refused("A4.3.2", lambda: file_minutes(agreed(draft()), office(13)))


@pytest.mark.parametrize(
    "who", [act(MARKET, ROLE.VICE_CONVENER, 14), act(CITY_OFFICE, ROLE.CONVENER, 14), office(14), LEAD], ids=str
)
def test_the_convener_alone_signs_those_of_partial_meetings_too_a4_3_2(who: Act) -> None:
    refused("A4.3.2", lambda: sign(filed(draft()), who))


def test_the_office_or_who_convened_issues_and_copies_a4_3_2() -> None:
    lead = act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 16)
    assert copy_up(issue(signed(draft()), lead), lead).is_effective
    refused("A4.3.2", lambda: issue(signed(draft()), member(POLICE, 15)))


def test_every_unit_concerned_receives_them_a4_3_2() -> None:
    minutes = signed(draft(meeting(), resolution(duty(unit=MARKET))))
    assert issue(minutes, office(15)).issued_to == (HEALTH, POLICE, MARKET)
    refused("A4.3.2", lambda: issue(minutes, office(15), (HEALTH, POLICE)))
    refused("A4.3.2", lambda: attrs.evolve(draft(), issued_to=(HEALTH, POLICE)))


def test_a_further_draft_asks_everybody_again_a4_3_2() -> None:
    lead = act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 13)
    again = redraw(agreed(draft()), (resolution(wording="修改后的文字"),), lead)
    assert (again.version, again.consents, again.step) == (2, (), MinutesStep.DRAFTED)
    refused("A4.3.2", lambda: redraw(filed(draft()), (resolution(),), lead))
    refused("A4.3.2", lambda: redraw(again, (resolution(),), act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 12)))


def test_they_put_down_what_stood_on_the_agenda_a4_3_1() -> None:
    refused("A4.3.1", lambda: draft(meeting(), resolution(item_id="item-9")))
    refused("A4.3.1", lambda: draft(meeting(), resolution(), resolution()))
    refused("A4.3.1", lambda: attrs.evolve(draft(), resolutions=()))


def test_duties_are_those_of_members_and_of_who_attended_a5_1() -> None:
    refused("A5.1", lambda: draft(meeting(), resolution(duty(unit=STATISTICS))))
    held = meeting(attendances=attending(HEALTH, POLICE) + GUESTS)
    assert draft(held, resolution(duty(unit=STATISTICS))).units_concerned == (HEALTH, POLICE, STATISTICS)


def test_their_acts_stand_in_the_order_of_the_steps_a4_3_2() -> None:
    roles = [one.role for one in in_force().acts]
    office_twice = [ROLE.OFFICE, ROLE.OFFICE]
    lead = ROLE.INDUSTRY_DEPARTMENT
    assert roles == [lead, ROLE.MEMBER, ROLE.MEMBER, lead, ROLE.CONVENER, *office_twice]
    assert draft().acts == (draft().drafted,)


def test_steps_are_acts() -> None:
    with pytest.raises(InvalidValueError):
        changed(draft(), filed="合成〔2025〕1号")
    assert repr(draft()) == "<会议纪要 纪要〔2025〕1号 第 1 稿 召集单位整理>"
