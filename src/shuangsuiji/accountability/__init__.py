"""Accountability: exemptions that are proven, and not claimed: 四（二） (责任认定)."""

from shuangsuiji.accountability.assessing import assess, assess_otherwise
from shuangsuiji.accountability.assessments import Assessment, Breach, Exemption, OpenFact
from shuangsuiji.accountability.basis_parts import ExclusionRecord, FailedReading
from shuangsuiji.accountability.cases import Case, SubjectKind
from shuangsuiji.accountability.concluding import Evaluation
from shuangsuiji.accountability.department_reports import (
    DepartmentReport,
    OpenKind,
    report_on_departments,
    reports_markdown,
)
from shuangsuiji.accountability.derive_draws import DrawOnRecord, FrameLook, FrameStanding
from shuangsuiji.accountability.derive_not_drawn import all_looks
from shuangsuiji.accountability.deriving import Derived, derive
from shuangsuiji.accountability.evidence_bundles import (
    EvidenceBundle,
    EvidenceKind,
    EvidenceTerms,
    evidence,
    why_drawn,
    why_not_drawn,
)
from shuangsuiji.accountability.explaining import explain
from shuangsuiji.accountability.explanations import ExplanationNode, Quotation
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.facts import Fact, FactEvidence, FactKind, MissingEvidence
from shuangsuiji.accountability.further_grounds import PENALTY_GROUNDS, SAMR_41_GROUNDS, grounds_of
from shuangsuiji.accountability.ground_sets import GroundSet, Standing, joined
from shuangsuiji.accountability.grounds import AssessmentVerdict, BreachKind, Ground, evaluate
from shuangsuiji.accountability.liyang_grounds import LIYANG_GROUNDS, CausalReading, grounds_under
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.settling import Settlement
from shuangsuiji.accountability.traps import TRAPS, traps_of
from shuangsuiji.accountability.truths import Truth, all_of, any_of, none_of

__all__ = [
    "FACT_KINDS",
    "LIYANG_GROUNDS",
    "PENALTY_GROUNDS",
    "SAMR_41_GROUNDS",
    "TRAPS",
    "Assessment",
    "AssessmentVerdict",
    "Breach",
    "BreachKind",
    "Case",
    "CausalReading",
    "DepartmentReport",
    "Derived",
    "DrawOnRecord",
    "Evaluation",
    "EvidenceBundle",
    "EvidenceKind",
    "EvidenceTerms",
    "ExclusionRecord",
    "Exemption",
    "ExplanationNode",
    "Fact",
    "FactEvidence",
    "FactKind",
    "FailedReading",
    "FrameLook",
    "FrameStanding",
    "Ground",
    "GroundSet",
    "MissingEvidence",
    "OpenFact",
    "OpenKind",
    "Quotation",
    "RecordsBasis",
    "Settlement",
    "Standing",
    "SubjectKind",
    "Truth",
    "all_looks",
    "all_of",
    "any_of",
    "assess",
    "assess_otherwise",
    "derive",
    "evaluate",
    "evidence",
    "explain",
    "grounds_of",
    "grounds_under",
    "joined",
    "none_of",
    "report_on_departments",
    "reports_markdown",
    "traps_of",
    "why_drawn",
    "why_not_drawn",
]
