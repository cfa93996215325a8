"""What minutes are to a joint plan: those of its meeting, in its sense, to all its units: 附件四（三） (方案与纪要)."""

from __future__ import annotations

from shuangsuiji.errors import BrokenChainError
from shuangsuiji.planning.conference_terms import MinutesStep
from shuangsuiji.planning.joint_states import JointState, refused
from shuangsuiji.planning.joint_terms import JointStage
from shuangsuiji.planning.minutes import Minutes

__all__ = ["check_continued", "check_minutes", "stage_by"]

_STAGES = {
    MinutesStep.DRAFTED: JointStage.MINUTES_DRAFTED,
    MinutesStep.AGREED: JointStage.MINUTES_AGREED,
    MinutesStep.FILED: JointStage.MINUTES_FILED,
    MinutesStep.SIGNED: JointStage.MINUTES_SIGNED,
    MinutesStep.ISSUED: JointStage.MINUTES_SIGNED,
    MinutesStep.COPIED: JointStage.EFFECTIVE,
}


def stage_by(minutes: Minutes) -> JointStage:
    """Return the stage that a determined plan has reached by its minutes: A4.3.2 (纪要所至阶段)."""
    return _STAGES[minutes.step]


def check_minutes(state: JointState, minutes: Minutes) -> None:
    """Check that minutes put down what a meeting decided on a plan: A4.3.1, A4.3.2 (纪要核对).

    Args:
        state: of the plan as the meeting determined it.
        minutes: as far as they have come.

    Raises:
        LawError: the plan was not determined, minutes of another meeting, without the outcome (A4.3.1), or issued
            without a unit of the plan (A4.3.2).

    """
    sitting = state.sitting
    if sitting is None or state.stage is not JointStage.DETERMINED:
        zh, en = "方案经联席会议确定后方以纪要明确", "minutes are those of a plan that was determined"
        raise refused(state, zh, en, state.stage, "A4.3.1")
    if minutes.meeting != sitting.meeting:
        zh, en = f"须为会议 {sitting.meeting.id} 的纪要", f"are the minutes of meeting {sitting.meeting.id}"
        raise refused(state, zh, en, f"{minutes.id} {minutes.meeting.id}", "A4.3.1")
    found = minutes.resolution_on(sitting.item_id)
    if found is None or found.outcome is not sitting.outcome:
        zh, en = f"纪要须载明“{sitting.outcome}”", f"the minutes say {sitting.outcome.name}"
        raise refused(state, zh, en, None if found is None else found.outcome, "A4.3.1")
    left_out = tuple(unit for unit in state.plan.members if unit not in minutes.issued_to)
    if minutes.issued is not None and left_out:
        zh, en = "纪要须印发方案的全部部门", "the minutes are issued to every department of the plan"
        raise refused(state, zh, en, left_out, "A4.3.2")


def check_continued(before: Minutes, after: Minutes) -> None:
    """Check that minutes are those recorded before, carried further or drawn up again before filing (纪要衔接).

    Raises:
        BrokenChainError: other minutes, or what was done is undone.

    """
    same = (after.id, after.meeting, after.office_drafts) == (before.id, before.meeting, before.office_drafts)
    if after.version == before.version:
        issued_to = after.issued_to if before.issued is not None else before.issued_to
        follows = (
            after.resolutions == before.resolutions
            and after.acts[: len(before.acts)] == before.acts
            and issued_to == before.issued_to
        )
    else:
        follows = after.version > before.version and before.filed is None and after.drafted.on >= before.drafted.on
    if not (same and follows):
        raise BrokenChainError(
            link=before.id,
            rule_zh="与此前所记的纪要不衔接：同一纪要，已办的步骤不变，报送后不再重新整理",
            rule="does not continue the minutes recorded before: the same, with what was done, not redrawn once filed",
            expected=before,
            value=after,
        )
