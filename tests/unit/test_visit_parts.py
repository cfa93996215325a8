"""The parts of a visit: digests are digests, people have no names, opinions are words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from shuangsuiji.errors import DuplicateError, InvalidIdentifierError, InvalidValueError, LawError, NotADayError
from shuangsuiji.inspection import Approval, DrawCitation, ExpertOpinion, ScanIn
from shuangsuiji.terms import InspectionMethod
from tests.unit.builders import AGENCY, made
from tests.unit.inspection_days import clause_of, visit_item, visit_officer

IDENTITY = "320481198001010010"
DAY = date(2025, 6, 10)


def citation(**changes: object) -> DrawCitation:
    given = {"agency": AGENCY, "plan": "2025", "task": "2025-07", "serial": 3, "commit": "ab" * 32}
    return made(DrawCitation, given, changes)


def opinion(**changes: object) -> ExpertOpinion:
    given = {"expert_id": "ZJ01", "item_code": "labels", "on": DAY, "text": "标签字号不足 1.8 mm"}
    return made(ExpertOpinion, given, changes)


def test_a_draw_is_cited_by_the_hash_that_was_published_before_it() -> None:
    assert str(citation()) == "320481-SCJG 第3号 abababababab…"
    assert citation().k == 0


@pytest.mark.parametrize(
    "changes",
    [{"commit": "AB" * 32}, {"commit": "abab"}, {"serial": 0}, {"k": -1}, {"task": ""}, {"agency": "市监 局"}],
)
def test_a_citation_of_another_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError, match="DrawCitation"):
        citation(**changes)


def test_an_approval_names_department_day_and_paper() -> None:
    one = Approval(department=AGENCY, on=DAY, document="批〔2025〕7号（合成）")
    assert not one.urgent
    with pytest.raises(InvalidValueError, match="urgent"):
        Approval(department=AGENCY, on=DAY, document="批〔2025〕7号（合成）", urgent="yes")  # type: ignore[arg-type]
    with pytest.raises(NotADayError):
        Approval(department=AGENCY, on=datetime.fromisoformat("2025-06-10T08:00:00+08:00"), document="批")


def test_a_scan_is_an_instant_with_an_offset() -> None:
    assert ScanIn(at=datetime.fromisoformat("2025-06-10T01:02:00+00:00"), reference="码-1").reference == "码-1"
    with pytest.raises(InvalidValueError, match="须带时区"):
        ScanIn(at=datetime.fromisoformat("2025-06-10T09:02:00"), reference="码-1")
    with pytest.raises(InvalidValueError, match="datetime"):
        ScanIn(at=DAY, reference="码-1")  # type: ignore[arg-type]


def test_an_item_says_how_it_was_inspected_3_2_3() -> None:
    with pytest.raises(LawError, match="须写明检查方式") as caught:
        visit_item(methods=())
    assert clause_of(caught.value) == "3.2.3"
    with pytest.raises(DuplicateError):
        visit_item(methods=(InspectionMethod.ON_SITE, InspectionMethod.ON_SITE))
    with pytest.raises(InvalidValueError, match="InspectionMethod"):
        visit_item(methods=("实地核查",))


@pytest.mark.parametrize(
    "changes", [{"item_version": 0}, {"sheet_digest": "检查表-1"}, {"k": -1}, {"item_code": "标签"}]
)
def test_an_item_of_another_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        visit_item(**changes)


@pytest.mark.parametrize("changes", [{"id": IDENTITY}, {"certificate": IDENTITY}])
def test_an_officer_is_never_shown_by_his_identity_card(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidIdentifierError, match="身份证"):
        visit_officer(**changes)


def test_a_certificate_is_shown_from_its_first_day_to_its_last() -> None:
    one = visit_officer(valid_from=date(2025, 6, 10), valid_until=date(2025, 6, 12))
    assert one.may_show(DAY, DAY)
    assert one.may_show(DAY, date(2025, 6, 12))
    assert not one.may_show(date(2025, 6, 9), DAY)
    assert not one.may_show(DAY, date(2025, 6, 13))
    with pytest.raises(InvalidValueError, match="不得早于起日"):
        visit_officer(valid_from=date(2025, 6, 10), valid_until=date(2025, 6, 9))


def test_an_opinion_is_on_record_in_words_with_its_measures_2_3_11() -> None:
    assert opinion(text="pH=7.2，合格").text == "pH=7.2，合格"
    for changes in ({"text": ""}, {"text": "一\n二"}, {"item_code": ""}):
        with pytest.raises(InvalidValueError):
            opinion(**changes)
    with pytest.raises(InvalidIdentifierError):
        opinion(expert_id=IDENTITY)


@pytest.mark.parametrize("make", [citation, opinion, visit_item, visit_officer])
def test_a_part_is_frozen_and_may_be_a_key(make: Callable[[], object]) -> None:
    assert {make(): 1}[make()] == 1
    with pytest.raises(AttributeError):
        setattr(make(), "id", "x")  # noqa: B010 - it is about being refused
