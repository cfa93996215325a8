"""The script holds F7 against the registers of leads, and names what somebody established beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import attrs
import pytest

from shuangsuiji.accountability import Truth
from shuangsuiji.accountability.evidence_bundles import EvidenceBundle
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection import (
    CaseLead,
    CompletenessStatement,
    DisclosureGrade,
    LeadRegister,
    LeadStep,
    LeadStepKind,
)
from shuangsuiji.lottery.forms import table_bytes
from tests.unit.accountability_days import STATED_AT, case, undrawn
from tests.unit.builders import AGENCY
from tests.unit.evidence_checks import CONTRADICTED, QUERY, fact_of, files_of, forged, honest, said
from tests.unit.evidence_days import assessed, given, records, undrawn_evidence, visited_evidence
from tests.unit.evidence_tamperings import Files, _fact, swap
from tests.unit.inspection_days import HEALTH
from tests.unit.lead_days import filled, lead, statement, step

GRADES = list(DisclosureGrade)


def test_a_query_is_that_of_the_case(files: Files) -> None:
    for old, new in (
        (f"department={AGENCY}", f"department={HEALTH}"),
        ("received_from=2025-01-01", "received_from=2025-07-01"),
        ("received_to=2025-07-10", "received_to=2025-06-01"),
        ("as_of=2025-09-08T", "as_of=9999-12-31T"),
    ):
        changed = dict(files)
        swap(changed, QUERY, old, new)
        assert "asks of another department or span" in said(changed, "refused", "query")
    swap(files, QUERY, f"subject={undrawn()}", "subject=91320481MA000001ZZ")
    assert "asks not of object and holder, once each" in said(files, "refused", "query")


def test_object_and_holder_are_asked_of_once_each(files: Files) -> None:
    twice = dict(files) | {"registers/001/query.2.txt": files[QUERY]}
    assert "asks not of object and holder, once each" in said(twice, "refused", "query")
    swap(files, "assessment.txt", f"case.holder={undrawn()}", "case.holder=91320481MA000001ZZ")
    assert "asks not of object and holder, once each" in said(files, "refused", "query")


def test_a_broken_register_shows_nothing(files: Files) -> None:
    assert said(files, "refused", "fact") == ""
    files["broken-registers.tsv"] = table_bytes([("register", "WJ-线索", "register.chain", "WJ-线索#1")])
    assert f"F7: {CONTRADICTED}" in said(files, "refused", "fact")


def register_before_the_year(*, disposed: str) -> LeadRegister:
    own = lead(
        object_id=undrawn(),
        received_on=date(2024, 12, 20),
        received_at=datetime.fromisoformat("2024-12-20T15:30:00+08:00"),
    )
    whole = statement(first=date(2024, 12, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    acted = (
        [step(LeadStepKind.DISPOSED, own, at=datetime.fromisoformat(f"{disposed}T10:00:00+08:00"))] if disposed else []
    )
    return filled(own, *acted, whole, at=STATED_AT)


@pytest.mark.parametrize(("disposed", "waits"), [("", True), ("2025-06-11", True), ("2024-12-27", False)])
def test_a_lead_that_waited_when_the_span_began_stands_against_f7(disposed: str, *, waits: bool) -> None:
    register = register_before_the_year(disposed=disposed)
    known = attrs.evolve(records(), registers=(register,), register_heads=(register.head,))
    f7 = fact_of(assessed(undrawn()), "F7")
    f7 = attrs.evolve(f7, evidence=(attrs.evolve(f7.evidence[0], digest=register.head.digest),))
    honest = assessed(undrawn())
    bundle = forged(case(object_id=undrawn()), known, given("F0"), fact_of(honest, "F6"), f7)
    assert (f"F7: {CONTRADICTED}" in said(files_of(bundle), "refused", "fact")) is waits


def test_a_lead_of_an_unknown_object_from_before_the_span_is_named() -> None:
    on, at = date(2024, 12, 20), datetime.fromisoformat("2024-12-20T15:30:00+08:00")
    whole = statement(first=date(2024, 12, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    register = filled(lead(object_id="", place="合成路 1 号", received_on=on, received_at=at), whole, at=STATED_AT)
    known = attrs.evolve(records(), registers=(register,), register_heads=(register.head,))
    honest = assessed(undrawn())
    f7 = fact_of(honest, "F7")
    f7 = attrs.evolve(f7, evidence=(attrs.evolve(f7.evidence[0], digest=register.head.digest),))
    bundle = forged(case(object_id=undrawn()), known, given("F0"), fact_of(honest, "F6"), f7)
    made = files_of(bundle)
    assert CONTRADICTED not in said(made, "refused", "fact")
    assert "F7 was not checked: a lead from before the span is of an unknown object" in said(made, "unchecked", "fact")


@pytest.mark.parametrize("make", [visited_evidence, undrawn_evidence])
@pytest.mark.parametrize("grade", [DisclosureGrade.PUBLIC, DisclosureGrade.ON_REQUEST])
def test_where_entries_are_withheld_f7_is_named_and_no_query_is_called_checked(
    make: Callable[[DisclosureGrade], EvidenceBundle], grade: DisclosureGrade
) -> None:
    made = files_of(make(grade))
    assert "F7 was not checked: entries of a register are withheld" in said(made, "unchecked", "fact")
    assert said(made, "ok", "query") == ""


def test_f7_without_a_register_is_named_and_refused_where_it_cites_one() -> None:
    honest, known = assessed(undrawn()), attrs.evolve(records(), registers=(), register_heads=())
    rest = (given("F0"), fact_of(honest, "F6"))
    by_hand = files_of(forged(case(object_id=undrawn()), known, *rest, given("F7")))
    assert "F7 was not checked: no register answers" in said(by_hand, "unchecked", "fact")
    assert said(by_hand, "refused", "fact") == ""
    cited = files_of(forged(case(object_id=undrawn()), known, *rest, fact_of(honest, "F7")))
    assert f"F7: {CONTRADICTED}" in said(cited, "refused", "fact")


def entered(*entries: CaseLead | LeadStep | CompletenessStatement, last: date = date(2025, 7, 31)) -> RecordsBasis:
    """Return the records with another register: these entries, and that it is complete up to a day."""
    whole = statement(first=date(2025, 1, 1), last=last, made_on=date(2025, 8, 1))
    register = filled(*entries, whole, at=STATED_AT)
    return attrs.evolve(records(), registers=(register,), register_heads=(register.head,))


def on_the_day() -> CaseLead:
    """Return a lead about the object of the very day of the event."""
    at = datetime.fromisoformat("2025-07-10T15:30:00+08:00")
    return lead(object_id=undrawn(), received_on=date(2025, 7, 10), received_at=at)


OPEN: dict[str, Callable[[], RecordsBasis]] = {
    "gap": lambda: entered(last=date(2025, 7, 5)),
    "unidentified": lambda: entered(lead(object_id="", place="合成路口", item_codes=())),
    "same day": lambda: entered(on_the_day()),
    "none": lambda: attrs.evolve(records(), registers=(), register_heads=()),
}


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("value", [Truth.TRUE, Truth.FALSE])
@pytest.mark.parametrize("doubt", OPEN)
def test_what_a_register_leaves_open_somebody_may_establish(doubt: str, value: Truth, grade: DisclosureGrade) -> None:
    files = honest(case(object_id=undrawn()), OPEN[doubt](), given("F0"), given("F7", value), grade=grade)
    assert said(files, "refused") == ""
    words = "no register answers, somebody" if value is Truth.TRUE else "no lead from before the event is shown here"
    assert f"F7 was not checked: {words}" in said(files, "unchecked", "fact")


@pytest.mark.parametrize("doubt", OPEN)
def test_without_a_paper_nobody_established_it(doubt: str) -> None:
    honest_ = assessed(undrawn())
    facts = (given("F0"), fact_of(honest_, "F6"), fact_of(honest_, "F7"))
    assert f"F7: {CONTRADICTED}" in said(files_of(forged(case(object_id=undrawn()), OPEN[doubt](), *facts)), "refused")


def test_no_paper_outweighs_a_lead_from_before_the_event_or_a_register_that_has_none(visited: Files) -> None:
    honest_ = assessed(undrawn())
    rest = (given("F0"), fact_of(honest_, "F6"))
    against = files_of(forged(case(object_id=undrawn()), records(), *rest, given("F7", Truth.FALSE)))
    assert f"F7: {CONTRADICTED}" in said(against, "refused", "fact")
    earlier = entered(lead(object_id=undrawn()))
    files = files_of(forged(case(object_id=undrawn()), earlier, *rest, given("F7")))
    assert f"F7: {CONTRADICTED}" in said(files, "refused", "fact")
    path = _fact(visited, "F7")
    swap(visited, "assessment.txt", f"\n{path}.value=FALSE", f"\n{path}.value=TRUE")
    assert f"F7: {CONTRADICTED}" in said(visited, "refused", "fact")


def test_a_lead_came_to_a_department_when_it_was_assigned_to_it() -> None:
    own = lead(object_id=undrawn(), department=HEALTH)
    rest = (given("F0"), fact_of(assessed(undrawn()), "F6"), given("F7"))
    for day, refused in (("2025-07-09", True), ("2025-07-10", False)):
        at = datetime.fromisoformat(f"{day}T10:00:00+08:00")
        passed_on = step(LeadStepKind.ASSIGNED, own, at=at, department=AGENCY)
        files = files_of(forged(case(object_id=undrawn()), entered(own, passed_on), *rest))
        assert (f"F7: {CONTRADICTED}" in said(files, "refused", "fact")) is refused


@pytest.mark.parametrize("grade", GRADES)
def test_a_register_that_no_published_head_holds_shows_nothing(grade: DisclosureGrade) -> None:
    files = files_of(undrawn_evidence(grade))
    assert "F7" not in said(files, "refused")
    files["register-heads.tsv"] = b""
    assert f"F7: {CONTRADICTED}" in said(files, "refused", "fact")


def test_a_head_has_to_hold_the_last_statement_and_no_more() -> None:
    first = statement(first=date(2025, 1, 1), last=date(2025, 5, 31), made_on=date(2025, 6, 1))
    known = entered(first)
    register = known.registers[0]
    honest_ = assessed(undrawn())
    rest = (given("F0"), fact_of(honest_, "F6"))
    for number, refused in ((1, True), (2, False)):
        head = register.until(register.entries[number - 1].recorded_at).head
        at_hand = attrs.evolve(known, register_heads=(head,))
        f7 = fact_of(honest_, "F7")
        files = files_of(forged(case(object_id=undrawn()), at_hand, *rest, f7))
        assert (f"F7: {CONTRADICTED}" in said(files, "refused", "fact")) is refused


def test_whose_object_it_is_is_named_since_no_pool_is_there(files: Files) -> None:
    assert f"whether {undrawn()} is its holder, no pool is here" in said(files, "unchecked", "fact")
