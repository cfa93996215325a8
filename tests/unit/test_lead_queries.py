"""What a register says of one object: found, none on record, or not established."""

from datetime import date, datetime, timedelta

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import (
    LeadAnswer,
    LeadRegister,
    LeadSource,
    LeadState,
    LeadStepKind,
    OpenPeriod,
    append_entry,
    leads_on,
)
from tests.unit.builders import AGENCY, uscc
from tests.unit.inspection_days import HEALTH
from tests.unit.lead_days import filled, june, later_lead, lead, statement, step

JUNE = june()
FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)
AUGUST = datetime.fromisoformat("2025-08-01T09:00:00+08:00")
FOUND, NONE, OPEN = LeadState.FOUND, LeadState.NONE_ON_RECORD, LeadState.NOT_ESTABLISHED


def asked(register: LeadRegister = JUNE, subject: str = uscc(2), /, **changes: object) -> LeadAnswer:
    given = {"received_from": FIRST, "received_to": LAST, "as_of": AUGUST}
    return leads_on(register, subject, **{**given, **changes})  # type: ignore[arg-type]


def test_a_lead_about_the_object_is_found_with_what_was_done_about_it() -> None:
    answer = asked(JUNE, uscc(1))
    assert answer.state is FOUND
    assert answer.leads == JUNE.handlings()
    assert answer.head == JUNE.head
    assert answer.missing == ()
    assert repr(answer) == f"<线索查询 {uscc(1)} 2025-06-01 至 2025-06-30：有线索>"


def test_none_on_record_rests_on_a_statement_of_every_department() -> None:
    answer = asked()
    assert (answer.state, answer.gaps, answer.departments) == (NONE, (), (AGENCY, HEALTH))
    assert answer.statements == (statement(), statement(HEALTH))


def test_without_a_statement_nothing_is_established() -> None:
    answer = asked(filled(lead()))
    assert answer.state is OPEN
    assert answer.gaps == tuple(OpenPeriod(department=one, first=FIRST, last=LAST) for one in (AGENCY, HEALTH))
    assert answer.missing[0][0] == f"登记完整声明：{AGENCY} 2025-06-01 至 2025-06-30"


def test_one_department_can_be_asked_about_alone() -> None:
    register = filled(statement(), at=AUGUST - timedelta(days=1))
    assert asked(register, department=AGENCY).state is NONE
    assert asked(register, department=HEALTH).state is OPEN
    assert asked(register).state is OPEN


def test_of_a_department_that_the_register_does_not_keep_nothing_is_established() -> None:
    assert asked(department="320481-YJJ").state is OPEN


def test_a_lead_is_found_without_any_statement() -> None:
    assert asked(filled(lead()), uscc(1)).state is FOUND


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (date(2025, 6, 9), date(2025, 6, 9), FOUND),
        (date(2025, 6, 1), date(2025, 6, 8), NONE),
        (date(2025, 6, 10), date(2025, 6, 30), NONE),
        (date(2025, 6, 10), date(2025, 7, 1), OPEN),
        (date(2025, 5, 31), date(2025, 6, 8), OPEN),
    ],
)
def test_the_period_is_that_of_the_receipt_days_included(first: date, last: date, state: LeadState) -> None:
    assert asked(JUNE, uscc(1), received_from=first, received_to=last).state is state


@pytest.mark.parametrize(
    ("periods", "gaps"),
    [
        ([(1, 30)], []),
        ([(1, 10), (11, 30)], []),
        ([(1, 20), (5, 10), (15, 30)], []),
        ([(1, 10), (12, 30)], [(11, 11)]),
        ([(3, 10), (12, 29)], [(1, 2), (11, 11), (30, 30)]),
        ([], [(1, 30)]),
    ],
)
def test_days_that_no_statement_covers_are_named(periods: list[tuple[int, int]], gaps: list[tuple[int, int]]) -> None:
    statements = [statement(first=date(2025, 6, a), last=date(2025, 6, b)) for a, b in periods]
    answer = asked(filled(*statements, at=datetime.fromisoformat("2025-07-01T09:00:00+08:00")), department=AGENCY)
    assert [(one.first.day, one.last.day) for one in answer.gaps] == gaps
    assert (answer.state is NONE) == (not gaps)


