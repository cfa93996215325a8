"""What is due, what is late and whose it is."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, NotADayError
from shuangsuiji.inspection import (
    Channel,
    DeadlineDuty,
    DisclosureGrade,
    Outcome,
    PublicationTerms,
    correct,
    due_soon,
    enter,
    overdue,
    post,
    publication_dues,
    publish,
    withheld,
)
from shuangsuiji.inspection.results import Result
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.terms import DeadlineStatus
from shuangsuiji.values import CHINA
from shuangsuiji.workdays import china_calendar
from tests.unit.builders import AGENCY
from tests.unit.inspection_days import HEALTH, case_visit, entered, found, labels_only, problem, visited
from tests.unit.publication_days import posted

TERMS = PublicationTerms(rules=LIYANG_RULES, calendar=china_calendar(last_announced=2026))
ENTRY = attrs.evolve(TERMS, duty=DeadlineDuty.ENTRY)
DUE = date(2025, 7, 8)
AFTER = date(2025, 7, 9)
BOTH = tuple(map(str, Channel))


def corrected(first: Result, on: date = date(2025, 7, 1)) -> Result:
    return correct(first, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=on, reason="复核未见问题")


def test_nothing_done_is_overdue_the_day_after_with_its_department_3_3_2() -> None:
    assert overdue([found()], [], DUE, TERMS) == ()
    (late,) = overdue([found()], [], AFTER, TERMS)
    assert (late.department, late.missing, late.status) == (AGENCY, ("录入", *BOTH), DeadlineStatus.OVERDUE)
    assert late.days_left == -1
    assert AGENCY in repr(late)


def test_each_department_owes_its_own_items_3_3_1() -> None:
    results = [found(), found(item_code="hygiene", department=HEALTH)]
    assert [(one.department, one.item_code) for one in overdue(results, [], AFTER, TERMS)] == [
        (AGENCY, "labels"),
        (HEALTH, "hygiene"),
    ]


def test_entry_alone_is_enough_by_the_other_reading_and_not_by_the_strict_one() -> None:
    result = entered()
    (strict,) = overdue([result], [], AFTER, TERMS)
    assert strict.missing == BOTH
    assert overdue([result], [], AFTER, ENTRY) == ()
    (open_,) = publication_dues([result], [], AFTER, ENTRY)
    assert (open_.status, open_.done_on, open_.days_left) == (DeadlineStatus.ON_TIME, date(2025, 6, 13), None)


def test_one_channel_is_not_both_3_3_4() -> None:
    half = posted(days={Channel.NATIONAL: date(2025, 6, 16)})
    (late,) = overdue([half.result], [half], AFTER, TERMS)
    assert late.missing == (str(Channel.PROVINCIAL),)


def test_what_is_public_in_time_is_on_no_list() -> None:
    whole = posted()
    (one,) = publication_dues([whole.result], [whole], AFTER, TERMS)
    assert (one.status, one.done_on, one.missing) == (DeadlineStatus.ON_TIME, date(2025, 6, 17), ())
    assert overdue([whole.result], [whole], AFTER, TERMS) == ()
    assert due_soon([whole.result], [whole], DUE, TERMS) == ()


def test_what_came_late_is_done_and_late() -> None:
    whole = posted(days=dict.fromkeys(Channel, date(2025, 7, 10)))
    (one,) = publication_dues([whole.result], [whole], date(2025, 7, 11), TERMS)
    assert one.status is DeadlineStatus.LATE
    assert [each.missing for each in overdue([whole.result], [whole], AFTER, TERMS)] == [BOTH]


def test_what_is_due_soon_is_counted_in_working_days_today_included() -> None:
    result = found()
    friday = date(2025, 7, 4)
    assert [one.days_left for one in due_soon([result], [], friday, TERMS, within=2)] == [2]
    assert due_soon([result], [], friday, TERMS, within=1) == ()
    assert [one.status for one in due_soon([result], [], DUE, TERMS, within=0)] == [DeadlineStatus.DUE]
    assert due_soon([result], [], AFTER, TERMS) == ()


def test_a_term_that_is_not_firm_counts_by_its_earliest_day() -> None:
    at = {"started_at": datetime(2026, 12, 15, 9, tzinfo=CHINA), "ended_at": datetime(2026, 12, 15, 11, tzinfo=CHINA)}
    result = found(attrs.evolve(visited(), **at), formed_on=date(2026, 12, 15))  # type: ignore[arg-type]
    (first,) = publication_dues([result], [], date(2026, 12, 16), TERMS)
    deadline = first.due.deadline
    assert deadline is not None
    assert deadline.earliest is not None
    assert deadline.latest is not None
    assert deadline.earliest < deadline.latest
    (between,) = due_soon([result], [], deadline.latest, TERMS, within=0)
    assert between.status is DeadlineStatus.UNDETERMINED
    assert overdue([result], [], deadline.latest, TERMS) == ()


def test_a_visit_without_a_result_is_listed_for_every_item() -> None:
    visit = visited()
    late = overdue([found(visit)], [], AFTER, TERMS, visits=[visit])
    assert [(one.item_code, one.result is None) for one in late] == [("labels", False), ("hygiene", True)]
    assert late[1].missing == ("检查结果", "录入", *BOTH)
    assert [one.item_code for one in due_soon([], [], DUE, TERMS, visits=[visit])] == ["labels", "hygiene"]


def test_what_happens_later_has_not_happened_yet() -> None:
    visit = visited(None, labels_only())
    whole = posted(entered(found(visit)))
    assert publication_dues([whole.result], [whole], date(2025, 6, 11), TERMS) == ()
    (awaited,) = publication_dues([whole.result], [whole], date(2025, 6, 11), TERMS, visits=[visit])
    assert (awaited.result, awaited.missing[0]) == (None, "检查结果")
    (formed,) = publication_dues([whole.result], [whole], date(2025, 6, 16), TERMS, visits=[visit])
    assert (formed.result, formed.missing) == (whole.result, (str(Channel.PROVINCIAL),))
    assert publication_dues([], [], date(2025, 6, 9), TERMS, visits=[visit]) == ()


def test_a_case_is_on_no_list_3_4_1() -> None:
    visit = case_visit()
    assert publication_dues([found(visit)], [], AFTER, TERMS, visits=[visit]) == ()


def test_who_corrects_instead_of_publishing_gains_no_time() -> None:
    first = entered(problem())
    second = corrected(first)
    assert [one.result for one in overdue([first, second], [], AFTER, TERMS)] == [first]
    whole = posted(enter(second, on=date(2025, 7, 10), by=AGENCY), days=dict.fromkeys(Channel, date(2025, 7, 10)))
    old, new = publication_dues([first, whole.result], [whole], date(2025, 7, 11), TERMS)
    assert (old.status, old.done_on) == (DeadlineStatus.LATE, date(2025, 7, 10))
    assert (new.status, new.due.deadline is not None and new.due.deadline.start) == (
        DeadlineStatus.ON_TIME,
        date(2025, 7, 1),
    )


def test_a_result_that_was_public_in_time_stays_so_when_it_is_corrected() -> None:
    whole = posted(entered(problem()))
    second = corrected(whole.result, date(2025, 9, 1))
    dues = publication_dues([whole.result, second], [whole], date(2025, 9, 2), TERMS)
    assert {one.result and one.result.id: one.status for one in dues} == {
        "R-2": DeadlineStatus.PENDING,
        whole.result.id: DeadlineStatus.ON_TIME,
    }


def test_a_correction_of_a_correction_settles_the_first() -> None:
    first = entered(problem())
    second = enter(corrected(first), on=date(2025, 7, 2), by=AGENCY)
    third = correct(second, result_id="R-3", outcome=Outcome.MOVED_OUT, formed_on=date(2025, 7, 3), reason="再次复核")
    whole = posted(enter(third, on=date(2025, 7, 4), by=AGENCY), days=dict.fromkeys(Channel, date(2025, 7, 4)))
    dues = publication_dues([first, second, whole.result], [whole], AFTER, TERMS)
    assert {one.done_on for one in dues} == {date(2025, 7, 4)}


def test_what_is_withheld_owes_its_entry_alone_and_is_listed_with_its_reason() -> None:
    kept = publish(entered(), grade=DisclosureGrade.ON_REQUEST, reason="涉及第三方商业秘密")
    assert overdue([kept.result], [kept], AFTER, TERMS) == ()
    assert withheld([kept, posted(entered(found(item_code="hygiene", department=HEALTH)))]) == (kept,)


def test_a_food_item_is_listed_by_each_of_its_terms() -> None:
    terms = attrs.evolve(TERMS, food_items={"labels"})
    late = overdue([found()], [], date(2025, 7, 11), terms)
    assert [one.due.rule.name for one in late] == ["result.publication", "result.publication.food"]


def test_a_result_stands_once_and_so_does_its_publication() -> None:
    whole = posted()
    with pytest.raises(DuplicateError):
        publication_dues([whole.result, whole.result], [], AFTER, TERMS)
    with pytest.raises(DuplicateError):
        publication_dues([whole.result], [whole, whole], AFTER, TERMS)


def test_a_publication_of_another_result_is_no_proof() -> None:
    whole = posted()
    with pytest.raises(BrokenChainError):
        publication_dues([attrs.evolve(whole.result, outcome=Outcome.MOVED_OUT)], [whole], AFTER, TERMS)
    with pytest.raises(BrokenChainError):
        publication_dues([], [whole], AFTER, TERMS)


def test_a_day_is_a_day_and_a_number_a_number() -> None:
    with pytest.raises(NotADayError):
        publication_dues([], [], "2025-07-09", TERMS)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError):
        due_soon([], [], AFTER, TERMS, within=-1)


@settings(max_examples=50, deadline=None)
@given(
    entered_after=st.integers(0, 40),
    posted_after=st.lists(st.integers(0, 40), max_size=2),
    asked_after=st.integers(0, 90),
)
def test_the_strict_duty_is_never_done_before_the_other(
    entered_after: int, posted_after: list[int], asked_after: int
) -> None:
    base = date(2025, 6, 12).toordinal()
    on = date.fromordinal(base + asked_after)
    publication = publish(entered(found(), on=date.fromordinal(base + entered_after)))
    for channel, days in zip(Channel, posted_after, strict=False):
        day = date.fromordinal(base + entered_after + days)
        publication = post(publication, channel, on=day, reference=channel.name, by=AGENCY)
    (strict,) = publication_dues([publication.result], [publication], on, TERMS)
    (loose,) = publication_dues([publication.result], [publication], on, ENTRY)
    assert set(loose.missing) <= set(strict.missing)
    assert strict.done_on is None or (loose.done_on is not None and loose.done_on <= strict.done_on)
    assert (strict.done_on is None) == bool(strict.missing)
