"""The words of an explanation in English, beside the Chinese ones of the law (说明用语)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.explanations import ExplanationNode
from shuangsuiji.accountability.facts import FactEvidence
from shuangsuiji.accountability.ground_sets import Standing
from shuangsuiji.accountability.grounds import AssessmentVerdict
from shuangsuiji.accountability.liyang_grounds import CausalReading
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.values import FrozenMap

__all__ = ["READINGS", "STANDINGS", "SUBJECTS", "TRUTHS", "evidence_line", "verdict_words"]

TRUTHS: Mapping[Truth, str] = FrozenMap(
    {Truth.TRUE: "holds", Truth.FALSE: "does not hold", Truth.NOT_ESTABLISHED: "not established"}
)
SUBJECTS: Mapping[SubjectKind, str] = FrozenMap(
    {SubjectKind.OFFICER: "officer", SubjectKind.UNIT: "unit", SubjectKind.POOL_KEEPER: "keeper of the pool"}
)
STANDINGS: Mapping[Standing, str] = FrozenMap(
    {
        Standing.COUNTS: "counts",
        Standing.OTHER_SUBJECT: "does not speak of this kind of subject",
        Standing.OTHER_READING: "belongs to a reading that was not chosen",
        Standing.OFF: "is off",
        Standing.NOT_IN_FORCE: "not yet in force on the day of the event",
    }
)
READINGS: Mapping[str, tuple[str, str]] = FrozenMap(
    {
        CausalReading.NARROW.key: (
            str(CausalReading.NARROW),
            "4.2.9 narrow: both limbs ask for an inspection by the list that found nothing",
        ),
        CausalReading.WIDE.key: (str(CausalReading.WIDE), "4.2.9 wide: the want of a causal link stands alone"),
    }
)
_VERDICTS: Mapping[AssessmentVerdict, str] = FrozenMap(
    {
        AssessmentVerdict.REFER: "to be referred",
        AssessmentVerdict.BREACH: "breach",
        AssessmentVerdict.EXEMPT_MANDATORY: "must be exempt",
        AssessmentVerdict.EXEMPT: "exempt",
        AssessmentVerdict.NEEDS_EVIDENCE: "needs evidence",
        AssessmentVerdict.NOT_MET: "exemption not met",
        AssessmentVerdict.COMMEND: "to be commended",
    }
)


def verdict_words(verdicts: Iterable[AssessmentVerdict]) -> tuple[str, str]:
    """Return verdicts in one line of Chinese and one of English (结论用语)."""
    given = tuple(verdicts)
    return "、".join(map(str, given)), ", ".join(_VERDICTS[one] for one in given)


def evidence_line(evidence: FactEvidence) -> ExplanationNode:
    """Return the line for one piece of evidence (证据用语)."""
    digest = evidence.digest or "—"
    note = f"；{evidence.note}" if evidence.note else ""
    head = f"{evidence.kind} {evidence.reference}"
    return ExplanationNode(
        zh=f"证据 {head}，摘要 {digest}，查至 {evidence.as_of}，{evidence.established_by}{note}",
        en=f"Evidence {head}, digest {digest}, as of {evidence.as_of}, {evidence.established_by}"
        + (f"; {evidence.note}" if evidence.note else ""),
    )
