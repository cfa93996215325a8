"""The public values that JSON knows (公开值)."""

from __future__ import annotations

from shuangsuiji.draws import Answer, Commitment, Draw
from shuangsuiji.law import Document, Rule, RuleBook
from shuangsuiji.lottery import BeaconEvent, Check, Manifest, Reveal, TableFrame, Verdict
from shuangsuiji.planning import AnnualPlan, Filter, SamplingDesign, Task
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
from shuangsuiji.tables import ImportReport
from shuangsuiji.values import ClauseRef, Finding, TimeLimit

__all__ = ["KINDS"]

KINDS: tuple[type, ...] = (
    AnnualPlan,
    Answer,
    BeaconEvent,
    Check,
    ClauseRef,
    Commitment,
    Department,
    DepartmentTree,
    Document,
    Draw,
    Filter,
    Finding,
    ImportReport,
    InspectionItem,
    InspectionObject,
    ItemChange,
    ItemList,
    LegalBasis,
    Manifest,
    ObjectColumns,
    ObjectPool,
    PoolRevision,
    Reveal,
    Rule,
    RuleBook,
    SamplingDesign,
    TableFrame,
    Task,
    TimeLimit,
    Verdict,
)
