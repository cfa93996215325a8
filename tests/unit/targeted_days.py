"""A targeted inspection that the tests begin with: labels in one town, on the ground of two leads and a risk."""

from __future__ import annotations

from datetime import date

from shuangsuiji.draws import Commitment
from shuangsuiji.inspection import RiskFinding, TargetedInspection, as_task
from shuangsuiji.planning import CapWaiver, Filter, Operator, Task
from tests.unit.builders import AGENCY, committed, made
from tests.unit.lead_days import later_lead

TOWN = Filter(field="region", operator=Operator.IN, values=("溧城",))


def risk(**changes: object) -> RiskFinding:
    """Return a finding of risk of 2 May."""
    given = {
        "id": "风险-01",
        "source": "监测平台（合成）",
        "found_on": date(2025, 5, 2),
        "statement": "溧城标签问题集中",
        "document": "合成风险提示〔2025〕1号",
    }
    return made(RiskFinding, given, changes)


def targeted(**changes: object) -> TargetedInspection:
    """Return a targeted inspection of labels in 溧城 at one in ten, decided on 6 May on two leads and a risk."""
    given = {
        "id": "2025-专项-01",
        "name": "食品标签专项检查",
        "department": AGENCY,
        "decided_on": date(2025, 5, 6),
        "ratios": {"labels": "10%"},
        "ratio_reason": "该镇投诉集中",
        "filters": (TOWN,),
        "leads": tuple(later_lead(number, received_on=date(2025, 5, number)) for number in (1, 2)),
        "risks": (risk(),),
    }
    return made(TargetedInspection, given, changes)


def ordered(**changes: object) -> TargetedInspection:
    """Return the same as a superior ordered it."""
    return targeted(**{"superior_ordered": True, "order": "合成省局〔2025〕9号", **changes})


def half() -> Task:
    """Return the task of the same at one half, five times the cap."""
    return as_task(targeted(ratios={"labels": "1/2"}))


def waiver(**changes: object) -> CapWaiver:
    """Return a waiver of the ratio cap of labels, filed on 7 May."""
    given = {
        "task_id": "2025-专项-01",
        "filed_by": AGENCY,
        "filed_on": date(2025, 5, 7),
        "document": "合成备案〔2025〕3号",
        "reason": "风险突出，需扩大抽查",
        "item_codes": ("labels",),
    }
    return made(CapWaiver, given, changes)


def drawn_half(**changes: object) -> Commitment:
    """Return the commitment of ``half`` under ``waiver``: ten of twenty enterprises of the town."""
    return committed(half(), None, 0, **{"cap_waiver": waiver(), **changes})
