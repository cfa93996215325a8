"""The register of leads: entries are added, never changed, and every change is found."""

from collections.abc import Callable
from datetime import date, datetime

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.inspection import LeadEntry, LeadRegister, LeadStepKind, RegisterHead, append_entry, check_register
from shuangsuiji.values import Severity
from tests.unit.builders import AGENCY, uscc
from tests.unit.inspection_days import HEALTH
from tests.unit.lead_days import HOUR, empty_register, filled, june, later_lead, lead, statement, step, visit_step

JUNE = june()
AUGUST = datetime.fromisoformat("2025-08-01T09:00:00+08:00")


def codes(register: LeadRegister, *heads: RegisterHead) -> set[str]:
    return {one.code for one in check_register(register, heads) if one.severity is Severity.ERROR}


def with_entries(*entries: LeadEntry) -> LeadRegister:
    return attrs.evolve(JUNE, entries=entries)


def changed(number: int, /, **changes: object) -> LeadRegister:
    entries = list(JUNE.entries)
    entries[number - 1] = attrs.evolve(entries[number - 1], **changes)  # type: ignore[arg-type]
    return with_entries(*entries)


def test_every_entry_cites_the_one_before() -> None:
    assert [one.number for one in JUNE.entries] == [1, 2, 3, 4, 5, 6]
    assert JUNE.entries[0].before == "0" * 64
    assert [one.before for one in JUNE.entries[1:]] == [one.digest for one in JUNE.entries[:-1]]
    assert check_register(JUNE, [JUNE.head]) == ()


def test_a_register_without_entries_has_a_head_too() -> None:
    assert empty_register().head == RegisterHead(register="SCJG-线索", entries=0, digest="0" * 64)
    assert codes(JUNE, empty_register().head) == set()
    assert codes(empty_register(), JUNE.head) == {"leads.head"}


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: changed(1, record=lead(reference="合成12315-9999")), "leads.link"),
        (lambda: changed(2, recorded_at=JUNE.entries[1].recorded_at + HOUR), "leads.link"),
        (lambda: changed(3, number=7), "leads.number"),
        (lambda: changed(3, register="另一登记簿"), "leads.number"),
        (lambda: changed(3, before="1" * 64), "leads.link"),
        (lambda: with_entries(*JUNE.entries[:2], *JUNE.entries[3:]), "leads.number"),
        (lambda: with_entries(*JUNE.entries[1:]), "leads.step"),
        (lambda: with_entries(*JUNE.entries[:4], JUNE.entries[5], JUNE.entries[4]), "leads.backdated"),
        (lambda: changed(6, recorded_at=JUNE.entries[4].recorded_at), "leads.backdated"),
    ],
    ids=["changed", "later", "number", "register", "link", "dropped", "first", "swapped", "backdated"],
)
def test_a_changed_dropped_reordered_or_backdated_entry_is_found(made: Callable[[], LeadRegister], code: str) -> None:
    assert code in codes(made())


def test_a_change_of_the_last_entry_is_found_by_a_head_kept_elsewhere() -> None:
    other = changed(6, record=statement(HEALTH, document="另一文件"))
    assert codes(other) == set()
    assert codes(other, JUNE.head) == {"leads.head"}


def test_dropping_the_last_entry_is_found_by_a_head_kept_elsewhere() -> None:
    shorter = with_entries(*JUNE.entries[:-1])
    assert codes(shorter) == set()
    assert codes(shorter, JUNE.head) == {"leads.head"}


def test_a_register_written_anew_is_found_by_any_earlier_head() -> None:
    early = with_entries(*JUNE.entries[:2]).head
    anew = filled(lead(reference="合成12315-9999"))
    for record in (step(LeadStepKind.DISPOSED, anew.leads["线索-01"]), statement()):
        anew = append_entry(anew, record, recorded_at=anew.entries[-1].recorded_at + 600 * HOUR)
    assert codes(anew) == set()
    assert codes(anew, early) == {"leads.head"}


def test_a_head_of_another_register_is_refused() -> None:
    assert codes(JUNE, attrs.evolve(JUNE.head, register="另一登记簿")) == {"leads.head"}


def test_without_a_head_a_note_says_that_the_last_entry_is_not_held() -> None:
    (found,) = check_register(JUNE)
    assert (found.severity, found.code) == (Severity.NOTE, "leads.unanchored")


