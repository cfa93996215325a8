"""Referrals: suspected crimes, penalty cases and other departments; what concerns an official is kept apart."""

from __future__ import annotations

from datetime import date
from typing import get_type_hints

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.inspection import DisclosureGrade, FollowUpMeasure, Outcome, ReferralKind, Result, correct
from shuangsuiji.inspection.following import carry_out, open_follow_up, recheck
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.referral_checks import REFERRAL_TERM, check_measures, check_referrals
from shuangsuiji.inspection.referrals import CrimeSuspicion, OfficialReferral, Referral, acknowledge, same_matter
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Finding, Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.aftermath_days import HOUSING, inspected
from tests.unit.builders import AGENCY, made
from tests.unit.conference_days import refused
from tests.unit.inspection_days import HEALTH

PROBLEM = inspected()
OF_LEAD = inspected(case=True)
POLICE = "合成公安机关"
M = FollowUpMeasure


def suspicion(**changes: object) -> CrimeSuspicion:
    basis = {
        "id": "S-1",
        "result": PROBLEM,
        "department": AGENCY,
        "found_on": date(2025, 6, 16),
        "grounds": "涉嫌生产伪劣产品",
        "document": "合成线〔2025〕1号",
    }
    return made(CrimeSuspicion, basis, changes)


def referral(**changes: object) -> Referral:
    basis = {
        "id": "T-1",
        "kind": ReferralKind.JUDICIAL,
        "result": PROBLEM,
        "sender": AGENCY,
        "addressee": POLICE,
        "referred_on": date(2025, 6, 18),
        "document": "合成移〔2025〕1号",
        "grounds": "涉嫌犯罪",
    }
    return made(Referral, basis, changes)


def penalty(**changes: object) -> Referral:
    return referral(
        **{
            "id": "T-2",
            "kind": ReferralKind.PENALTY,
            "addressee": AGENCY,
            "case_number": "合成案〔2025〕1号",
            **changes,
        }
    )


def official(**changes: object) -> OfficialReferral:
    basis = {
        "id": "G-1",
        "matter": "涉嫌徇私舞弊",
        "file_number": "合成卷〔2025〕1号",
        "sender": AGENCY,
        "addressee": "合成监察机关",
        "referred_on": date(2025, 7, 1),
        "document": "合成移〔2025〕9号",
    }
    return made(OfficialReferral, basis, changes)


def checked(
    suspicions: list[CrimeSuspicion], referrals: list[Referral], day: int, **changes: object
) -> tuple[Finding, ...]:
    return check_referrals(suspicions, referrals, date(2025, 6, day), **changes)  # type: ignore[arg-type]


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in found]


def test_a_referral_has_addressee_day_and_receipt_3_3_7() -> None:
    one = acknowledge(referral(), on=date(2025, 6, 19), receipt="合成回执1号", case_number="合成刑〔2025〕1号")
    assert (one.addressee, one.referred_on, one.received_on) == (POLICE, date(2025, 6, 18), date(2025, 6, 19))
    assert (one.receipt, one.case_number) == ("合成回执1号", "合成刑〔2025〕1号")
    with pytest.raises(BrokenChainError):
        acknowledge(one, on=date(2025, 6, 20), receipt="合成回执2号")
    with pytest.raises(BrokenChainError):
        acknowledge(penalty(), on=date(2025, 6, 20), receipt="合成回执2号", case_number="另一案号")
    with pytest.raises(InvalidValueError):
        acknowledge(referral(), on=date(2025, 6, 17), receipt="合成回执1号")
    with pytest.raises(InvalidValueError):
        referral(receipt="合成回执1号")


def test_a_penalty_case_has_the_number_of_its_file_3_4_2() -> None:
    assert penalty().case_number == "合成案〔2025〕1号"
    refused("3.4.2", lambda: penalty(case_number=""))
    assert penalty(result=None, lead_id="线索-01").lead_id == "线索-01"


