"""Hypothesis strategies for what the library knows: valid by construction, names made up (测试数据策略)."""

from shuangsuiji.errors import MissingExtraError

try:
    from shuangsuiji.testing.strategies.assessing import assessments, cases, department_reports, facts
    from shuangsuiji.testing.strategies.codes import synthetic_codes
    from shuangsuiji.testing.strategies.committing import commitments
    from shuangsuiji.testing.strategies.drawing import draws, reveals, supplement_requests, supplements
    from shuangsuiji.testing.strategies.grammars import manifests, supplement_sheets
    from shuangsuiji.testing.strategies.identifiers import any_ids, entity_ids, reg15s, usccs
    from shuangsuiji.testing.strategies.lotteries import (
        algorithms,
        beacon_events,
        beacon_values,
        frames,
        instants,
        seeds,
    )
    from shuangsuiji.testing.strategies.matching import matchings, staffed_commitments
    from shuangsuiji.testing.strategies.people import (
        absences,
        certificate_holders,
        certificates,
        experts,
        inspector_pools,
        inspectors,
        leaves,
        qualifications,
        recusals,
        task_officers,
        trainings,
        windows,
    )
    from shuangsuiji.testing.strategies.planning import (
        expert_rules,
        filters,
        joint_plans,
        plans,
        sampling_designs,
        tasks,
        team_rules,
    )
    from shuangsuiji.testing.strategies.registries import (
        inspection_items,
        inspection_objects,
        item_lists,
        legal_bases,
        object_pools,
    )
    from shuangsuiji.testing.strategies.selecting import Renaming, Selection, renamings, selections
    from shuangsuiji.testing.strategies.sheets import DirtySheet, RowVerdict, dirty_sheets
    from shuangsuiji.testing.strategies.tampering import WAYS, tampered
    from shuangsuiji.testing.strategies.texts import (
        digests,
        fields,
        labels,
        names,
        parts,
        ratios,
        synthetic_names,
        text_ids,
        weights,
    )
except ModuleNotFoundError as missing:
    if missing.name != "hypothesis":
        raise
    raise MissingExtraError(feature="shuangsuiji.testing.strategies", package="hypothesis", extra="testing") from None

__all__ = [
    "WAYS",
    "DirtySheet",
    "Renaming",
    "RowVerdict",
    "Selection",
    "absences",
    "algorithms",
    "any_ids",
    "assessments",
    "beacon_events",
    "beacon_values",
    "cases",
    "certificate_holders",
    "certificates",
    "commitments",
    "department_reports",
    "digests",
    "dirty_sheets",
    "draws",
    "entity_ids",
    "expert_rules",
    "experts",
    "facts",
    "fields",
    "filters",
    "frames",
    "inspection_items",
    "inspection_objects",
    "inspector_pools",
    "inspectors",
    "instants",
    "item_lists",
    "joint_plans",
    "labels",
    "leaves",
    "legal_bases",
    "manifests",
    "matchings",
    "names",
    "object_pools",
    "parts",
    "plans",
    "qualifications",
    "ratios",
    "recusals",
    "reg15s",
    "renamings",
    "reveals",
    "sampling_designs",
    "seeds",
    "selections",
    "staffed_commitments",
    "supplement_requests",
    "supplement_sheets",
    "supplements",
    "synthetic_codes",
    "synthetic_names",
    "tampered",
    "task_officers",
    "tasks",
    "team_rules",
    "text_ids",
    "trainings",
    "usccs",
    "weights",
    "windows",
]
