"""How often each department initiates, joins or declines a joint inspection: 4.1.3 (联合抽查参与统计)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from shuangsuiji.planning.joint_procedures import JointProcedure
from shuangsuiji.planning.joint_steps import Reply
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointStage

__all__ = ["JointCounts", "joint_counts"]


@attrs.frozen(kw_only=True)
class JointCounts:
    """What one department did for the joint inspections of a period: 4.1.3 (部门参与统计).

    The text asks for active part, and gives no number to reach; these are counts, and make no ranking.

    Attributes:
        department: the department.
        initiated: plans that it leads and that are effective.
        joined: plans of others in which it takes part and that are effective.
        objected: plans to which its last answer was an objection, effective or not.
        unanswered: plans on which it was asked and has not answered, as they now stand.

    """

    department: str
    initiated: int
    joined: int
    objected: int
    unanswered: int


def joint_counts(procedures: Iterable[JointProcedure]) -> tuple[JointCounts, ...]:
    """Return the counts of every department that initiated, joined or was asked, by department (参与统计).

    Args:
        procedures: each joint plan once; of what is not effective, only answers count.

    """
    initiated, joined, objected, unanswered = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in procedures:
        if one.stage is JointStage.EFFECTIVE:
            initiated[one.plan.initiator] += 1
            joined.update(one.plan.participants)
        objected.update(name for name, answer in _last_answers(one).items() if answer is Answer.OBJECTED)
        unanswered.update(one.consultation.pending)
    names = sorted({*initiated, *joined, *objected, *unanswered})
    return tuple(
        JointCounts(
            department=name,
            initiated=initiated[name],
            joined=joined[name],
            objected=objected[name],
            unanswered=unanswered[name],
        )
        for name in names
    )


def _last_answers(procedure: JointProcedure) -> dict[str, Answer]:
    """Return the last answer of each department, over all rounds of opinions."""
    return {
        step.act.unit: step.details.answer
        for step in procedure.steps
        if step.action is JointAction.REPLY and isinstance(step.details, Reply)
    }
