"""Words of the conference: the six steps in their order, the seats, what is adopted."""

from __future__ import annotations

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.conference_terms import AgendaKind, ConferenceRole, MinutesStep, ResolutionOutcome


def test_the_steps_stand_in_the_order_of_the_text_a4_3_2() -> None:
    quotation = LIYANG_2020.clause("A4.3.2").quotation
    marks = ("整理", "与会单位同意", "报联席会议办公室", "召集人签发", "印发有关单位", "抄报市政府")
    assert [quotation.index(mark) for mark in marks] == sorted(quotation.index(mark) for mark in marks)
    assert all(mark in step.value for mark, step in zip(marks, MinutesStep, strict=True))
    assert [step.place for step in MinutesStep] == [1, 2, 3, 4, 5, 6]


def test_three_roles_are_seats_a2_1() -> None:
    assert [role.name for role in ConferenceRole if role.is_seat] == ["CONVENER", "VICE_CONVENER", "MEMBER"]


def test_two_outcomes_adopt_a_matter_a4_3_1() -> None:
    assert [one.value for one in ResolutionOutcome if one.is_adopted] == ["通过", "修改后通过"]


def test_the_agenda_has_the_duties_of_the_conference_and_what_is_brought_to_it_a1_2() -> None:
    assert [one.name for one in AgendaKind if one.has_subject] == ["MEMBERSHIP", "JOINT_PLAN", "CONFERENCE_INSPECTION"]
    assert len(AgendaKind) == 9
