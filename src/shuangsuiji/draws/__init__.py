"""The verbs of the domain: commit, draw, verify, and the answer to "why me" (抽取)."""

from shuangsuiji.draws.answers import Answer, FrameAnswer
from shuangsuiji.draws.commitments import Basis, Commitment
from shuangsuiji.draws.committing import commit
from shuangsuiji.draws.feasibility import Trial
from shuangsuiji.draws.history import PastDraw
from shuangsuiji.draws.matching_reports import MatchingReport, report
from shuangsuiji.draws.matchings import Matching, match, substitute
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.requesting import commit_supplement
from shuangsuiji.draws.sparing import open_tasks, visits_of
from shuangsuiji.draws.supplements import SupplementCommitment, SupplementDraw
from shuangsuiji.draws.verbs import draw, verify

__all__ = [
    "Answer",
    "Basis",
    "Commitment",
    "Draw",
    "FrameAnswer",
    "Matching",
    "MatchingReport",
    "PastDraw",
    "SupplementCommitment",
    "SupplementDraw",
    "Trial",
    "commit",
    "commit_supplement",
    "draw",
    "match",
    "open_tasks",
    "report",
    "substitute",
    "verify",
    "visits_of",
]
