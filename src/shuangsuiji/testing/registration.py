"""What Hypothesis calls at import, so that ``st.from_type(InspectionItem)`` works without an import of ours (策略登记).

Nothing is built here: the strategies are imported when the first of them is asked for.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from shuangsuiji.accountability import Assessment, Case, DepartmentReport, Fact
from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.lottery import BeaconEvent, Manifest, Seed, Supplement, TableFrame
from shuangsuiji.planning import AnnualPlan, ExpertRule, Filter, JointPlan, SamplingDesign, Task, TeamRule
from shuangsuiji.registry import (
    Expert,
    InspectionItem,
    InspectionObject,
    Inspector,
    InspectorPool,
    ItemList,
    LegalBasis,
    ObjectPool,
    Recusal,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["STRATEGIES", "register"]

STRATEGIES: dict[type, str] = {
    AnnualPlan: "plans",
    Assessment: "assessments",
    BeaconEvent: "beacon_events",
    Case: "cases",
    Commitment: "commitments",
    DepartmentReport: "department_reports",
    Draw: "draws",
    Expert: "experts",
    ExpertRule: "expert_rules",
    Fact: "facts",
    Filter: "filters",
    InspectionItem: "inspection_items",
    InspectionObject: "inspection_objects",
    Inspector: "inspectors",
    InspectorPool: "inspector_pools",
    ItemList: "item_lists",
    JointPlan: "joint_plans",
    LegalBasis: "legal_bases",
    Manifest: "manifests",
    Matching: "matchings",
    ObjectPool: "object_pools",
    Recusal: "recusals",
    SamplingDesign: "sampling_designs",
    Seed: "seeds",
    Supplement: "supplement_sheets",
    SupplementCommitment: "supplement_requests",
    SupplementDraw: "supplements",
    TableFrame: "frames",
    Task: "tasks",
    TeamRule: "team_rules",
}
"""Name of the strategy by class."""


def register() -> None:
    """Tell Hypothesis which strategy makes which of our classes; the entry point ``hypothesis`` calls it (策略登记).

    Raises:
        ImportError: Hypothesis is not installed, so that nobody but a user can have called.

    """
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415 - an optional dependency

    for kind, name in STRATEGIES.items():
        register_type_strategy(kind, partial(_strategy, name))


def _strategy(name: str, _: type) -> SearchStrategy[Any]:
    strategy: SearchStrategy[Any] = getattr(import_module("shuangsuiji.testing.strategies"), name)()
    return strategy
