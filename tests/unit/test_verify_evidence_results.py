"""The script holds F2 against the results that dossiers show, and names where another visit may be hidden."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.accountability import Truth, assess
from shuangsuiji.accountability.evidence_bundles import evidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.inspection import DisclosureGrade, Dossier, Outcome, OutcomeGroup
from shuangsuiji.planning import PointMark
from tests.unit.accountability_days import case, corrected, filed, result, sheet, steps
from tests.unit.evidence_checks import CONTRADICTED, files_of, forged, honest, redrawn, said, undossiered
from tests.unit.evidence_days import assessed, given, records, second_draw
from tests.unit.evidence_tamperings import Files, _fact, hidden_in_chain, one, swap, without
from tests.unit.inspection_days import joint_matching, marks_of, shared_object
from tests.unit.inspection_days import visited as visit_of

NOT_CHECKED = "F2 was not checked: "


def filing(dossier: Dossier) -> RecordsBasis:
    """Return the records with another dossier of the joint draw, and its published head."""
    dossiers = (dossier, *records().dossiers[1:])
    return attrs.evolve(records(), dossiers=dossiers, heads=tuple(one.head for one in dossiers))


@pytest.mark.parametrize("grade", [DisclosureGrade.PUBLIC, DisclosureGrade.INTERNAL])
def test_a_result_that_was_corrected_since_does_not_decide(grade: DisclosureGrade) -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 1))
    known = filing(dossier)
    clean = {fact.code: fact for fact in assessed().facts}
    bundle = evidence(assess(case(), clean.values()), known, grade=grade)
    assert f"F2: {CONTRADICTED}" in said(files_of(bundle), "refused", "fact")


def test_a_paper_does_not_outweigh_the_result_in_the_dossier_and_is_named_without_one() -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 1))
    known = filing(dossier)
    with_paper = {fact.code: fact for fact in assessed().facts} | {"F2": given("F2")}
    made = files_of(forged(case(), known, **with_paper))
    assert f"F2: {CONTRADICTED}" in said(made, "refused", "fact")
    alone = files_of(forged(case(), attrs.evolve(known, dossiers=(), heads=()), **with_paper))
    assert "F2 was not checked: the result of labels is not here" in said(alone, "unchecked", "fact")


def test_a_result_that_was_read_is_checked(visited: Files) -> None:
    assert "F2" not in said(visited, "unchecked", "fact")
    path = _fact(visited, "F2")
    swap(visited, "assessment.txt", f"\n{path}.value=TRUE", f"\n{path}.value=FALSE")
    assert f"F2: {CONTRADICTED}" in said(visited, "refused", "fact")


def test_without_the_dossier_of_a_draw_that_drew_the_object_a_later_visit_may_be_hidden() -> None:
    clean = {fact.code: fact for fact in assessed().facts}
    known = attrs.evolve(records(), dossiers=(), heads=())
    told = said(files_of(forged(case(), known, **clean)), "unchecked", "fact")
    name = "320481-SCJG-1-98601545b4d4"
    assert f"{NOT_CHECKED}no dossier with a published head filed that {name} drew the object" in told
    assert f"{NOT_CHECKED}{name} drew the object, and no visit of it is here" in told


def test_a_visit_or_a_result_that_is_withheld_behind_the_last_is_named() -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 1))
    known = filing(dossier)
    files = files_of(forged(case(), known, **{fact.code: fact for fact in assessed().facts}))
    name = "dossiers/001/000012.txt"
    assert b"outcome=PENDING_FOLLOW_UP" in files.pop(name)
    swap(files, "dossiers/001/chain.tsv", f"\t{name}\n", "\t-\n")
    told = f"{NOT_CHECKED}visits or results behind it in dossiers/001 are withheld"
    assert told in said(files, "unchecked", "fact")


def test_a_result_that_no_published_head_holds_is_named(visited: Files) -> None:
    assert "F2" not in said(visited, "unchecked", "fact")
    visited["dossier-heads.tsv"] = b""
    told = said(visited, "unchecked", "fact")
    assert f"{NOT_CHECKED}no published head holds entry 10 of dossiers/001" in told
    assert f"{NOT_CHECKED}no dossier with a published head filed that 320481-SCJG-1-98601545b4d4 drew" in told
    assert f"{NOT_CHECKED}320481-SCJG-1-98601545b4d4 drew the object, and no visit of it is here" in told


def test_where_a_draw_may_be_missing_a_visit_may_be(visited: Files) -> None:
    visited["gazettes.tsv"] = b""
    assert f"{NOT_CHECKED}a draw may be missing, and a visit with it" in said(visited, "unchecked", "fact")


def test_a_draw_that_is_hidden_in_the_chain_or_sealed_may_have_led_to_a_visit(visited: Files) -> None:
    sealed = redrawn(visited, [joint_matching(), second_draw()], date(2025, 7, 20))
    name = hidden_in_chain(visited, 2)
    for files, hidden in ((visited, name), (sealed, "320481-SCJG-1-98601545b4d4")):
        assert f"{NOT_CHECKED}no outcome of {hidden} is here" in said(files, "unchecked", "fact")


@pytest.mark.parametrize("value", [Truth.TRUE, Truth.FALSE])
def test_what_was_corrected_after_the_event_somebody_may_establish(value: Truth) -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 20))
    known = filing(dossier)
    files = honest(case(), known, given("F2", value))
    assert said(files, "refused") == ""
    words = "filed or corrected after the event" if value is Truth.TRUE else "no result here shows it, somebody"
    assert f"{NOT_CHECKED}{words}" in said(files, "unchecked", "fact")
    bare = forged(case(), known, *(fact for fact in assessed().facts if fact.code == "F2"))
    assert f"F2: {CONTRADICTED}" in said(files_of(bare), "refused", "fact")


@pytest.mark.parametrize("value", [Truth.TRUE, Truth.FALSE])
def test_what_was_marked_otherwise_on_the_sheet_somebody_may_establish(value: Truth) -> None:
    paper = sheet()
    marked = visit_of(None, shared_object(), sheets=(paper,), marks=marks_of(paper, PointMark.NONCONFORMING))
    dossier = filed(*steps(result(marked)))
    known = filing(dossier)
    files = honest(case(), known, given("F2", value))
    assert said(files, "refused") == ""
    assert ("marked as not conforming" in said(files, "unchecked", "fact")) is (value is Truth.TRUE)


@pytest.mark.parametrize("grade", list(DisclosureGrade))
def test_what_was_filed_after_the_day_of_the_folder_is_not_looked_at(grade: DisclosureGrade) -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 9, 20))
    known = filing(dossier)
    assert said(honest(case(), known, grade=grade), "refused") == ""


def test_a_result_that_is_withheld_decides_nothing_and_is_not_withheld_from_within(visited: Files) -> None:
    name = one(visited, "dossiers/001/0", ".txt", ":Result")
    del visited[name]
    swap(visited, "dossiers/001/chain.tsv", f"\t{name}\n", "\t-\n")
    swap(visited, "facts.tsv", f"\t{name}\n", "\tdossiers/001/chain.tsv\n")
    assert f"F2: {CONTRADICTED}" in said(visited, "refused", "fact")
    swap(visited, "evidence.txt", "grade=INTERNAL", "grade=PUBLIC")
    assert f"F2: {CONTRADICTED}" not in said(visited, "refused", "fact")
    assert f"{NOT_CHECKED}a result that it cites is withheld" in said(visited, "unchecked", "fact")


def test_a_citation_of_what_is_nowhere_hides_no_problem(visited: Files) -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 1))
    files = files_of(forged(case(), filing(dossier), **{fact.code: fact for fact in assessed().facts}))
    for place in ("-", "dossiers/001/chain.tsv"):
        changed = dict(files)
        changed["facts.tsv"] += f"F2\t0009\tResult\tR-9\t{'0' * 64}\t{place}\n".encode()
        assert f"F2: {CONTRADICTED}" in said(changed, "refused", "fact")
    without(visited, "facts.tsv", "F2\t")
    visited["facts.tsv"] += f"F2\t0001\tResult\tR-9\t{'0' * 64}\t-\n".encode()
    bare = undossiered(visited)
    assert f"{NOT_CHECKED}a result that it cites is withheld" in said(bare, "unchecked", "fact")
    assert f"F2: {CONTRADICTED}" not in said(bare, "refused", "fact")


def test_it_knows_which_outcomes_find_nothing_and_where_nothing_was_inspected() -> None:
    groups = {OutcomeGroup.CLEAN: "CLEAN", OutcomeGroup.PROBLEM: "PROBLEM"}
    told = {one.name: script.OUTCOMES.get(one.name, "PROBLEM") for one in Outcome}
    assert told == {one.name: groups.get(one.group, "OPEN") for one in Outcome}
