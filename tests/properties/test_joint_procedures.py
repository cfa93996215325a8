"""Whatever is tried in whatever order: nothing is effective without each step of its route, minutes are as always."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.planning.conference_terms import MeetingKind, ResolutionOutcome
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_procedures import JointProcedure, draft_joint
from shuangsuiji.planning.joint_steps import JointAct, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointRole, JointRoute, JointStage, JointTrigger
from tests.unit.joint_procedure_steps import CITY, FIRE, HEALTH, OFFICE, PLAN, POLICE, TRADE, UNITS, after

A, R, S = JointAction, JointRole, JointStage
UNIT_IDS = (TRADE, HEALTH, POLICE, FIRE, OFFICE, CITY)
WIDER = attrs.evolve(PLAN, participants=(HEALTH, POLICE, FIRE))
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
CHAIN = (
    A.HOLD_CONFERENCE, A.DRAFT_MINUTES, A.AGREE_MINUTES, A.FILE_MINUTES, A.SIGN_MINUTES, A.ISSUE_MINUTES,
    A.COPY_MINUTES,
)  # fmt: skip
ANSWERS = st.sampled_from([answer for answer in Answer if answer is not Answer.PENDING])
ATTENDING = st.sets(st.sampled_from(UNIT_IDS), min_size=1).map(lambda units: tuple(sorted(units)))
# Who usually takes an action; the actor None stands for the unit that is next.
USUAL: dict[JointAction, tuple[str | None, JointRole]] = {
    A.CONSULT: (TRADE, R.LEAD_DEPARTMENT),
    A.REPLY: (None, R.PARTICIPANT),
    A.CLOSE_CONSULTATION: (TRADE, R.LEAD_DEPARTMENT),
    A.HOLD_LIAISON_MEETING: (OFFICE, R.OFFICE),
    A.SUBMIT: (TRADE, R.LEAD_DEPARTMENT),
    A.HOLD_CONFERENCE: (TRADE, R.LEAD_DEPARTMENT),
    A.DRAFT_MINUTES: (TRADE, R.CONVENING_UNIT),
    A.AGREE_MINUTES: (None, R.ATTENDING_UNIT),
    A.FILE_MINUTES: (TRADE, R.CONVENING_UNIT),
    A.SIGN_MINUTES: (CITY, R.CONVENER),
    A.ISSUE_MINUTES: (OFFICE, R.OFFICE),
    A.COPY_MINUTES: (OFFICE, R.OFFICE),
}


def rounds(steps: tuple[Step, ...]) -> list[Step]:
    """Return the steps since a conference last returned the plan."""
    since: list[Step] = []
    for step in steps:
        since = [] if isinstance(step.details, Sitting) and step.stage is S.DRAFTED else [*since, step]
    return since


class Procedures(RuleBasedStateMachine):
    """Takes the usual next steps, and tries everything else between them."""

    route: dict[str, Any] = ROUTES[0]

    def __init__(self) -> None:
        super().__init__()
        self.day = date(2025, 3, 1)
        self.procedure: JointProcedure = draft_joint(PLAN, self.act(TRADE, R.LEAD_DEPARTMENT), UNITS, **self.route)

    def act(self, actor: str, role: JointRole, note: str = "合成说明") -> JointAct:
        return JointAct(actor=actor, role=role, on=self.day, document="合成〔2025〕1号", note=note)

    def take(self, action: JointAction, act: JointAct, answer: Answer, sitting: Sitting) -> None:
        one, name = self.procedure, action.name.lower()
        given: dict[JointAction, tuple[object, ...]] = {
            A.REPLY: (answer,), A.HOLD_CONFERENCE: (sitting,), A.REVISE: (Revision(plan=WIDER, changed=(HEALTH,)),),
        }  # fmt: skip
        self.procedure = getattr(one, name)(act, *given.get(action, ()))

    @precondition(lambda self: not self.procedure.stage.is_final)
    @rule(
        many=st.sampled_from((1, 4, 16, 16)),
        answer=ANSWERS,
        outcome=st.sampled_from((ResolutionOutcome.ADOPTED, ResolutionOutcome.ADOPTED, ResolutionOutcome.RETURNED)),
        left_out=st.sets(st.sampled_from(list(USUAL)), min_size=1, max_size=2),
    )
    def go_on(self, many: int, answer: Answer, outcome: ResolutionOutcome, left_out: set[JointAction]) -> None:
        begun = len(self.procedure.steps)
        sitting = Sitting(
            kind=MeetingKind.PARTIAL, chair=R.CONVENER, attending=self.procedure.plan.members, outcome=outcome
        )
        for action, (unit, role) in USUAL.items():
            for actor in UNIT_IDS if unit is None else (unit,):
                if len(self.procedure.steps) - begun < many and action not in left_out:
                    with suppress(LawError):
                        self.take(action, self.act(actor, role), answer, sitting)
        self.day += timedelta(days=1)

    @rule(
        action=st.sampled_from([action for action in A if action is not A.DRAFT]),
        actor=st.sampled_from(UNIT_IDS),
        role=st.sampled_from(R),
        back=st.integers(0, 2),
        answer=ANSWERS,
        attending=ATTENDING,
    )
    def try_anything(
        self, action: JointAction, actor: str, role: JointRole, back: int, answer: Answer, attending: tuple[str, ...]
    ) -> None:
        sitting = Sitting(
            kind=MeetingKind.PLENARY, chair=R.CONVENER, attending=attending, outcome=ResolutionOutcome.ADOPTED
        )
        act = attrs.evolve(self.act(actor, role), on=self.day - timedelta(days=back))
        with suppress(LawError):
            self.take(action, act, answer, sitting)

    @rule(action=st.sampled_from(list(USUAL)), actor=st.sampled_from(UNIT_IDS), answer=ANSWERS, attending=ATTENDING)
    def leap(self, action: JointAction, actor: str, answer: Answer, attending: tuple[str, ...]) -> None:
        unit, role = USUAL[action]
        sitting = Sitting(
            kind=MeetingKind.PARTIAL, chair=R.CONVENER, attending=attending, outcome=ResolutionOutcome.ADOPTED
        )
        with suppress(LawError):
            self.take(action, self.act(unit or actor, role), answer, sitting)

    @invariant()
    def days_never_run_backwards(self) -> None:
        days = [step.on for step in self.procedure.steps]
        assert days == sorted(days)

    @invariant()
    def drawing_waits_for_the_end(self) -> None:
        assert self.procedure.may_draw == (self.procedure.stage is S.EFFECTIVE)

    @invariant()
    def nothing_is_determined_without_the_steps_of_its_route(self) -> None:
        if not self.procedure.stage.has_reached(S.DETERMINED):
            return
        since = rounds(self.procedure.steps)
        done = [step.action for step in since]
        order = [A.HOLD_LIAISON_MEETING, A.SUBMIT, A.HOLD_CONFERENCE]
        assert [action for action in done if action in order] == order
        attended = next(step.details.attending for step in since if isinstance(step.details, Sitting))
        wrote = {step.actor for step in since if isinstance(step.details, Reply)}
        replaced = self.procedure.route is JointRoute.CONFERENCE and A.CONSULT not in done
        if replaced:
            assert self.procedure.options.consultation_may_be_replaced_by_attendance
            assert set(self.procedure.plan.participants) <= set(attended)
        else:
            assert set(self.procedure.plan.participants) <= wrote
            closed = len(done) - 1 - done[::-1].index(A.CLOSE_CONSULTATION)
            assert done.index(A.CONSULT) < closed < done.index(A.HOLD_LIAISON_MEETING)

    @invariant()
    def minutes_are_the_same_chain_on_every_route(self) -> None:
        if self.procedure.stage is not S.EFFECTIVE:
            return
        steps = self.procedure.steps
        last = max(number for number, step in enumerate(steps) if step.action is A.HOLD_CONFERENCE)
        anew = max(number for number, step in enumerate(steps) if step.action is A.DRAFT_MINUTES)
        chain = (steps[last], *steps[anew:])
        assert tuple(dict.fromkeys(step.action for step in chain)) == CHAIN
        agreed = {step.actor for step in chain if step.action is A.AGREE_MINUTES}
        sitting = self.procedure.sitting
        assert sitting is not None
        assert agreed == set(sitting.attending)
        assert next(step.role for step in chain if step.action is A.SIGN_MINUTES) is R.CONVENER


def machine_of(begun: dict[str, Any]) -> type[Procedures]:
    class OnRoute(Procedures):
        route = begun

    return OnRoute


@pytest.mark.parametrize("route", ROUTES)
def test_no_sequence_of_steps_gets_past_what_its_route_requires(route: dict[str, Any]) -> None:
    run_state_machine_as_test(
        machine_of(route), settings=settings(max_examples=40, stateful_step_count=15, derandomize=True, deadline=None)
    )


@given(data=st.data())
@settings(max_examples=40)
def test_an_effective_procedure_does_not_stand_with_its_steps_in_another_order(data: st.DataObject) -> None:
    done = after(12)
    one, other = data.draw(st.tuples(st.integers(0, len(done.steps) - 1), st.integers(0, len(done.steps) - 1)))
    steps = list(done.steps)
    assume(steps[one].action is not steps[other].action)
    steps[one], steps[other] = steps[other], steps[one]
    with pytest.raises((LawError, BrokenChainError, InvalidValueError)):
        attrs.evolve(done, steps=tuple(steps))


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_reaches_its_end(route: dict[str, Any]) -> None:
    machine = machine_of(route)()
    machine.go_on(16, Answer.AGREED, ResolutionOutcome.ADOPTED, set())
    assert machine.procedure.stage is S.EFFECTIVE
    machine.minutes_are_the_same_chain_on_every_route()
    machine.nothing_is_determined_without_the_steps_of_its_route()
