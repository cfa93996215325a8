"""Whatever is tried in whatever order: nothing is effective without each step of its route, minutes are as always."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.planning import (
    Act,
    AgendaItem,
    AgendaKind,
    Answer,
    Attendance,
    AttendanceKind,
    ConferenceRole,
    JointAction,
    JointProcedure,
    JointRoute,
    JointStage,
    JointTrigger,
    LiaisonMeeting,
    Meeting,
    MeetingCall,
    MeetingKind,
    Minutes,
    MinutesStep,
    ProcedureOptions,
    Reply,
    Resolution,
    ResolutionOutcome,
    Revision,
    Sitting,
    Step,
    agree,
    copy_up,
    draft_joint,
    draw_up,
    file_minutes,
    issue,
    redraw,
    sign,
)
from tests.unit.conference_days import CITY, HEALTH, MEMBERS, POLICE, STAFFED
from tests.unit.joint_procedure_steps import FIRE, OFFICE, PLAN, TRADE, WIDER, after

A, O, R, S = JointAction, ResolutionOutcome, ConferenceRole, JointStage  # noqa: E741
UNIT_IDS = (TRADE, HEALTH, POLICE, FIRE, OFFICE, CITY)
REFUSALS = (LawError, BrokenChainError, InvalidValueError)
ROUTES: tuple[dict[str, Any], ...] = (
    {"route": JointRoute.LEAD_DEPARTMENT},
    {"route": JointRoute.SECTOR_AGREED, "sector": "合成行业"},
    {"route": JointRoute.CONFERENCE, "trigger": JointTrigger.BIG_DATA},
    {
        "route": JointRoute.CONFERENCE,
        "trigger": JointTrigger.RISK,
        "options": ProcedureOptions(consultation_may_be_replaced_by_attendance=False),
    },
)
# Who usually takes a step; the unit None stands for each in turn. The steps of minutes follow those of the procedure.
USUAL: dict[str, tuple[str | None, ConferenceRole]] = {
    "consult": (TRADE, R.INDUSTRY_DEPARTMENT),
    "reply": (None, R.PARTICIPANT),
    "close_consultation": (TRADE, R.INDUSTRY_DEPARTMENT),
    "hold_liaison_meeting": (OFFICE, R.OFFICE),
    "submit": (TRADE, R.INDUSTRY_DEPARTMENT),
    "hold_conference": (CITY, R.CONVENER),
    "draw_up": (CITY, R.CONVENER),
    "agree": (None, R.MEMBER),
    "file_minutes": (CITY, R.CONVENER),
    "sign": (CITY, R.CONVENER),
    "issue": (OFFICE, R.OFFICE),
    "copy_up": (OFFICE, R.OFFICE),
}
ON_MINUTES: dict[str, Callable[[Minutes, Act], Minutes]] = {
    "agree": agree,
    "file_minutes": file_minutes,
    "sign": sign,
    "issue": issue,
    "copy_up": copy_up,
    "redraw": lambda minutes, act: redraw(minutes, minutes.resolutions, act),
}
ANSWERS = st.sampled_from([answer for answer in Answer if answer is not Answer.PENDING])
OUTCOMES = st.sampled_from((O.ADOPTED, O.ADOPTED, O.ADOPTED, O.RETURNED, O.REJECTED))
ATTENDING = st.sets(st.sampled_from(UNIT_IDS[:-1]), min_size=1).map(lambda units: tuple(sorted(units)))


def rounds(steps: tuple[Step, ...]) -> list[Step]:
    """Return the steps since a conference last returned the plan."""
    since: list[Step] = []
    for step in steps:
        since = [] if isinstance(step.details, Sitting) and step.stage is S.DRAFTED else [*since, step]
    return since


@attrs.define(kw_only=True)
class Given:
    """What is drawn for a step beside who takes it."""

    answer: Answer = Answer.AGREED
    outcome: ResolutionOutcome = O.ADOPTED
    attending: tuple[str, ...] = (TRADE, HEALTH, POLICE, FIRE)


class Procedures(RuleBasedStateMachine):
    """Takes the usual next steps, and tries everything else between them."""

    route: dict[str, Any] = ROUTES[0]

    def __init__(self) -> None:
        super().__init__()
        self.day = date(2025, 3, 1)
        self.number = 1
        self.minutes: Minutes | None = None
        act = self.act(TRADE, R.INDUSTRY_DEPARTMENT)
        self.procedure: JointProcedure = draft_joint(PLAN, act, STAFFED, **self.route)

    def act(self, unit: str, role: ConferenceRole, note: str = "合成说明") -> Act:
        return Act(unit=unit, role=role, on=self.day, document="合成〔2025〕1号", note=note)

    def liaison_meeting(self, organised: Act) -> LiaisonMeeting:
        return LiaisonMeeting(
            conference=STAFFED,
            meeting_id=f"m-{self.number}",
            organised=organised,
            held_on=organised.on,
            topics=("item-1",),
            attending=(HEALTH,),
        )

    def sitting(self, convened: Act, given: Given) -> Sitting:
        """Return a meeting that was convened on its day: of the lead department with some, else a plenary one."""
        step = next(step for step in self.procedure.steps[::-1] if isinstance(step.details, LiaisonMeeting))
        assert isinstance(step.details, LiaisonMeeting)
        partial = convened.role is R.INDUSTRY_DEPARTMENT
        own = self.procedure.route is JointRoute.CONFERENCE
        item = AgendaItem(
            id="item-1",
            kind=AgendaKind.CONFERENCE_INSPECTION if own else AgendaKind.JOINT_PLAN,
            title="合成联合抽查方案",
            put_forward_by=TRADE,
            subject=PLAN.id,
        )
        call = MeetingCall(
            id=step.details.meeting_id,
            conference=STAFFED,
            kind=MeetingKind.PARTIAL if partial else MeetingKind.PLENARY,
            agenda=(item,),
            convened=convened,
            called=(TRADE, HEALTH, POLICE, FIRE) if partial else MEMBERS,
        )
        there = tuple(Attendance(who=unit, kind=AttendanceKind.MEMBER) for unit in given.attending)
        chaired = self.act(CITY, R.CONVENER)
        meeting = Meeting(call=call, liaison_meeting=step.details, chaired=chaired, attendances=there)
        return Sitting(meeting=meeting, item_id="item-1", outcome=given.outcome)

    def take(self, name: str, act: Act, given: Given) -> None:
        """Take a step, or let it be refused; what it made is kept."""
        one = self.procedure
        with suppress(*REFUSALS, StopIteration):
            if name == "draw_up":
                if one.sitting is not None and self.minutes is None:
                    matter = Resolution(item_id="item-1", outcome=one.sitting.outcome, wording="合成意见")
                    self.minutes = draw_up(one.sitting.meeting, f"纪要〔2025〕{self.number}号", (matter,), act)
            elif name in ON_MINUTES:
                self.minutes = None if self.minutes is None else ON_MINUTES[name](self.minutes, act)
            elif name == "hold_liaison_meeting":
                self.procedure = one.hold_liaison_meeting(self.liaison_meeting(act))
            elif name == "hold_conference":
                self.procedure = one.hold_conference(self.sitting(act, given))
                self.number, self.minutes = self.number + 1, None
            else:
                details = {"reply": (given.answer,), "revise": (Revision(plan=WIDER, changed=(HEALTH,)),)}.get(name, ())
                self.procedure = getattr(one, name)(act, *details)

    @rule()
    def record(self) -> None:
        """Record the minutes as far as they have come, where the procedure takes them."""
        if self.minutes is not None:
            with suppress(*REFUSALS):
                self.procedure = self.procedure.record_minutes(self.minutes)

    @precondition(lambda self: not self.procedure.stage.is_final)
    @rule(
        answer=st.sampled_from((Answer.AGREED, Answer.AGREED, Answer.OBJECTED)),
        outcome=OUTCOMES,
        left_out=st.sets(st.sampled_from([*USUAL, "redraw"]), max_size=3),
        partial=st.booleans(),
        recorded=st.booleans(),
    )
    def go_on(
        self, answer: Answer, outcome: ResolutionOutcome, left_out: set[str], *, partial: bool, recorded: bool
    ) -> None:
        leads = {"hold_conference", "draw_up", "redraw", "file_minutes"} if partial else set[str]()
        redrawn = [] if "redraw" in left_out else [("redraw", USUAL["draw_up"]), ("agree", USUAL["agree"])]
        usual = [*list(USUAL.items())[:-4], *redrawn, *list(USUAL.items())[-4:]]
        for name, (unit, role) in [one for one in usual if one[0] not in left_out]:
            for actor in UNIT_IDS if unit is None else (unit,):
                act = self.act(TRADE, R.INDUSTRY_DEPARTMENT) if name in leads else self.act(actor, role)
                self.take(name, act, Given(answer=answer, outcome=outcome))
                if recorded:
                    self.record()
        self.record()
        self.day += timedelta(days=1)

    @rule(
        name=st.sampled_from([*USUAL, "redraw", "revise", "withdraw"]),
        actor=st.sampled_from(UNIT_IDS),
        role=st.sampled_from(R),
        back=st.integers(0, 2),
        answer=ANSWERS,
        attending=ATTENDING,
    )
    def try_anything(
        self, name: str, actor: str, role: ConferenceRole, back: int, answer: Answer, attending: tuple[str, ...]
    ) -> None:
        act = attrs.evolve(self.act(actor, role), on=self.day - timedelta(days=back))
        self.take(name, act, Given(answer=answer, attending=attending))

    @rule(name=st.sampled_from(list(USUAL)), actor=st.sampled_from(UNIT_IDS), answer=ANSWERS, attending=ATTENDING)
    def leap(self, name: str, actor: str, answer: Answer, attending: tuple[str, ...]) -> None:
        unit, role = USUAL[name]
        self.take(name, self.act(unit or actor, role), Given(answer=answer, attending=attending))

    @invariant()
    def days_never_run_backwards(self) -> None:
        days = [step.act.on for step in self.procedure.steps]
        assert days == sorted(days)

    @invariant()
    def drawing_waits_for_the_end(self) -> None:
        assert self.procedure.may_draw == (self.procedure.stage is S.EFFECTIVE)

    @invariant()
    def what_is_withdrawn_or_rejected_stays_so(self) -> None:
        last = self.procedure.steps[-1]
        if last.action is A.WITHDRAW or last.stage is S.REJECTED:
            assert self.procedure.stage in (S.WITHDRAWN, S.REJECTED)

    @invariant()
    def nothing_is_determined_without_the_steps_of_its_route(self) -> None:
        if not self.procedure.stage.has_reached(S.DETERMINED):
            return
        since = rounds(self.procedure.steps)
        done = [step.action for step in since]
        order = [A.HOLD_LIAISON_MEETING, A.SUBMIT, A.HOLD_CONFERENCE]
        assert [action for action in done if action in order] == order
        sitting = since[-1].details
        assert isinstance(sitting, Sitting)
        assert sitting.outcome.is_adopted
        assert sitting.meeting.liaison_meeting in [step.details for step in since]
        wrote = {step.act.unit for step in since if isinstance(step.details, Reply)}
        if self.procedure.route is JointRoute.CONFERENCE and A.CONSULT not in done:
            assert self.procedure.options.consultation_may_be_replaced_by_attendance
            assert set(self.procedure.plan.participants) <= set(sitting.attending)
        else:
            assert set(self.procedure.plan.participants) <= wrote
            closed = len(done) - 1 - done[::-1].index(A.CLOSE_CONSULTATION)
            assert done.index(A.CONSULT) < closed < done.index(A.HOLD_LIAISON_MEETING)

    @invariant()
    def minutes_are_the_same_chain_on_every_route(self) -> None:
        minutes, sitting = self.procedure.minutes, self.procedure.sitting
        assert minutes is not None or not self.procedure.stage.has_reached(S.MINUTES_DRAFTED)
        if minutes is None:
            return
        assert sitting is not None
        assert minutes.meeting == sitting.meeting
        if self.procedure.stage is not S.EFFECTIVE:
            return
        assert minutes.step is MinutesStep.COPIED
        assert {act.unit for act in minutes.consents} == set(sitting.attending)
        assert set(self.procedure.plan.members) <= set(minutes.issued_to)
        assert minutes.signed is not None
        assert minutes.signed.role is R.CONVENER
        assert [minutes.drafted.unit, minutes.drafted.role] == [
            sitting.meeting.call.convened.unit,
            sitting.meeting.call.convened.role,
        ]
        assert len(minutes.acts) == len(sitting.attending) + 5


def machine_of(begun: dict[str, Any]) -> type[Procedures]:
    class OnRoute(Procedures):
        route = begun

    return OnRoute


@pytest.mark.parametrize("route", ROUTES)
def test_no_sequence_of_steps_gets_past_what_its_route_requires(route: dict[str, Any]) -> None:
    run_state_machine_as_test(
        machine_of(route), settings=settings(max_examples=50, stateful_step_count=15, derandomize=True, deadline=None)
    )


@given(data=st.data())
@settings(max_examples=40)
def test_an_effective_procedure_does_not_stand_with_its_steps_in_another_order(data: st.DataObject) -> None:
    done = after(12)
    one, other = data.draw(st.tuples(st.integers(0, len(done.steps) - 1), st.integers(0, len(done.steps) - 1)))
    steps = list(done.steps)
    assume(steps[one].action is not steps[other].action)
    steps[one], steps[other] = steps[other], steps[one]
    with pytest.raises(REFUSALS):
        attrs.evolve(done, steps=tuple(steps))


@pytest.mark.parametrize("recorded", [False, True])
@pytest.mark.parametrize("route", ROUTES)
def test_each_route_reaches_its_end(route: dict[str, Any], *, recorded: bool) -> None:
    machine = machine_of(route)()
    partial = route["route"] is not JointRoute.CONFERENCE
    machine.go_on(Answer.AGREED, O.ADOPTED, set(), partial=partial, recorded=recorded)
    assert machine.procedure.stage is S.EFFECTIVE
    assert machine.minutes is not None
    assert machine.minutes.version == 2
    machine.minutes_are_the_same_chain_on_every_route()
    machine.nothing_is_determined_without_the_steps_of_its_route()
