"""What there is to say of a publication: 2.1.3, 2.1.8, 3.3.2, 3.3.4."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from shuangsuiji.inspection import (
    Channel,
    DeadlineStart,
    DisclosureGrade,
    Publication,
    PublicationTerms,
    check_plan_publication,
    check_publication,
    enter,
    post_plan,
    publish,
)
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.values import CHINA, Finding, Severity
from shuangsuiji.workdays import china_calendar
from tests.unit.builders import AGENCY, plan_of, task
from tests.unit.inspection_days import entered, found, visited
from tests.unit.publication_days import posted

TERMS = PublicationTerms(rules=LIYANG_RULES, calendar=china_calendar(last_announced=2026))
AFTER = date(2025, 7, 9)


def said(
    publication: Publication, on: date = AFTER, terms: PublicationTerms | None = TERMS
) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in check_publication(publication, on=on, terms=terms)]


def only(publication: Publication, on: date = AFTER) -> Finding:
    (finding,) = check_publication(publication, on=on, terms=TERMS)
    return finding


def test_there_is_nothing_to_say_of_what_is_public_in_time() -> None:
    assert said(posted()) == []


def test_what_is_missing_is_told_and_is_an_error_once_it_is_late_3_3_2() -> None:
    half = posted(days={Channel.NATIONAL: date(2025, 6, 16)})
    assert said(half, date(2025, 7, 8)) == [("publication.missing", Severity.NOTE)]
    late = only(half)
    assert (late.code, late.severity) == ("publication.missing", Severity.ERROR)
    assert str(Channel.PROVINCIAL) in late.zh
    assert "2025-07-08" in late.zh
    assert late.clause == LIYANG_2020.ref("3.3.2")


def test_what_came_late_stays_an_error() -> None:
    finding = only(posted(days=dict.fromkeys(Channel, AFTER)))
    assert (finding.code, finding.severity) == ("publication.late", Severity.ERROR)


def test_a_term_that_does_not_run_or_is_not_firm_is_told_as_such() -> None:
    terms = attrs.evolve(TERMS, start=DeadlineStart.TASK)
    (waiting,) = check_publication(publish(entered()), on=AFTER, terms=terms)
    assert "起算日未到" in waiting.zh
    at = {"started_at": datetime(2026, 12, 15, 9, tzinfo=CHINA), "ended_at": datetime(2026, 12, 15, 11, tzinfo=CHINA)}
    result = found(attrs.evolve(visited(), **at), formed_on=date(2026, 12, 15))  # type: ignore[arg-type]
    open_ = publish(entered(result, on=date(2026, 12, 16)))
    assert "暂定" in only(open_, date(2026, 12, 17)).zh
    done = posted(open_.result, dict.fromkeys(Channel, date(2027, 1, 13)))
    assert only(done, date(2027, 1, 13)).code == "publication.undetermined"


def test_what_is_withheld_is_always_told_with_its_reason_3_3_4() -> None:
    kept = publish(entered(), grade=DisclosureGrade.INTERNAL, reason="案件尚在办理")
    finding = only(kept)
    assert (finding.code, finding.severity) == ("publication.withheld", Severity.WARNING)
    assert "案件尚在办理" in finding.zh


def test_without_terms_the_days_are_said_to_be_unchecked() -> None:
    assert said(publish(entered()), terms=None) == [
        ("publication.due.unchecked", Severity.NOTE),
        ("publication.channels", Severity.WARNING),
    ]
    assert said(posted(), terms=None) == [("publication.due.unchecked", Severity.NOTE)]


def test_a_result_without_its_number_on_the_platform_is_told_2_1_3() -> None:
    result = enter(found(), on=date(2025, 6, 13), by=AGENCY)
    assert said(posted(result)) == [("publication.platform_number", Severity.WARNING)]


def planned(**changes: object) -> AnnualPlan:
    return plan_of(task(), **{"platform_number": "32048120251000", **changes})


def test_a_plan_is_made_public_in_the_version_that_is_in_force_2_1_8() -> None:
    plan = planned()
    public = post_plan(
        publish(plan), place="江苏省市场监管信息平台", on=date(2025, 2, 1), reference="公示-01", by=AGENCY
    )
    assert check_plan_publication(plan, [public]) == ()
    for given in ([], [publish(plan)], [attrs.evolve(public, plan=planned(version=2))]):
        (finding,) = check_plan_publication(plan, given)
        assert (finding.code, finding.clause) == ("publication.plan", LIYANG_2020.ref("2.1.8"))
        assert "尚未公示" in finding.zh


def test_a_plan_that_is_kept_is_told_with_its_reason() -> None:
    kept = publish(planned(), grade=DisclosureGrade.INTERNAL, reason="飞行检查")
    (finding,) = check_plan_publication(planned(), [kept])
    assert "飞行检查" in finding.zh


def test_a_plan_without_its_number_on_the_platform_is_told_2_1_3() -> None:
    codes = [one.code for one in check_plan_publication(planned(platform_number=""), [])]
    assert codes == ["publication.plan", "publication.platform_number"]