def test_a_statement_of_a_later_period_fills_no_gap() -> None:
    later = statement(first=date(2025, 7, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    answer = asked(filled(later, at=AUGUST), department=AGENCY)
    assert answer.state is OPEN
    assert answer.statements == ()
    assert [(one.first, one.last) for one in answer.gaps] == [(FIRST, LAST)]


def test_a_holder_is_asked_about_with_his_products() -> None:
    register = filled(lead(object_id="产品01", holder=uscc(3)))
    assert asked(register, uscc(3)).state is FOUND
    assert asked(register, "产品01").state is FOUND
    assert asked(register, "产品02").state is OPEN


def test_a_lead_whose_object_is_not_known_leaves_everything_open_until_it_is_found_out() -> None:
    unknown = later_lead(2, object_id="", place="合成路1号院内")
    on = datetime.fromisoformat("2025-07-01T09:00:00+08:00")
    register = filled(unknown, statement(), at=on)
    answer = asked(register, department=AGENCY)
    assert (answer.state, [one.lead.id for one in answer.unidentified]) == (OPEN, ["线索-02"])
    assert answer.missing == (("查明线索 线索-02 的对象", "the object of the lead 线索-02"),)
    found = step(LeadStepKind.IDENTIFIED, unknown, at=on, object_id=uscc(5))
    then = append_entry(register, found, recorded_at=on + timedelta(days=20))
    assert asked(then, department=AGENCY).state is NONE
    assert asked(then, uscc(5), department=AGENCY).state is FOUND
    assert asked(then, uscc(5), department=AGENCY, as_of=on + timedelta(days=19)).state is OPEN


def test_business_without_a_licence_leaves_nothing_open_since_no_pool_lists_it_3_4_6() -> None:
    unlicensed = later_lead(2, object_id="", place="合成市场东侧摊位", source=LeadSource.UNLICENSED)
    register = filled(unlicensed, statement(), at=datetime.fromisoformat("2025-07-01T09:00:00+08:00"))
    assert asked(register, department=AGENCY).state is NONE


def test_a_lead_counts_for_whoever_it_was_assigned_to_from_that_day() -> None:
    register = filled(lead(), step(LeadStepKind.ASSIGNED, department=HEALTH))
    on = {"department": HEALTH}
    assert asked(register, uscc(1), **on).state is FOUND
    assert asked(register, uscc(1), **on, received_to=date(2025, 6, 10)).state is OPEN
    assert asked(register, uscc(1), **on, received_from=date(2025, 6, 11)).state is FOUND


def test_an_answer_is_as_of_an_instant_and_what_is_entered_later_changes_nothing() -> None:
    before = asked(as_of=JUNE.entries[-1].recorded_at)
    late = append_entry(JUNE, later_lead(2), recorded_at=AUGUST)
    assert asked(late, as_of=JUNE.entries[-1].recorded_at) == before
    assert before.state is NONE
    assert asked(late).state is FOUND


def test_a_statement_that_a_later_entry_disproves_establishes_nothing_any_more() -> None:
    late = append_entry(JUNE, later_lead(2), recorded_at=AUGUST)
    assert asked(late, uscc(3)).state is OPEN
    assert asked(late, uscc(3), department=HEALTH).state is NONE


def test_of_a_broken_register_nothing_is_established_not_even_a_find() -> None:
    entries = (JUNE.entries[0], *JUNE.entries[2:])
    answer = asked(attrs.evolve(JUNE, entries=entries), uscc(1))
    assert (answer.state, answer.leads) == (OPEN, ())
    assert {one.code for one in answer.faults} >= {"leads.link", "leads.number"}
    assert answer.missing[0][0].startswith("登记簿原件：")


def test_a_register_that_does_not_fit_its_head_establishes_nothing() -> None:
    shorter = attrs.evolve(JUNE, entries=JUNE.entries[1:2])
    assert asked(attrs.evolve(JUNE, entries=()), heads=[JUNE.head]).state is OPEN
    assert asked(shorter, heads=[JUNE.head]).state is OPEN
    assert asked(heads=[JUNE.head, JUNE.until(JUNE.entries[1].recorded_at).head]).state is NONE


def test_a_question_has_a_period_and_an_instant_with_an_offset() -> None:
    with pytest.raises(InvalidValueError, match="received_from"):
        asked(received_to=date(2025, 5, 31))
    with pytest.raises(InvalidValueError, match="须带时区"):
        asked(as_of=datetime(2025, 8, 1))  # noqa: DTZ001 - without an offset
    with pytest.raises(InvalidValueError, match="不得为空"):
        asked(JUNE, "")


def test_an_answer_goes_through_json() -> None:
    for answer in (asked(), asked(JUNE, uscc(1)), asked(filled(lead()))):
        assert from_json(to_json(answer), LeadAnswer) == answer
