"""Targeted inspections: named items, part of a pool, a ratio with a reason, on the ground of leads or risk."""

from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import DuplicateError, InvalidRatioError, InvalidValueError, LawError, RatioAboveCapError
from shuangsuiji.inspection import RiskFinding, TargetedApproval, TargetedInspection, as_task, clusters
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import SupervisionMode, TeamRule
from tests.unit.builders import AGENCY, committed, drawn, made, pool_of
from tests.unit.lead_days import later_lead
from tests.unit.targeted_days import TOWN, ordered, risk, targeted


def approval(**changes: object) -> TargetedApproval:
    given = {
        "approved_by": "市人民政府",
        "approved_on": date(2025, 4, 1),
        "document": "合成批复〔2025〕1号",
        "filed_with": "市司法局",
        "filed_on": date(2025, 4, 2),
        "published_on": date(2025, 4, 3),
        "published_at": "门户网站（合成）",
    }
    return made(TargetedApproval, given, changes)


def test_it_names_items_a_part_of_the_pool_a_ratio_and_its_reason_3_4_3() -> None:
    one = targeted()
    assert one.item_codes == ("labels",)
    assert (one.ratios["labels"], one.ratio_reason, one.filters) == (Fraction(1, 10), "该镇投诉集中", (TOWN,))
    assert [lead.id for lead in one.leads] == ["线索-01", "线索-02"]
    assert repr(one) == "<专项检查 2025-专项-01 食品标签专项检查：labels>"


def test_a_lead_or_a_finding_of_risk_is_ground_enough_and_nothing_is_none_3_4_3() -> None:
    assert targeted(risks=()).leads
    assert targeted(leads=()).risks
    with pytest.raises(LawError, match="须以至少一条线索或一项风险发现为依据") as caught:
        targeted(leads=(), risks=())
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.3")


def test_a_ratio_without_a_reason_is_refused_3_4_4() -> None:
    with pytest.raises(LawError, match="抽查比例须说明理由") as caught:
        targeted(ratio_reason="")
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.4")


def test_it_names_its_items_3_4_3() -> None:
    with pytest.raises(LawError, match="须列明抽查事项"):
        targeted(ratios={})


def test_a_float_is_no_ratio() -> None:
    with pytest.raises(InvalidRatioError):
        targeted(ratios={"labels": 0.1})


@pytest.mark.parametrize(
    "changes",
    [
        {"order": "合成省局〔2025〕9号"},
        {"superior_ordered": True},
        {"ratios": {"标签": "10%"}},
        {"department": "局"},
        {"decided_on": date(2025, 5, 1)},
        {"leads": (later_lead(1, received_on=date(2025, 5, 7)),)},
    ],
)
def test_a_wrong_field_or_a_ground_that_came_later_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        targeted(**changes)


def test_a_ground_stands_once() -> None:
    with pytest.raises(DuplicateError):
        targeted(risks=(risk(), risk()))


def test_it_is_drawn_as_a_task_of_its_own_mode_3_4_3() -> None:
    one = as_task(targeted(), strata=["region"], teams=[TeamRule(item_code="labels", department=AGENCY)])
    assert (one.id, one.mode, one.superior_ordered) == ("2025-专项-01", SupervisionMode.TARGETED, False)
    assert (one.department, one.filters, one.strata, len(one.teams)) == (AGENCY, (TOWN,), ("region",), 1)
    assert one.design_of("labels").ratio_of("溧城") == Fraction(1, 10)
    assert as_task(ordered()).superior_ordered


def test_it_is_drawn_from_its_part_of_the_pool_and_the_manifest_says_what_it_is() -> None:
    made_draw = drawn(committed(as_task(targeted())))
    pool = pool_of()
    assert len(made_draw.objects) == 2
    assert {pool[id_].region for id_ in made_draw.objects} == {"溧城"}
    entries = made_draw.commitment.manifest.entries
    assert (entries["rules.mode"], entries["rules.filter.labels.1"]) == ("TARGETED", "IN region,溧城")


def test_the_cap_of_a_general_item_holds_for_it_too_3_4_4() -> None:
    with pytest.raises(RatioAboveCapError):
        committed(as_task(targeted(ratios={"labels": "11%"})))


@pytest.mark.parametrize("changes", [{"id": ""}, {"source": ""}, {"statement": ""}, {"document": ""}])
def test_a_finding_of_risk_says_where_it_comes_from(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        risk(**changes)


def test_a_finding_of_risk_may_rest_on_a_report_of_clusters_and_does_not_come_before_it() -> None:
    report = clusters([], by="region", pool=pool_of(), on=date(2025, 5, 2))
    assert risk(report=report).report == report
    with pytest.raises(InvalidValueError):
        risk(report=clusters([], by="region", pool=pool_of(), on=date(2025, 5, 3)))


@pytest.mark.parametrize("changes", [{"filed_with": ""}, {"published_on": None}, {"document": ""}, {"approved_by": ""}])
def test_an_approval_says_who_when_and_where(changes: dict[str, object]) -> None:
    assert approval(filed_with="", filed_on=None).filed_on is None
    with pytest.raises(InvalidValueError):
        approval(**changes)


@pytest.mark.parametrize("one", [targeted(), ordered(approval=approval())], ids=["own", "ordered"])
def test_it_goes_through_json_and_has_one_digest(one: TargetedInspection) -> None:
    again = from_json(to_json(one), TargetedInspection)
    assert again == one
    assert again.digest == one.digest
    assert again.digest != targeted(name="另一专项检查").digest


def test_a_finding_of_risk_goes_through_json() -> None:
    one = risk(report=clusters([], by="region", pool=pool_of(), on=date(2025, 5, 2)))
    assert from_json(to_json(one), RiskFinding) == one
