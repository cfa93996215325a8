"""The records that are filed in a dossier or a register, by the name under which an entry files them (归档记录类别)."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.inspection import (
    ArchiveRecord,
    CaseLead,
    Citation,
    CompletenessStatement,
    CreditEvent,
    CrimeSuspicion,
    Dossier,
    DossierHead,
    FiledDraw,
    FollowUp,
    LeadEntry,
    LeadRegister,
    LeadStep,
    MutualRecognition,
    Objection,
    ObjectionAnswer,
    PlanPublication,
    Publication,
    Referral,
    RegisterHead,
    Result,
    SettledObjection,
    TargetedInspection,
    Visit,
)
from shuangsuiji.planning import CheckSheet, InspectionGuide, JointProcedure, JointRelaxation, WorkingRules
from shuangsuiji.values import FrozenMap

__all__ = ["RECORD_KINDS", "record_kind"]

# What concerns an official (4.2.3) is kept apart, and stands in no dossier of a task. Pools are cited, not filed.
RECORD_KINDS: tuple[type[object], ...] = (
    ArchiveRecord,
    CaseLead,
    CheckSheet,
    Citation,
    CompletenessStatement,
    CreditEvent,
    CrimeSuspicion,
    Dossier,
    DossierHead,
    FiledDraw,
    FollowUp,
    InspectionGuide,
    JointProcedure,
    JointRelaxation,
    LeadEntry,
    LeadRegister,
    LeadStep,
    MutualRecognition,
    Objection,
    ObjectionAnswer,
    PlanPublication,
    Publication,
    Referral,
    RegisterHead,
    Result,
    SettledObjection,
    TargetedInspection,
    Visit,
    WorkingRules,
)

_BY_NAME: Mapping[str, type[object]] = FrozenMap({kind.__name__: kind for kind in RECORD_KINDS})


def record_kind(name: object) -> type[object]:
    """Return the class of the records that an entry files under a name (记录类别).

    Raises:
        UnknownNameError: no record of that name is filed.

    """
    if not isinstance(name, str) or name not in _BY_NAME:
        raise UnknownNameError(field="kind", value=name, known="、".join(_BY_NAME))
    return _BY_NAME[name]
