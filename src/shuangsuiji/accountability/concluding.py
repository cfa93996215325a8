"""From facts and grounds to verdicts: three-valued, and nothing by default (得出结论).

Two questions are asked, one after the other. Is the subject exempt? One ground that frees is enough; with none left
that could, the answer is NOT_MET. Only then: did he fail a duty? Who may still be exempt need not first be cleared of
every breach, and who is not exempt is not liable for that. An open question is NEEDS_EVIDENCE. What is established is
reported in any case, whatever the question: a breach, a referral, praise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.ground_sets import GroundSet, Standing
from shuangsuiji.accountability.grounds import AssessmentVerdict, Ground, evaluate
from shuangsuiji.accountability.truths import Truth, any_of
from shuangsuiji.values import check_field, check_kind

__all__ = ["Evaluation", "evaluations_of", "open_grounds", "verdicts_of"]


@attrs.frozen(kw_only=True)
class Evaluation:
    """What the facts make of one ground in a case (依据评价).

    Attributes:
        ground_id: id of the ground.
        standing: whether it counts, and if not, why.
        truth: whether the facts meet it; said of a ground that does not count as well, and without effect.

    """

    ground_id: str
    standing: Standing
    truth: Truth

    def __attrs_post_init__(self) -> None:
        check_field(self.ground_id, "Evaluation.ground_id")
        check_kind(self.standing, Standing, f"{self.ground_id}.standing")
        check_kind(self.truth, Truth, f"{self.ground_id}.truth")

    @property
    def counts(self) -> bool:
        """Whether it has an effect."""
        return self.standing is Standing.COUNTS


def evaluations_of(case: Case, facts: Mapping[str, Fact], grounds: GroundSet) -> tuple[Evaluation, ...]:
    """Return what the facts make of every ground of a set, in its order (逐条评价).

    Args:
        case: whose subject and event decide which grounds count.
        facts: by code.
        grounds: the set.

    """
    return tuple(
        Evaluation(ground_id=one.id, standing=grounds.standing(one, case), truth=evaluate(one, facts))
        for one in grounds.grounds
    )


def verdicts_of(grounds: GroundSet, evaluations: Iterable[Evaluation]) -> tuple[AssessmentVerdict, ...]:
    """Return all verdicts, in the order of ``AssessmentVerdict`` (全部结论).

    Args:
        grounds: the set.
        evaluations: of every ground of it, in its order.

    """
    counted = _counted(grounds, evaluations)
    found = {ground.verdict for ground, truth in counted if truth is Truth.TRUE}
    freed = _asked(counted, freeing=True)
    if freed is Truth.FALSE:
        found.add(AssessmentVerdict.NOT_MET)
        freed = _asked(counted, freeing=False)
    if freed is Truth.NOT_ESTABLISHED:
        found.add(AssessmentVerdict.NEEDS_EVIDENCE)
    return tuple(one for one in AssessmentVerdict if one in found)


def open_grounds(grounds: GroundSet, evaluations: Iterable[Evaluation]) -> tuple[Ground, ...]:
    """Return the grounds on which the open question turns; none where nothing is open (悬而未决的依据).

    Args:
        grounds: the set.
        evaluations: of every ground of it, in its order.

    """
    counted = _counted(grounds, evaluations)
    freeing = _asked(counted, freeing=True) is not Truth.FALSE
    if _asked(counted, freeing=freeing) is not Truth.NOT_ESTABLISHED:
        return ()
    return tuple(
        ground for ground, truth in counted if _answers(ground, freeing=freeing) and truth is Truth.NOT_ESTABLISHED
    )


def _counted(grounds: GroundSet, evaluations: Iterable[Evaluation]) -> list[tuple[Ground, Truth]]:
    pairs = zip(grounds.grounds, evaluations, strict=True)
    return [(ground, one.truth) for ground, one in pairs if one.counts]


def _answers(ground: Ground, *, freeing: bool) -> bool:
    return ground.verdict.frees if freeing else ground.verdict is AssessmentVerdict.BREACH


def _asked(counted: list[tuple[Ground, Truth]], *, freeing: bool) -> Truth:
    """Return the answer to one of the two questions: is the subject exempt, did he fail a duty."""
    return any_of(truth for ground, truth in counted if _answers(ground, freeing=freeing))
