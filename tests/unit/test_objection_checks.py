"""Which objections are open and which are late; the terms are stated, since the text has none."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.inspection import (
    Objection,
    ObjectionAnswer,
    ObjectionTerms,
    ObjectionVerdict,
    SettledObjection,
    check_objections,
    settle_objection,
)
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import ClauseRef, Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.test_objections import answered, correction, objection

CALENDAR = china_calendar(last_announced=2026)
OWN = ClauseRef(document="合成工作细则 v1", clause="公示程序", path="公示程序")
TERMS = ObjectionTerms(
    calendar=CALENDAR,
    answer_within=TimeLimit(number=5, unit=TimeUnit.WORKING_DAY, clause=OWN),
    correct_within=TimeLimit(number=3, unit=TimeUnit.WORKING_DAY, clause=OWN),
)


def said(
    record: Objection | ObjectionAnswer | SettledObjection, on: date, terms: ObjectionTerms | None = TERMS
) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in check_objections([record], on=on, terms=terms)]


def test_an_objection_is_answered_within_the_term_that_was_stated() -> None:
    assert TERMS.answer_due(objection()) is not None
    assert said(objection(), date(2025, 6, 23)) == []  # not filed yet
    assert said(objection(), date(2025, 7, 1)) == [("objection.answer", Severity.NOTE)]
    assert said(objection(), date(2025, 7, 2)) == [("objection.answer", Severity.ERROR)]
    (late,) = check_objections(
        [answered(ObjectionVerdict.REJECTED, on=date(2025, 7, 2))], on=date(2025, 7, 3), terms=TERMS
    )
    assert (late.code, late.severity, late.clause) == ("objection.answer", Severity.ERROR, OWN)


def test_a_correction_that_is_owed_is_published_within_its_term() -> None:
    assert said(answered(), date(2025, 7, 1)) == [("objection.correction", Severity.NOTE)]
    assert said(answered(), date(2025, 7, 4)) == [("objection.correction", Severity.ERROR)]
    settled = settle_objection(answered(), correction=correction())
    assert said(settled, date(2025, 7, 3)) == [("objection.correction", Severity.NOTE)]  # public the day after
    assert said(settled, date(2025, 7, 5)) == [("objection.correction", Severity.ERROR)]


def test_nothing_is_owed_of_an_objection_that_was_rejected() -> None:
    assert said(answered(ObjectionVerdict.REJECTED), date(2025, 12, 31)) == []
    assert said(settle_objection(answered(ObjectionVerdict.REJECTED)), date(2025, 12, 31)) == []
    assert TERMS.correction_due(answered(ObjectionVerdict.REJECTED)) is None


def test_an_answer_of_a_later_day_has_not_come_yet() -> None:
    assert said(answered(), date(2025, 6, 25)) == [("objection.answer", Severity.NOTE)]


@pytest.mark.parametrize("terms", [None, ObjectionTerms(calendar=CALENDAR)])
def test_without_a_term_nothing_is_late_and_that_is_said(terms: ObjectionTerms | None) -> None:
    assert said(objection(), date(2025, 12, 31), terms) == [
        ("objection.answer", Severity.WARNING),
        ("objection.answer.due.unchecked", Severity.NOTE),
    ]
    assert said(settle_objection(answered(), correction=correction()), date(2025, 12, 31), terms) == [
        ("objection.answer.due.unchecked", Severity.NOTE),
        ("objection.correction.due.unchecked", Severity.NOTE),
    ]
    (first, _) = check_objections([objection()], on=date(2025, 12, 31), terms=terms)
    assert first.clause == LIYANG_2020.ref("3.3.5")


def test_of_every_objection_one_record_is_given() -> None:
    with pytest.raises(DuplicateError):
        check_objections([objection(), answered()], on=date(2025, 7, 1), terms=TERMS)
    with pytest.raises(InvalidValueError):
        check_objections([None], on=date(2025, 7, 1), terms=TERMS)  # type: ignore[list-item]


@pytest.mark.parametrize("changes", [{"calendar": None}, {"answer_within": 5}, {"correct_within": "3日"}])
def test_terms_of_the_wrong_form_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        ObjectionTerms(**{"calendar": CALENDAR, **changes})  # type: ignore[arg-type]
