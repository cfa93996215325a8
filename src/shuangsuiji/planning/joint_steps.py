"""One step of a joint inspection's procedure: who, in which role, when, by which document (程序步骤)."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning.conference_terms import MeetingKind, ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointRole, JointStage
from shuangsuiji.values import check_field, check_kind, check_name, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["Details", "Distribution", "JointAct", "Letter", "Reply", "Revision", "Sitting", "Step"]


def _units(given: object) -> tuple[str, ...]:
    units = texts(given)
    for unit in units:
        check_name(unit, "units")
        if units.count(unit) > 1:
            raise DuplicateError(field="units", value=unit)
    return units


@attrs.frozen(kw_only=True)
class JointAct:
    """Who takes a step, in which role, when and by which document (经办).

    Attributes:
        actor: id of the unit.
        role: its role in this step.
        on: the day.
        document: reference of the document that proves it.
        note: a reason or remark, empty for none.

    """

    actor: str
    role: JointRole
    on: date
    document: str
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.actor, "JointAct.actor")
        check_kind(self.role, JointRole, "JointAct.role")
        check_day(self.on, "JointAct.on")
        check_field(self.document, "JointAct.document")
        if self.note:
            check_field(self.note, "JointAct.note")


@attrs.frozen(kw_only=True)
class Letter:
    """The written request for opinions: A4.2.2 (征求意见函).

    Attributes:
        to: ids of the departments that get it.
        reply_by: the day named in it, None for none; silence counts only after such a day.

    """

    to: tuple[str, ...] = attrs.field(converter=_units)
    reply_by: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.reply_by is not None:
            check_day(self.reply_by, "Letter.reply_by")


@attrs.frozen(kw_only=True)
class Reply:
    """The answer of one department: A4.2.2 (复函).

    Attributes:
        answer: anything but PENDING, which is the absence of an answer.

    """

    answer: Answer

    def __attrs_post_init__(self) -> None:
        check_kind(self.answer, Answer, "Reply.answer")
        if self.answer is Answer.PENDING:
            zh, en = "回复须表明意见", "a reply says something"
            raise InvalidValueError(field="Reply.answer", rule_zh=zh, rule=en, value=self.answer)


@attrs.frozen(kw_only=True)
class Revision:
    """A new version of the plan before it goes to the conference (方案修改).

    Attributes:
        plan: as it now stands.
        changed: ids of the departments whose part changed; they and new ones are asked again.
        reply_by: the day named in the new letter, None for none.

    """

    plan: JointPlan
    changed: tuple[str, ...] = attrs.field(default=(), converter=_units)
    reply_by: date | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.plan, JointPlan, "Revision.plan")
        if self.reply_by is not None:
            check_day(self.reply_by, "Revision.reply_by")


@attrs.frozen(kw_only=True)
class Sitting:
    """What the procedure needs of the conference that discussed the plan: A4.1.1 to A4.1.3, A4.2.3 (会议情况).

    Attributes:
        kind: whether all member units are concerned or some.
        chair: role of who chaired.
        attending: ids of the units that attended, invited ones too.
        outcome: what became of the plan.
        delegation: document by which the convener let a vice-convener convene, None for none.
        adopted: the plan as changed by the conference; there exactly for ADOPTED_WITH_CHANGES.

    """

    kind: MeetingKind
    chair: JointRole
    attending: tuple[str, ...] = attrs.field(converter=_units)
    outcome: ResolutionOutcome
    delegation: str | None = None
    adopted: JointPlan | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.kind, MeetingKind, "Sitting.kind")
        check_kind(self.chair, JointRole, "Sitting.chair")
        check_kind(self.outcome, ResolutionOutcome, "Sitting.outcome")
        if self.delegation is not None:
            check_field(self.delegation, "Sitting.delegation")
        if (self.outcome is ResolutionOutcome.ADOPTED_WITH_CHANGES) != (self.adopted is not None):
            zh = "修改后通过的须附通过的方案，其他结果不附"
            en = "a plan adopted with changes is attached, and no other"
            raise InvalidValueError(field="Sitting.adopted", rule_zh=zh, rule=en, value=self.outcome)


@attrs.frozen(kw_only=True)
class Distribution:
    """To whom minutes go: A4.3.2 (印发范围).

    Attributes:
        units: ids of the units.

    """

    units: tuple[str, ...] = attrs.field(converter=_units)


Details: TypeAlias = Letter | Reply | Revision | Sitting | Distribution


@attrs.frozen(kw_only=True)
class Step:
    """One step that was taken, and the stage that it reached (程序步骤).

    Attributes:
        action: what was done.
        stage: the stage reached; a procedure works it out again and refuses another.
        actor: id of the unit.
        role: its role.
        on: the day.
        document: reference of the document.
        note: a reason or remark, empty for none.
        details: what the action needs beyond that.

    """

    action: JointAction
    stage: JointStage
    actor: str
    role: JointRole
    on: date
    document: str
    note: str = ""
    details: Details | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.action, JointAction, "Step.action")
        check_kind(self.stage, JointStage, f"Step {self.action.name}.stage")
        JointAct(actor=self.actor, role=self.role, on=self.on, document=self.document, note=self.note)

    def __str__(self) -> str:
        return f"{self.on} {self.action}：{self.actor}（{self.role}），{self.document} → {self.stage}"
