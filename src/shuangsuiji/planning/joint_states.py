"""Where a joint inspection's plan stands, and the rules that every step meets; reference: 附件四 (方案状态)."""

from __future__ import annotations

from datetime import date
from types import NoneType
from typing import TypeVar, cast

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.consultations import Consultation
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ConferenceUnits, ProcedureOptions
from shuangsuiji.planning.joint_steps import Distribution, Letter, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import JointAction, JointRole, JointRoute, JointStage
from shuangsuiji.values import check_kind

__all__ = ["JointState", "Move", "check_step", "details_of", "move_of", "refused"]

_D = TypeVar("_D")


@attrs.frozen(kw_only=True)
class JointState:
    """What the steps taken so far come to (方案状态).

    Attributes:
        plan: the plan as it now stands.
        route: how it came about.
        units: the units of the conference.
        options: the readings in force.
        required: departments that take part by 3.2.8.
        version: 1, 2, 3 …
        stage: the stage reached, None before the plan is drafted.
        last_on: day of the last step, None before the first.
        last: the last action, None before the first.
        consultation: the round of opinions.
        sitting: the conference that last discussed the plan, None for none.
        convened_by: id of the unit that convened it, None for none.
        agreed: ids of the units that agreed to the minutes as they now stand.
        issued: whether the minutes were issued.

    """

    plan: JointPlan
    route: JointRoute
    units: ConferenceUnits
    options: ProcedureOptions
    required: tuple[str, ...] = ()
    version: int = 1
    stage: JointStage | None = None
    last_on: date | None = None
    last: JointAction | None = None
    consultation: Consultation = attrs.field(factory=Consultation)
    sitting: Sitting | None = None
    convened_by: str | None = None
    agreed: tuple[str, ...] = ()
    issued: bool = False

    @property
    def attendance_suffices(self) -> bool:
        """Whether the conference's own route may do without a consultation: the opinions are then heard there."""
        return self.route is JointRoute.CONFERENCE and self.options.consultation_may_be_replaced_by_attendance

    def units_in(self, role: JointRole) -> tuple[str, ...]:
        """Return the ids of the units that hold a role now."""
        held = {
            JointRole.LEAD_DEPARTMENT: (self.plan.initiator,),
            JointRole.PARTICIPANT: self.consultation.departments,
            JointRole.OFFICE: (self.units.office,),
            JointRole.CONVENER: (self.units.convener,),
            JointRole.VICE_CONVENER: self.units.vice_conveners,
            JointRole.CONVENING_UNIT: () if self.convened_by is None else (self.convened_by,),
            JointRole.ATTENDING_UNIT: () if self.sitting is None else self.sitting.attending,
        }
        return held[role]


@attrs.frozen
class Move:
    """From which stages an action is taken, by whom, under which clause (程序规则).

    Attributes:
        stages: the stages; none for the first action.
        roles: the roles.
        clause: id of the clause.
        details: class of what a step says beyond actor, day and document.

    """

    stages: tuple[JointStage, ...]
    roles: tuple[JointRole, ...]
    clause: str
    details: type = NoneType


