"""What a register of leads is made of: entries, statements of completeness, heads kept elsewhere."""

from datetime import date, datetime, timedelta

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import CaseLead, CompletenessStatement, LeadEntry, LeadStep, LeadStepKind, RegisterHead
from tests.unit.builders import AGENCY, made
from tests.unit.inspection_days import HEALTH
from tests.unit.lead_days import RECEIVED_AT, june, lead, statement, step

SECOND = timedelta(seconds=1)


def entry(record: CaseLead | LeadStep | CompletenessStatement, /, **changes: object) -> LeadEntry:
    at = datetime.fromisoformat("2025-07-01T09:00:00+08:00")
    given = {"register": "SCJG-线索", "number": 1, "recorded_at": at, "before": "0" * 64, "record": record}
    return made(LeadEntry, given, changes)


@pytest.mark.parametrize(
    "record", [lead(), step(LeadStepKind.DISPOSED), statement()], ids=["lead", "step", "statement"]
)
def test_an_entry_holds_a_lead_a_step_or_a_statement(record: CaseLead | LeadStep | CompletenessStatement) -> None:
    one = entry(record)
    assert one.record == record
    assert from_json(to_json(one), LeadEntry) == one
    assert len(one.digest) == 64
    assert entry(record, number=2).digest != one.digest


@pytest.mark.parametrize(
    ("record", "at"),
    [
        (lead(), RECEIVED_AT - SECOND),
        (lead(received_at=None), datetime.fromisoformat("2025-06-08T23:59:59+08:00")),
        (step(LeadStepKind.DISPOSED), datetime.fromisoformat("2025-06-11T09:59:59+08:00")),
        (statement(), datetime.fromisoformat("2025-06-30T23:59:59+08:00")),
    ],
)
def test_nothing_is_entered_before_it_happens(
    record: CaseLead | LeadStep | CompletenessStatement, at: datetime
) -> None:
    with pytest.raises(InvalidValueError, match="登记不得早于所登记的事"):
        entry(record, recorded_at=at)
    assert entry(record, recorded_at=at + SECOND).recorded_at == at + SECOND


@pytest.mark.parametrize(
    "changes",
    [{"register": ""}, {"number": 0}, {"before": "短"}, {"recorded_at": datetime(2025, 7, 1)}],  # noqa: DTZ001
)
def test_an_entry_with_a_wrong_field_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        entry(lead(), **changes)


@pytest.mark.parametrize("last", [date(2025, 5, 31), date(2025, 7, 1), date(2025, 7, 2)])
def test_a_statement_is_of_a_period_that_is_over(last: date) -> None:
    with pytest.raises(InvalidValueError, match="期间须已届满"):
        statement(last=last)


def test_a_statement_covers_one_department_and_the_days_of_its_period() -> None:
    one = statement()
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [one.covers(AGENCY, day) for day in days] == [False, True, True, False]
    assert not one.covers(HEALTH, date(2025, 6, 1))


@pytest.mark.parametrize("changes", [{"department": "市监局"}, {"by": ""}, {"document": ""}])
def test_a_statement_says_who_makes_it_and_by_which_paper(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        statement(**changes)


def test_a_head_is_number_and_digest_of_the_last_entry() -> None:
    register = june()
    head = register.head
    assert (head.register, head.entries, head.digest) == ("SCJG-线索", 6, register.entries[-1].digest)
    assert from_json(to_json(head), RegisterHead) == head
    with pytest.raises(InvalidValueError):
        RegisterHead(register="SCJG-线索", entries=6, digest="x")