def test_a_lead_entered_twice_and_steps_that_do_not_follow_are_found() -> None:
    first = JUNE.entries[0]
    twice = attrs.evolve(first, number=2, before=first.digest, recorded_at=first.recorded_at + HOUR)
    assert codes(with_entries(first, twice)) == {"leads.twice"}
    closed = attrs.evolve(twice, record=step(LeadStepKind.CLOSED), recorded_at=AUGUST)
    assert codes(with_entries(first, closed)) == {"leads.handling"}


def test_a_lead_entered_late_is_warned_of_and_disproves_the_statement() -> None:
    late = append_entry(JUNE, later_lead(2), recorded_at=AUGUST)
    (found,) = check_register(late, [late.head])
    assert (found.severity, found.code, found.where) == (Severity.WARNING, "leads.late", "SCJG-线索 7")
    assert JUNE.statements == (statement(), statement(HEALTH))
    assert late.statements == (statement(HEALTH),)


def test_a_lead_assigned_late_disproves_the_statement_of_the_other_department() -> None:
    register = filled(lead(), statement(HEALTH), at=datetime.fromisoformat("2025-07-01T09:00:00+08:00"))
    assigned = step(LeadStepKind.ASSIGNED, department=HEALTH)
    assert append_entry(register, assigned, recorded_at=AUGUST).statements == ()


def test_a_statement_made_again_stands() -> None:
    late = append_entry(JUNE, later_lead(2), recorded_at=AUGUST)
    again = append_entry(late, statement(made_on=date(2025, 8, 2)), recorded_at=AUGUST + 24 * HOUR)
    assert [one.department for one in again.statements] == [HEALTH, AGENCY]


def test_entries_are_made_one_after_the_other() -> None:
    with pytest.raises(InvalidValueError, match="须晚于上一项登记"):
        append_entry(JUNE, later_lead(2), recorded_at=JUNE.entries[-1].recorded_at)


def test_a_broken_register_is_not_continued() -> None:
    with pytest.raises(BrokenChainError, match="不得续登"):
        append_entry(changed(3, number=7), later_lead(2), recorded_at=AUGUST)


def test_a_lead_is_entered_once_and_for_a_department_of_the_register() -> None:
    with pytest.raises(DuplicateError):
        append_entry(JUNE, lead(), recorded_at=AUGUST)
    for one in (later_lead(2, department="320481-YJJ"), statement("320481-YJJ")):
        with pytest.raises(UnknownNameError):
            append_entry(JUNE, one, recorded_at=AUGUST)


def test_a_step_is_entered_for_a_lead_that_is_there_and_follows_from_the_steps_before() -> None:
    with pytest.raises(UnknownNameError):
        append_entry(JUNE, step(LeadStepKind.DISPOSED, later_lead(2)), recorded_at=AUGUST)
    with pytest.raises(BrokenChainError):
        append_entry(JUNE, step(LeadStepKind.DISPOSED), recorded_at=AUGUST)
    with pytest.raises(LawError):
        append_entry(filled(lead()), step(LeadStepKind.CLOSED), recorded_at=AUGUST)


def test_what_was_done_about_a_lead_stands_in_the_register() -> None:
    (one,) = JUNE.handlings()
    assert one == JUNE.handling_of("线索-01")
    assert one.is_closed
    assert one.first_visit == visit_step()
    with pytest.raises(UnknownNameError):
        JUNE.handling_of("线索-99")


def test_the_register_as_it_stood_is_its_beginning() -> None:
    third = JUNE.entries[2].recorded_at
    assert JUNE.until(third).entries == JUNE.entries[:3]
    assert JUNE.until(third - HOUR).entries == JUNE.entries[:2]


@pytest.mark.parametrize("changes", [{"id": ""}, {"keeper": "局"}, {"departments": ()}, {"departments": ("局",)}])
def test_a_register_with_a_wrong_field_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        empty_register(**changes)


def test_a_department_stands_once_in_a_register() -> None:
    with pytest.raises(DuplicateError):
        empty_register(departments=(AGENCY, AGENCY))


def test_a_register_goes_through_json_and_a_change_of_the_text_is_found() -> None:
    text = to_json(JUNE)
    assert from_json(text, LeadRegister) == JUNE
    assert codes(from_json(text.replace(uscc(1), uscc(2)), LeadRegister)) >= {"leads.link"}
    assert repr(JUNE) == "<线索登记簿 SCJG-线索：6 项，1 条线索>"
