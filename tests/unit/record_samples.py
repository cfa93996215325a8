"""One record of every kind that is filed, for the tests of JSON, schemas and stores."""

from __future__ import annotations

from datetime import date

from shuangsuiji.inspection import (
    CrimeSuspicion,
    Equivalence,
    MutualRecognition,
    ObjectionVerdict,
    Referral,
    ReferralKind,
    answer_objection,
    archive,
    object_to,
    open_follow_up,
    publish,
    settle_objection,
)
from shuangsuiji.inspection.inspection_terms import FollowUpMeasure
from shuangsuiji.inspection.leads import LeadStepKind
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.testing.conferences import effective_procedure
from shuangsuiji.values import TimeLimit, TimeUnit
from tests.unit.builders import AGENCY, plan_of, relaxation
from tests.unit.dossier_days import PUBLISHED_ON, all_results, entered, published, terms, whole
from tests.unit.inspection_days import HEALTH, joint_draw, problem
from tests.unit.lead_days import june, lead, statement, step
from tests.unit.targeted_days import targeted
from tests.unit.test_check_sheets import sheet
from tests.unit.test_credit_events import event
from tests.unit.test_guides import guide
from tests.unit.test_working_rules import working_rules

ON = date(2025, 6, 20)


def suspicion() -> CrimeSuspicion:
    """Return the suspicion of a crime behind a problem."""
    return CrimeSuspicion(
        id="涉罪-01", department=AGENCY, found_on=ON, grounds="数额较大", document="报告（合成）", result=problem()
    )


def referral(**changes: object) -> Referral:
    """Return the referral of that suspicion."""
    given = {
        "id": "移送-01",
        "kind": ReferralKind.JUDICIAL,
        "sender": AGENCY,
        "addressee": "公安机关（合成）",
        "referred_on": ON,
        "document": "移送书（合成）",
        "grounds": "涉嫌犯罪",
        "result": problem(),
    }
    return Referral(**{**given, **changes})  # type: ignore[arg-type]


def recognition() -> MutualRecognition:
    """Return the recognition of a result of labels for hygiene."""
    result = entered(next(one for one in all_results() if one.item_code == "labels"))
    ground = Equivalence(
        id="互认-01",
        from_item="labels",
        from_department=AGENCY,
        to_item="hygiene",
        to_department=HEALTH,
        valid_for=TimeLimit(number=3, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("3.3.8")),
        effective_on=date(2025, 1, 1),
        expires_on=date(2025, 12, 31),
        document="互认清单（合成）",
    )
    return MutualRecognition(result=result, equivalence=ground, on=ON)


def records() -> dict[str, object]:
    """Return a record of every kind that is filed, by the name of its class."""
    objection = object_to(published(entered(all_results()[0])), objection_id="异议-01", on=ON, grounds="事实有误")
    verdict = ObjectionVerdict.REJECTED
    answer = answer_objection(objection, on=ON, by=objection.department, verdict=verdict, reasons="事实清楚")
    follow_up = open_follow_up(
        entered(problem()),
        None,
        follow_up_id="后续-01",
        measures=(FollowUpMeasure.ORDER_AND_WATCH,),
        opened_on=PUBLISHED_ON,
        document="通知书（合成）1号",
    )
    plan = plan_of(drawn_up_on=date(2025, 1, 10))
    dossier = archive(whole(), "档-01", by=AGENCY, on=ON, terms=terms())
    basis = joint_draw().commitment.basis
    assert basis is not None
    values = [
        dossier,
        dossier.head,
        *(one.record for one in dossier.entries),
        lead(),
        step(LeadStepKind.DISPOSED),
        statement(),
        june(),
        june().head,
        june().entries[0],
        sheet(),
        guide(),
        working_rules(),
        relaxation(),
        effective_procedure(basis.plan.joint_plans[0], date(2025, 2, 2)),
        follow_up,
        event(),
        suspicion(),
        referral(),
        recognition(),
        objection,
        answer,
        settle_objection(answer),
        publish(plan),
        targeted(),
    ]
    return {type(one).__name__: one for one in values}
