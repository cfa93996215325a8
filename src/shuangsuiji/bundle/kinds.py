"""The public values of the lower floors, all of which JSON carries (公开值).

JSON carries any frozen value of the package; these are the ones whose form is promised and tested.
"""

from __future__ import annotations

from shuangsuiji.draws import (
    Answer,
    Basis,
    Commitment,
    Draw,
    FrameAnswer,
    PastDraw,
    SupplementCommitment,
    SupplementDraw,
)
from shuangsuiji.law import Clause, Document, Rule, RuleBook
from shuangsuiji.lottery import (
    BeaconEvent,
    Check,
    Evidence,
    Inclusion,
    Manifest,
    Reveal,
    Supplement,
    TableFrame,
    Verdict,
)
from shuangsuiji.planning import AnnualPlan, Filter, JointPlan, SamplingDesign, Task
from shuangsuiji.registry import (
    Department,
    DepartmentTree,
    InspectionItem,
    InspectionObject,
    ItemChange,
    ItemList,
    LegalBasis,
    ObjectColumns,
    ObjectPool,
    PoolRevision,
)
from shuangsuiji.values import ClauseRef, Finding, TimeLimit

__all__ = ["KINDS"]

KINDS: tuple[type, ...] = (
    AnnualPlan,
    Answer,
    Basis,
    BeaconEvent,
    Check,
    Clause,
    ClauseRef,
    Commitment,
    Department,
    DepartmentTree,
    Document,
    Draw,
    Evidence,
    Filter,
    Finding,
    FrameAnswer,
    Inclusion,
    InspectionItem,
    InspectionObject,
    ItemChange,
    ItemList,
    JointPlan,
    LegalBasis,
    Manifest,
    ObjectColumns,
    ObjectPool,
    PastDraw,
    PoolRevision,
    Reveal,
    Rule,
    RuleBook,
    SamplingDesign,
    Supplement,
    SupplementCommitment,
    SupplementDraw,
    TableFrame,
    Task,
    TimeLimit,
    Verdict,
)
