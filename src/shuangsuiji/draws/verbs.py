"""The verbs that open what was committed and check what was published: ``draw``, ``verify`` (抽取与核验)."""

from __future__ import annotations

from typing import overload

from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.supplements import SupplementCommitment, SupplementDraw
from shuangsuiji.lottery.evidence import Evidence
from shuangsuiji.lottery.seeds import Reveal
from shuangsuiji.lottery.verdicts import Verdict
from shuangsuiji.lottery.verification import verify_files

__all__ = ["draw", "verify"]

_NO_EVIDENCE = Evidence()


@overload
def draw(commitment: Commitment, reveal: Reveal) -> Draw: ...


@overload
def draw(commitment: SupplementCommitment, reveal: Reveal) -> SupplementDraw: ...


def draw(commitment: Commitment | SupplementCommitment, reveal: Reveal) -> Draw | SupplementDraw:
    """Draw the objects that the commitment, or the request for a supplementary round, and the reveal decide (抽取).

    Raises:
        RefusedRevealError: the reveal does not open what was committed.

    """
    if isinstance(commitment, SupplementCommitment):
        made: Draw | SupplementDraw = SupplementDraw(request=commitment, reveal=reveal)
    else:
        made = Draw(commitment=commitment, reveal=reveal)
    len(made.objects)
    return made


def verify(
    record: Matching | Draw | SupplementDraw | SupplementCommitment | Commitment, evidence: Evidence = _NO_EVIDENCE
) -> Verdict:
    """Check a draw with its rounds and its matching, or a commitment before its reveal, from its files alone (核验).

    Args:
        record: what is checked.
        evidence: trusted authorities and the calendar of a lottery, for the assurance level.

    """
    return verify_files(record.files, evidence)
