"""Leads: what came in, and the steps that are taken about it."""

from datetime import date, datetime

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection import UNLICENSED_TEXTS, CaseLead, LeadSource, LeadStep, LeadStepKind, lead_visited
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import record_digest
from tests.unit.builders import AGENCY, uscc
from tests.unit.inspection_days import STARTED_AT, case_visit, own_draw, visited
from tests.unit.lead_days import lead, step

UNKNOWN_OBJECT = lead(object_id="", place="合成路1号院内")


def test_a_lead_tells_its_source_its_day_its_department_and_its_object_3_4_1() -> None:
    one = lead()
    assert (one.source, one.received_on, one.department) == (LeadSource.COMPLAINT, date(2025, 6, 9), AGENCY)
    assert one.concerns(uscc(1))
    assert not one.concerns(uscc(2))
    assert repr(one) == f"<线索 线索-01 投诉举报 2025-06-09：{uscc(1)}>"


def test_no_field_of_a_lead_or_a_step_holds_a_person() -> None:
    names = {field.name for kind in (CaseLead, LeadStep) for field in attrs.fields(kind)}
    assert not names & {"complainant", "reporter", "informant", "person", "name", "phone", "officer", "officers"}


def test_a_lead_about_a_product_is_collected_under_its_holder_and_concerns_both() -> None:
    one = lead(object_id="产品01", holder=uscc(1))
    assert one.collected_under == uscc(1)
    assert [one.concerns(id_) for id_ in ("产品01", uscc(1), uscc(2), "")] == [True, True, False, False]


def test_a_lead_whose_object_is_not_known_states_a_place() -> None:
    assert UNKNOWN_OBJECT.is_unidentified
    assert UNKNOWN_OBJECT.collected_under == ""
    with pytest.raises(InvalidValueError, match="对象不明的写明地点"):
        lead(object_id="")


def test_business_without_a_licence_is_a_lead_with_a_place_and_cites_two_texts_3_4_6() -> None:
    one = lead(source=LeadSource.UNLICENSED, object_id="", place="合成市场东侧摊位")
    assert one.legal_texts == UNLICENSED_TEXTS
    assert lead().legal_texts == ()
    assert not one.is_unidentified
    quoted = LIYANG_2020.clause("3.4.6").quotation
    assert all(text in quoted for text in UNLICENSED_TEXTS)


def test_business_without_a_licence_is_refused_without_a_place_3_4_6() -> None:
    with pytest.raises(LawError, match="须写明地点") as caught:
        lead(source=LeadSource.UNLICENSED)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.6")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "CaseLead.id"),
        ({"source": "投诉举报"}, "source"),
        ({"department": "市监局"}, "department"),
        ({"reference": ""}, "reference"),
        ({"source": LeadSource.OTHER}, "note"),
        ({"received_on": date(2025, 6, 10)}, "received_at"),
        ({"received_at": datetime(2025, 6, 9, 15, 30)}, "instant"),  # noqa: DTZ001 - without an offset
        ({"object_id": "", "place": "合成路", "holder": uscc(1)}, "holder"),
        ({"item_codes": ("标签",)}, "item_codes"),
        ({"place": "一\n行"}, "place"),
    ],
)
def test_a_lead_with_a_wrong_field_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        lead(**changes)
    assert field in str(caught.value.params["field"])


def test_an_item_stands_once_in_a_lead() -> None:
    with pytest.raises(DuplicateError):
        lead(item_codes=("labels", "labels"))


def test_the_day_of_a_lead_is_the_day_in_china() -> None:
    at = datetime.fromisoformat("2025-06-08T20:00:00+00:00")
    assert lead(received_at=at).received_on == date(2025, 6, 9)


@pytest.mark.parametrize("kind", [one for one in LeadStepKind if one is not LeadStepKind.VISITED])
def test_a_step_cites_its_lead_and_has_a_paper(kind: LeadStepKind) -> None:
    one = step(kind)
    assert (one.lead_id, one.lead_digest, one.on) == ("线索-01", lead().digest, date(2025, 6, 11))
    with pytest.raises(InvalidValueError, match="reference"):
        step(kind, reference="")


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (LeadStepKind.DISPOSED, {"note": ""}),
        (LeadStepKind.IDENTIFIED, {"object_id": ""}),
        (LeadStepKind.ASSIGNED, {"object_id": uscc(1)}),
        (LeadStepKind.CLOSED, {"visit_id": "V-1"}),
        (LeadStepKind.CLOSED, {"visit_digest": "0" * 64}),
        (LeadStepKind.CLOSED, {"holder": uscc(1)}),
        (LeadStepKind.CLOSED, {"lead_digest": "短"}),
        (LeadStepKind.CLOSED, {"department": ""}),
        (LeadStepKind.CLOSED, {"at": datetime(2025, 6, 11)}),  # noqa: DTZ001 - without an offset
    ],
)
def test_a_step_has_what_its_kind_asks_for_and_nothing_else(kind: LeadStepKind, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        step(kind, **changes)


def test_a_visit_that_follows_a_lead_is_a_step_that_cites_both() -> None:
    one = lead_visited(lead(), case_visit())
    assert (one.kind, one.at, one.department) == (LeadStepKind.VISITED, STARTED_AT, AGENCY)
    assert (one.visit_id, one.visit_digest) == ("V-case", record_digest(case_visit()))
    assert one.lead_digest == lead().digest


def test_a_visit_that_was_drawn_is_no_step_of_a_lead_3_4_1() -> None:
    with pytest.raises(LawError, match="抽取的检查不得记作线索处理") as caught:
        lead_visited(lead(), visited(own_draw()))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.1")


@pytest.mark.parametrize("one", [lead(id="线索-02"), lead(object_id=uscc(2))], ids=["lead", "object"])
def test_a_visit_of_another_lead_or_to_another_object_is_no_step(one: CaseLead) -> None:
    with pytest.raises(BrokenChainError):
        lead_visited(one, case_visit())


def test_a_visit_to_a_place_may_be_to_any_object() -> None:
    assert lead_visited(UNKNOWN_OBJECT, case_visit()).lead_id == "线索-01"


def test_a_visit_to_the_holder_of_a_product_answers_a_lead_about_the_product() -> None:
    assert lead_visited(lead(object_id="产品01", holder=uscc(1)), case_visit()).visit_id == "V-case"


@pytest.mark.parametrize("one", [lead(), UNKNOWN_OBJECT, step(LeadStepKind.DISPOSED)], ids=["object", "place", "step"])
def test_leads_and_steps_go_through_json(one: CaseLead | LeadStep) -> None:
    assert from_json(to_json(one), type(one)) == one
