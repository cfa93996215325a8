"""One step of a joint inspection's procedure: who, in which role, when, by which document (程序步骤).

A step that is a meeting has the meeting in it, and its act is the one that the meeting shows.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import AgendaItem
from shuangsuiji.planning.conference_meetings import LiaisonMeeting, Meeting
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointStage
from shuangsuiji.values import check_kind, check_name, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["Details", "Letter", "Reply", "Revision", "Sitting", "Step", "act_of"]


def _units(given: object) -> tuple[str, ...]:
    units = texts(given)
    for unit in units:
        check_name(unit, "units")
        if units.count(unit) > 1:
            raise DuplicateError(field="units", value=unit)
    return units


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
    """The meeting of the conference that discussed the plan, and what became of it there: A4.2.3 (会议情况).

    Attributes:
        meeting: the meeting; it may have decided on other plans as well.
        item_id: the item of its agenda that is the plan.
        outcome: what became of the plan.
        adopted: the plan as changed by the conference; there exactly for ADOPTED_WITH_CHANGES.

    Raises:
        InvalidValueError: a field of the wrong form, an item that was not on the agenda, a plan too many or missing.

    """

    meeting: Meeting
    item_id: str
    outcome: ResolutionOutcome
    adopted: JointPlan | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.meeting, Meeting, "Sitting.meeting")
        check_kind(self.outcome, ResolutionOutcome, "Sitting.outcome")
        if self.item_id not in [item.id for item in self.meeting.agenda]:
            zh, en = "须为会议议题", "is an item of the agenda"
            raise InvalidValueError(field="Sitting.item_id", rule_zh=zh, rule=en, value=self.item_id)
        if self.adopted is not None:
            check_kind(self.adopted, JointPlan, "Sitting.adopted")
        if (self.outcome is ResolutionOutcome.ADOPTED_WITH_CHANGES) != (self.adopted is not None):
            zh = "修改后通过的须附通过的方案，其他结果不附"
            en = "a plan adopted with changes is attached, and no other"
            raise InvalidValueError(field="Sitting.adopted", rule_zh=zh, rule=en, value=self.outcome)

    @property
    def item(self) -> AgendaItem:
        """The agenda item."""
        return next(item for item in self.meeting.agenda if item.id == self.item_id)

    @property
    def attending(self) -> tuple[str, ...]:
        """The units that attended, members and invited departments."""
        return self.meeting.attending_units


Details: TypeAlias = Letter | Reply | Revision | LiaisonMeeting | Sitting


def act_of(held: LiaisonMeeting | Sitting) -> Act:
    """Return the act that a meeting shows of itself (会议所载经办).

    Of a meeting of the liaisons it is the office's, on the day of the meeting; of the conference, that of the chair.
    """
    return held.meeting.chaired if isinstance(held, Sitting) else attrs.evolve(held.organised, on=held.held_on)


@attrs.frozen(kw_only=True)
class Step:
    """One step that was taken, and the stage that it reached (程序步骤).

    Attributes:
        action: what was done.
        stage: the stage reached; a procedure works it out again and refuses another.
        act: who did it, in which role, when, by which document; that of the meeting where the step is one.
        details: what the action needs beyond that.

    Raises:
        InvalidValueError: a field of the wrong form, or another act than that of the meeting.

    """

    action: JointAction
    stage: JointStage
    act: Act
    details: Details | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.action, JointAction, "Step.action")
        check_kind(self.stage, JointStage, f"Step {self.action.name}.stage")
        check_kind(self.act, Act, f"Step {self.action.name}.act")
        if isinstance(self.details, LiaisonMeeting | Sitting) and self.act != act_of(self.details):
            zh, en = f"须与会议所载一致：{act_of(self.details)}", f"is that of the meeting: {act_of(self.details)}"
            raise InvalidValueError(
                field=f"Step {self.action.name}.act", rule_zh=zh, rule=en, value=f"{self.act}，{self.act.document}"
            )

    def __str__(self) -> str:
        act = self.act
        return f"{act.on} {self.action}：{act.unit}（{act.role}），{act.document} → {self.stage}"
