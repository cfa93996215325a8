"""Results on a scorecard: each item once, by the result that holds, in the period in which its term ends."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError
from shuangsuiji.inspection import (
    DeadlineDuty,
    DisclosureGrade,
    Outcome,
    Publication,
    Result,
    ScoreBasis,
    correct,
    publish,
)
from shuangsuiji.inspection.period_ends import PeriodEnd
from shuangsuiji.inspection.score_results import ResultLine, result_lines
from shuangsuiji.workdays import china_calendar
from tests.unit.inspection_days import HEALTH, case_visit, entered, found, visited
from tests.unit.publication_days import POSTED_ON, posted
from tests.unit.score_days import DUE, TERMS, basis, labels, mark, marks, visit_on

LATE = dict.fromkeys(POSTED_ON, date(2025, 7, 9))
FOOD = attrs.evolve(TERMS, food_items={"labels"})


def lines(given: ScoreBasis) -> tuple[ResultLine, ...]:
    return result_lines(PeriodEnd(basis=given))


def with_result(result: Result, publication: Publication | None = None, **changes: object) -> ScoreBasis:
    published = () if publication is None else (publication,)
    given = {"visits": (result.visit,), "results": (result,), "publications": published}
    return basis(**{**given, **changes})


def corrected(first: Result, on: date = date(2025, 7, 1)) -> Result:
    return entered(correct(first, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=on, reason="复核"), on)


def test_a_result_on_both_channels_in_time_is_both_3_3_2_3_3_4() -> None:
    made = with_result(labels(), posted(labels()))
    assert (mark(made, "completion"), mark(made, "timeliness")) == ((1, 1), (1, 1))
    assert marks(made).overdue == 0


def test_items_of_a_visit_without_a_result_are_owed_by_their_department_3_3_1() -> None:
    made = with_result(labels(), posted(labels()))
    assert (mark(made, "completion", HEALTH), mark(made, "timeliness", HEALTH)) == ((0, 1), (0, 1))
    assert marks(made, HEALTH).overdue == 1


def test_one_channel_is_not_both_3_3_4() -> None:
    one = dict(list(POSTED_ON.items())[:1])
    made = with_result(labels(), posted(labels(), one))
    assert (mark(made, "completion"), mark(made, "timeliness"), marks(made).overdue) == ((0, 1), (0, 1), 1)


def test_what_came_late_is_public_and_was_not_in_time_3_3_2() -> None:
    made = with_result(labels(), posted(labels(), LATE))
    assert (mark(made, "completion"), mark(made, "timeliness"), marks(made).overdue) == ((1, 1), (0, 1), 0)


def test_what_was_done_after_the_last_day_was_not_done_3_3_4() -> None:
    made = with_result(labels(), posted(labels(), LATE), last=DUE)
    assert (mark(made, "completion"), mark(made, "timeliness"), marks(made).overdue) == ((0, 1), (0, 1), 1)


def test_a_term_counts_in_the_period_in_which_it_ends_and_in_no_other_3_3_2() -> None:
    before = with_result(labels(), posted(labels()), last=date(2025, 7, 7))
    assert (mark(before, "completion"), mark(before, "timeliness")) == ((1, 1), (0, 0))
    after = with_result(labels(), posted(labels()), first=date(2025, 7, 8))
    assert (mark(after, "completion"), mark(after, "timeliness")) == ((0, 0), (1, 1))
    over = with_result(labels(), posted(labels()), first=date(2025, 7, 9))
    assert (mark(over, "completion"), mark(over, "timeliness")) == ((0, 0), (0, 0))


def test_what_is_overdue_stays_so_in_later_periods_3_3_2() -> None:
    made = with_result(labels(), first=date(2025, 7, 9))
    assert (mark(made, "timeliness"), marks(made).overdue) == ((0, 0), 1)
    nothing = basis(visits=(visited(),), first=date(2025, 7, 9))
    assert (marks(nothing).overdue, marks(nothing, HEALTH).overdue) == (1, 1)


def test_on_the_evening_of_its_last_day_a_term_is_over_3_3_2() -> None:
    assert marks(with_result(labels(), last=DUE)).overdue == 1
    assert marks(with_result(labels(), last=date(2025, 7, 7))).overdue == 0


def test_a_result_and_its_corrections_are_one_3_3_5() -> None:
    first = labels()
    second = corrected(first)
    days = dict.fromkeys(POSTED_ON, date(2025, 7, 2))
    made = basis(visits=(first.visit,), results=(first, second), publications=(posted(first), posted(second, days)))
    assert (mark(made, "completion"), mark(made, "timeliness")) == ((1, 1), (1, 1))
    other = basis(visits=(first.visit,), results=(second, first), publications=(posted(second, days), posted(first)))
    assert marks(other) == marks(made)


def test_a_correction_that_is_not_public_is_the_result_that_holds_3_3_5() -> None:
    first = labels()
    made = basis(visits=(first.visit,), results=(first, corrected(first)), publications=(posted(first),))
    assert mark(made, "completion") == (0, 1)
    assert mark(made, "timeliness") == (0, 1)


def test_who_corrects_gains_no_time_3_3_2() -> None:
    first = labels()
    second = corrected(first, date(2025, 7, 15))
    made = basis(visits=(first.visit,), results=(first, second))
    assert (mark(made, "timeliness"), marks(made).overdue) == ((0, 1), 1)


def test_a_correction_of_after_the_last_day_had_not_been_made_3_3_5() -> None:
    first = labels()
    days = dict.fromkeys(POSTED_ON, date(2025, 8, 5))
    second = corrected(first, date(2025, 8, 4))
    later = basis(visits=(first.visit,), results=(first, second), publications=(posted(first), posted(second, days)))
    assert marks(later) == marks(with_result(first, posted(first)))


def test_what_is_withheld_is_told_and_stands_in_no_share_of_what_is_public_3_3_4() -> None:
    hidden = publish(labels(), grade=DisclosureGrade.INTERNAL, reason="涉及国家秘密")
    made = with_result(labels(), hidden)
    assert (mark(made, "completion"), marks(made).withheld) == ((0, 0), 1)
    assert (mark(made, "timeliness"), marks(made).overdue) == ((1, 1), 0)
    assert not marks(made).standing.has_publications


def test_what_was_entered_after_the_last_day_is_not_withheld_yet_3_3_4() -> None:
    late = entered(found(), date(2025, 8, 4))
    made = with_result(late, publish(late, grade=DisclosureGrade.INTERNAL, reason="涉及国家秘密"))
    assert (mark(made, "completion"), marks(made).withheld, marks(made).overdue) == ((0, 1), 0, 1)


def test_by_the_lenient_reading_the_entry_is_in_time_and_nothing_is_public_3_3_2() -> None:
    made = with_result(labels(), terms=attrs.evolve(TERMS, duty=DeadlineDuty.ENTRY))
    assert (mark(made, "timeliness"), mark(made, "completion")) == ((1, 1), (0, 1))


def test_a_food_item_has_two_terms_and_one_result_3_3_2() -> None:
    made = with_result(labels(), posted(labels()), terms=FOOD)
    assert len([one for one in lines(made) if one.department != HEALTH]) == 1
    assert (mark(made, "completion"), mark(made, "timeliness")) == ((1, 1), (1, 1))
    late = with_result(labels(), terms=FOOD)
    assert (mark(late, "timeliness"), marks(late).overdue) == ((0, 1), 1)


def test_a_food_item_is_in_time_where_both_terms_are_kept_3_3_2() -> None:
    between = with_result(labels(formed_on=date(2025, 6, 10)), terms=FOOD)
    slow = with_result(
        labels(formed_on=date(2025, 6, 10)),
        posted(labels(formed_on=date(2025, 6, 10)), dict.fromkeys(POSTED_ON, DUE)),
        terms=FOOD,
    )
    assert {mark(one, "timeliness")[1] for one in (between, slow)} == {1}


def test_a_case_owes_no_publication_but_under_the_food_order_3_4_1() -> None:
    result = labels(case_visit())
    assert mark(with_result(result), "completion") == (0, 0)
    assert mark(with_result(result, terms=FOOD), "completion") == (0, 1)


def test_visits_before_the_period_owe_nothing_new_in_it_3_3_4() -> None:
    visit = visit_on(visited(), date(2025, 4, 1))
    assert mark(basis(visits=(visit,)), "completion") == (0, 0)
    assert marks(basis(visits=(visit,))).overdue == 1


def test_a_term_whose_end_is_not_announced_yet_blames_and_praises_nobody_3_3_2() -> None:
    unknown = attrs.evolve(TERMS, calendar=china_calendar(last_announced=2024))
    visit = visit_on(visited(), date(2025, 9, 8))
    result = entered(found(visit, formed_on=date(2025, 9, 9)), date(2025, 9, 10))
    days = dict.fromkeys(POSTED_ON, date(2025, 10, 10))
    made = with_result(result, posted(result, days), terms=unknown, last=date(2025, 12, 31))
    assert mark(made, "timeliness") == (0, 0)
    assert mark(made, "completion") == (1, 1)


def test_results_and_publications_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(BrokenChainError):
        lines(basis(publications=(posted(),)))
    with pytest.raises(BrokenChainError):
        lines(basis(results=(found(),), publications=(posted(),)))
    with pytest.raises(DuplicateError):
        lines(basis(results=(labels(),), publications=(posted(), posted())))
    first = labels()
    with pytest.raises(BrokenChainError):
        lines(basis(results=(corrected(first),)))


def test_a_result_given_before_and_after_its_entry_is_one() -> None:
    made = basis(visits=(visited(),), results=(labels(), found()), publications=(posted(labels()),))
    assert marks(made) == marks(with_result(labels(), posted(labels())))