_S, _R = JointStage, JointRole
_LEAD, _OFFICE = (_R.LEAD_DEPARTMENT,), (_R.OFFICE,)
_ALIVE = tuple(stage for stage in JointStage if not stage.is_final)
_MOVES = {
    JointAction.DRAFT: Move((), _LEAD, "A4.2.1"),
    JointAction.CONSULT: Move((_S.DRAFTED,), _LEAD, "A4.2.2", Letter),
    JointAction.REPLY: Move((_S.CONSULTING,), (_R.PARTICIPANT,), "A4.2.2", Reply),
    JointAction.REVISE: Move((_S.DRAFTED, _S.CONSULTING, _S.CONSULTED), _LEAD, "A4.2.1", Revision),
    JointAction.CLOSE_CONSULTATION: Move((_S.CONSULTING,), _LEAD, "A4.2.2"),
    JointAction.HOLD_LIAISON_MEETING: Move((_S.CONSULTED,), _OFFICE, "A4.1.6"),
    JointAction.SUBMIT: Move((_S.LIAISED,), _LEAD, "A4.2.3"),
    JointAction.HOLD_CONFERENCE: Move(
        (_S.SUBMITTED,), (_R.LEAD_DEPARTMENT, _R.CONVENER, _R.VICE_CONVENER), "A4.2.3", Sitting
    ),
    JointAction.DRAFT_MINUTES: Move((_S.DETERMINED, _S.MINUTES_DRAFTED), (_R.CONVENING_UNIT,), "A4.3.2"),
    JointAction.AGREE_MINUTES: Move((_S.MINUTES_DRAFTED,), (_R.ATTENDING_UNIT,), "A4.3.2"),
    JointAction.FILE_MINUTES: Move((_S.MINUTES_AGREED,), (_R.CONVENING_UNIT,), "A4.3.2"),
    JointAction.SIGN_MINUTES: Move((_S.MINUTES_FILED,), (_R.CONVENER,), "A4.3.2"),
    JointAction.ISSUE_MINUTES: Move((_S.MINUTES_SIGNED,), _OFFICE, "A4.3.2", Distribution),
    JointAction.COPY_MINUTES: Move((_S.MINUTES_SIGNED,), _OFFICE, "A4.3.2", Distribution),
    JointAction.WITHDRAW: Move(_ALIVE, _LEAD, "A4.2.1"),
}
# On the conference's own route (3.2.6) its office may prepare the plan, or a department may.
_PREPARING = (
    JointAction.DRAFT,
    JointAction.CONSULT,
    JointAction.REVISE,
    JointAction.CLOSE_CONSULTATION,
    JointAction.SUBMIT,
)


def move_of(state: JointState, action: JointAction) -> Move:
    """Return the rule of an action on the route of a plan (程序规则)."""
    move = _MOVES[action]
    if state.route is JointRoute.CONFERENCE and action in _PREPARING:
        return attrs.evolve(move, roles=(*move.roles, JointRole.OFFICE))
    if action is JointAction.HOLD_LIAISON_MEETING and state.attendance_suffices:
        return attrs.evolve(move, stages=(*move.stages, JointStage.DRAFTED))
    return move


def refused(state: JointState, rule_zh: str, rule: str, value: object, clause: str) -> LawError:
    """Return the error of a step that breaks a clause (程序不合规定)."""
    shown = "、".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else value
    return LawError(
        field=f"JointProcedure {state.plan.id}", rule_zh=rule_zh, rule=rule, value=shown, clause=LIYANG_2020.ref(clause)
    )


def check_step(state: JointState, step: Step) -> None:
    """Check what every step meets: stage, day, role, unit and details (程序步骤核对).

    Raises:
        LawError: a step out of order, before the last one, or by somebody who is not to take it.
        InvalidValueError: details of another class.

    """
    move, name = move_of(state, step.action), step.action.name
    if state.stage not in (move.stages or (None,)):
        before = "、".join(map(str, move.stages)) or "尚未拟定"
        zh = f"{step.action}只能在以下阶段进行：{before}"
        en = f"{name} is taken at {', '.join(one.name for one in move.stages) or 'the beginning'}"
        raise refused(state, zh, en, state.stage, move.clause)
    if state.last_on is not None and step.on < state.last_on:
        zh, en = f"{step.action}不得早于上一步骤（{state.last_on}）", f"{name} comes after {state.last_on}"
        raise refused(state, zh, en, step.on, move.clause)
    if step.role not in move.roles:
        zh = f"{step.action}由{'、'.join(map(str, move.roles))}进行"
        en = f"{name} is taken by {', '.join(one.name for one in move.roles)}"
        raise refused(state, zh, en, step.role, move.clause)
    holders = state.units_in(step.role)
    if step.actor not in holders:
        zh = f"{step.action}时的{step.role}为 {'、'.join(holders) or '无'}"
        en = f"{step.role.name} for {name} is {', '.join(holders) or 'nobody'}"
        raise refused(state, zh, en, step.actor, move.clause)
    check_kind(step.details, move.details, f"Step {name}.details")


def details_of(step: Step, kind: type[_D]) -> _D:
    """Return the details of a step that ``check_step`` has seen (步骤内容).

    Raises:
        InvalidValueError: details of another class.

    """
    if not isinstance(step.details, kind):
        raise InvalidValueError(
            field=f"Step {step.action.name}.details", rule_zh="内容不符", rule="other details", value=step.details
        )
    return step.details