@pytest.mark.parametrize("changes", [{"result": None}, {"lead_id": "线索-01"}, {"referred_on": date(2025, 6, 9)}])
def test_it_is_about_one_result_or_lead_and_comes_after_it(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        referral(**changes)


def test_only_a_penalty_case_may_stay_in_the_department() -> None:
    with pytest.raises(InvalidValueError):
        referral(kind=ReferralKind.DEPARTMENT, addressee=AGENCY)
    with pytest.raises(InvalidValueError):
        referral(kind=ReferralKind.DEPARTMENT, addressee="市住建局")
    assert referral(kind=ReferralKind.DEPARTMENT, addressee=HOUSING).addressee == HOUSING


def test_what_concerns_an_official_is_no_referral_about_a_firm_4_2_3() -> None:
    refused("4.2.3", lambda: referral(kind=ReferralKind.OFFICIAL))
    assert (official().kind, official().grade) == (ReferralKind.OFFICIAL, DisclosureGrade.INTERNAL)


def test_a_referral_of_an_official_names_a_matter_and_holds_no_result_4_2_3() -> None:
    assert Result not in get_type_hints(OfficialReferral).values()
    assert not {"result", "lead_id"} & {field.name for field in attrs.fields(OfficialReferral)}
    assert "涉嫌" not in repr(official())
    for gone in ("matter", "file_number"):
        with pytest.raises(InvalidValueError):
            official(**{gone: ""})
    with pytest.raises(InvalidValueError):
        official(addressee=AGENCY)
    with pytest.raises(InvalidValueError):
        official(received_on=date(2025, 6, 30), receipt="合成回执9号")


def test_a_suspected_crime_without_a_referral_is_found_from_its_first_day_3_3_7() -> None:
    assert codes(checked([suspicion()], [], 15)) == []
    for day in (16, 19, 20, 30):
        (found,) = checked([suspicion()], [], day)
        assert (found.code, found.severity, found.clause) == (
            "referral.missing",
            Severity.ERROR,
            LIYANG_2020.ref("3.3.7"),
        )
    assert "已超过 2025-06-19" in checked([suspicion()], [], 20)[0].zh


def test_no_other_kind_and_no_later_referral_will_do_3_3_7() -> None:
    others = [penalty(), referral(id="T-3", kind=ReferralKind.DEPARTMENT, addressee=HOUSING)]
    assert ("referral.missing", "S-1") in codes(checked([suspicion()], others, 20))
    assert ("referral.missing", "S-1") in codes(checked([suspicion()], [referral()], 17))
    assert ("referral.missing", "S-1") in codes(checked([suspicion(result=inspected(number=2))], [referral()], 20))


def test_what_prompt_means_is_a_parameter_and_the_default_is_this_librarys_3_3_7() -> None:
    assert (REFERRAL_TERM.number, REFERRAL_TERM.unit, REFERRAL_TERM.clause.clause) == (3, TimeUnit.DAY, "3.3.7")
    sent = [referral(referred_on=date(2025, 6, 20), received_on=date(2025, 6, 20), receipt="合成回执1号")]
    assert codes(checked([suspicion()], sent, 30)) == [("referral.late", "S-1")]
    assert codes(checked([suspicion()], [attrs.evolve(sent[0], referred_on=date(2025, 6, 19))], 30)) == []
    five = TimeLimit(number=5, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.7"))
    assert codes(checked([suspicion()], sent, 30, within=five, calendar=china_calendar())) == []


def test_a_referral_without_a_receipt_is_pointed_out() -> None:
    assert codes(checked([suspicion()], [referral()], 18)) == [("referral.no_receipt", "T-1")]
    found = checked([], [penalty()], 18)
    assert [one.clause for one in found] == [LIYANG_2020.ref("3.4.2")]
    assert codes(checked([], [acknowledge(referral(), on=date(2025, 6, 19), receipt="合成回执1号")], 19)) == []


def test_a_lead_and_its_result_are_one_matter_and_two_results_are_two() -> None:
    by_lead = referral(result=None, lead_id="线索-01")
    assert same_matter(by_lead, OF_LEAD)
    assert same_matter(referral(result=OF_LEAD), None, "线索-01")
    assert not same_matter(by_lead, PROBLEM)
    assert not same_matter(referral(), None)
    assert not same_matter(referral(), inspected(number=2))
    told = {"outcome": Outcome.PENDING_FOLLOW_UP, "finding": "合成", "formed_on": date(2025, 6, 17), "reason": "复核"}
    assert same_matter(referral(), correct(PROBLEM, result_id="R-2", **told))  # type: ignore[arg-type]


def follow_up(result: Result, *measures: FollowUpMeasure) -> FollowUp:
    basis = {
        "follow_up_id": "F-1",
        "measures": measures,
        "opened_on": date(2025, 6, 11),
        "document": "合成监〔2025〕1号",
    }
    one = open_follow_up(result, None, **basis)  # type: ignore[arg-type]
    for measure in measures:
        one = carry_out(one, measure=measure, on=date(2025, 6, 18), done="已办", document="合成监〔2025〕2号")
    return one


def test_a_case_said_to_be_filed_has_its_referral_3_4_2() -> None:
    one = follow_up(PROBLEM, M.CASE_FILING, M.NOTIFY_DEPARTMENT, M.ORDER_AND_WATCH)
    found = check_measures([one], [], date(2025, 6, 18))
    assert [(each.code, each.clause and each.clause.clause) for each in found] == [
        ("referral.unrecorded", "3.4.2"),
        ("referral.unrecorded", "3.3.6"),
    ]
    told = referral(id="T-3", kind=ReferralKind.DEPARTMENT, addressee=HEALTH)
    assert check_measures([one], [penalty(), told], date(2025, 6, 18)) == ()
    assert check_measures([one], [], date(2025, 6, 17)) == ()


def test_a_case_filed_after_a_recheck_counts_as_well() -> None:
    again = inspected(on=date(2025, 6, 17))
    one = recheck(follow_up(PROBLEM, M.CASE_FILING), again)
    assert check_measures([one], [penalty(result=again)], date(2025, 6, 18)) == ()


@pytest.mark.parametrize("one", [suspicion(), referral(), penalty(result=None, lead_id="线索-01"), official()])
def test_referrals_travel_as_json(one: CrimeSuspicion | Referral | OfficialReferral) -> None:
    again: object = from_json(to_json(one), type(one))
    assert again == one


def test_every_referral_has_a_digest_of_its_own() -> None:
    assert len({one.digest for one in (referral(), penalty(), official())}) == 3


def test_a_suspicion_is_about_one_result_or_lead() -> None:
    with pytest.raises(InvalidValueError):
        suspicion(result=None)
    with pytest.raises(InvalidValueError):
        suspicion(found_on=date(2025, 6, 9))
    assert suspicion(result=None, lead_id="线索-01").lead_id == "线索-01"
