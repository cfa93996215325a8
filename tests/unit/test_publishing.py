"""Publishing results and plans, posting them, and what readers outside see."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection import (
    Channel,
    DisclosureGrade,
    Outcome,
    PlanPublication,
    Publication,
    PublicRecord,
    correct,
    disclose,
    enter,
    grade_again,
    post,
    publish,
)
from shuangsuiji.inspection.results import Result
from tests.unit.builders import AGENCY, plan_of, task
from tests.unit.inspection_days import HEALTH, entered, found, problem
from tests.unit.publication_days import posted

WHY = "涉及第三方商业秘密，待征求意见"


def withheld(grade: DisclosureGrade = DisclosureGrade.ON_REQUEST, result: Result | None = None) -> Publication:
    return publish(result or entered(problem()), grade=grade, reason=WHY)


def test_a_plan_is_published_as_well_as_a_result_2_1_8() -> None:
    plan = plan_of(task())
    assert publish(plan) == PlanPublication(plan=plan)
    assert publish(entered()) == Publication(result=entered())


def test_posting_leaves_the_publication_before_as_it_was() -> None:
    before = publish(entered())
    after = post(before, Channel.NATIONAL, on=date(2025, 6, 16), reference="公示-001", by=AGENCY)
    assert before.records == ()
    assert [(one.channel, one.on, one.reference, one.by) for one in after.records] == [
        (Channel.NATIONAL, date(2025, 6, 16), "公示-001", AGENCY)
    ]


def test_posting_twice_on_one_channel_is_refused_and_so_is_another_department() -> None:
    with pytest.raises(DuplicateError):
        post(posted(), Channel.NATIONAL, on=date(2025, 6, 18), reference="公示-002", by=AGENCY)
    with pytest.raises(LawError):
        post(publish(entered()), Channel.NATIONAL, on=date(2025, 6, 16), reference="公示-001", by=HEALTH)


def test_in_a_joint_inspection_each_department_publishes_its_own_items_3_3_1() -> None:
    result = entered(found(item_code="hygiene", department=HEALTH))
    assert posted(result).is_complete
    with pytest.raises(LawError):
        post(publish(result), Channel.NATIONAL, on=date(2025, 6, 16), reference="公示-001", by=AGENCY)


def test_what_is_withheld_is_posted_nowhere() -> None:
    with pytest.raises(InvalidValueError, match="不得在渠道公示"):
        post(withheld(), Channel.NATIONAL, on=date(2025, 6, 16), reference="公示-001", by=AGENCY)


def test_a_grade_changes_by_a_new_record_that_points_back() -> None:
    kept = withheld()
    opened = grade_again(kept, DisclosureGrade.PUBLIC, reason="第三方同意公开")
    assert opened.replaces == kept.digest
    assert posted_again(opened).is_complete
    with pytest.raises(InvalidValueError):
        grade_again(kept, DisclosureGrade.PUBLIC, reason="")


def posted_again(publication: Publication) -> Publication:
    for channel in Channel:
        publication = post(publication, channel, on=date(2025, 6, 20), reference=channel.name, by=AGENCY)
    return publication


def test_what_was_public_is_not_made_secret() -> None:
    with pytest.raises(BrokenChainError, match="不得改变公开等级"):
        grade_again(posted(), DisclosureGrade.INTERNAL, reason=WHY)


def test_a_reader_sees_what_is_public_and_no_officer() -> None:
    seen = disclose(posted(entered(problem())))
    assert seen is not None
    assert (seen.outcome, seen.finding) == (Outcome.CORRECTED_ON_ORDER, "标签未标明生产日期，已当场责令改正")
    assert seen.holder == problem().visit.holder
    assert "officers" not in {one.name for one in attrs.fields(PublicRecord)}
    assert not any(officer.id in to_json(seen) for officer in problem().visit.officers)
    assert from_json(to_json(seen), PublicRecord) == seen


def test_on_request_shows_that_it_is_there_and_its_outcome_to_who_asks_alone() -> None:
    bare, whole = disclose(withheld()), disclose(withheld(), requested=True)
    assert bare is not None
    assert whole is not None
    assert (bare.outcome, bare.finding, bare.reason) == (None, "", WHY)
    assert (whole.outcome, whole.finding) == (Outcome.CORRECTED_ON_ORDER, problem().finding)


def test_what_is_internal_is_shown_to_nobody() -> None:
    kept = withheld(DisclosureGrade.INTERNAL)
    assert disclose(kept) is None
    assert disclose(kept, requested=True) is None


def test_a_correction_says_what_it_corrects_and_why() -> None:
    first = entered(problem())
    later = correct(
        first, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=date(2025, 7, 1), reason="复核未见问题"
    )
    seen = disclose(publish(enter(later, on=date(2025, 7, 2), by=AGENCY)))
    assert seen is not None
    assert (seen.corrects, seen.correction_reason) == (first.digest, "复核未见问题")


@settings(max_examples=50, deadline=None)
@given(
    grade=st.sampled_from(DisclosureGrade),
    outcome=st.sampled_from(Outcome),
    finding=st.text("甲乙丙丁戊己", min_size=8, max_size=12),
    requested=st.booleans(),
)
def test_a_publication_never_shows_what_its_grade_forbids(
    grade: DisclosureGrade, outcome: Outcome, finding: str, *, requested: bool
) -> None:
    result = entered(problem(outcome=outcome, finding=finding))
    public = grade is DisclosureGrade.PUBLIC
    seen = disclose(publish(result, grade=grade, reason="" if public else WHY), requested=requested)
    shown = "" if seen is None else to_json(seen)
    allowed = public or (grade is DisclosureGrade.ON_REQUEST and requested)
    assert (finding in shown) == allowed
    assert (f'"{outcome.value}"' in shown) == allowed
    assert (seen is None) == (grade is DisclosureGrade.INTERNAL)
