"""Evidence as values: what goes along by which grade, what is refused before anything is written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date

import pytest

from shuangsuiji.accountability import AssessmentVerdict, Truth, assess
from shuangsuiji.accountability.deriving import derive
from shuangsuiji.accountability.evidence_bundles import (
    EvidenceBundle,
    EvidenceKind,
    evidence,
    sums,
    why_drawn,
    why_not_drawn,
)
from shuangsuiji.accountability.traps import traps_of
from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.inspection import DisclosureGrade, file_records
from tests.unit.accountability_days import basis, case, inspection, undrawn
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import opened
from tests.unit.evidence_days import (
    assessed,
    broken_evidence,
    failed_evidence,
    records,
    register,
    sealed_evidence,
    second_draw,
    undrawn_evidence,
    visited_evidence,
)
from tests.unit.inspection_days import joint_draw, joint_matching, shared_object

ALL, ASKED, OPEN = DisclosureGrade.INTERNAL, DisclosureGrade.ON_REQUEST, DisclosureGrade.PUBLIC


def texts(bundle: EvidenceBundle, head: str) -> list[str]:
    """Return the records of a folder whose names begin so."""
    return [content.decode() for name, content in sorted(bundle.files.items()) if name.startswith(head)]


def kinds(bundle: EvidenceBundle, head: str) -> set[str]:
    """Return the classes of the records of a folder, and of what entries hold."""
    lines = [line for text in texts(bundle, head) for line in text.splitlines()]
    return {line.rpartition(":")[2] for line in lines if line.startswith((":", "record:")) and "=" not in line}


def table(bundle: EvidenceBundle, name: str) -> list[list[str]]:
    return [line.split("\t") for line in bundle.files[name].decode().splitlines()]


def test_every_draw_goes_along_with_what_it_was_for_the_object() -> None:
    made = undrawn_evidence()
    assert made.terms.kind is EvidenceKind.EXEMPTION
    assert [row[1:3] + row[4:6] for row in table(made, "draws.tsv")] == [
        [AGENCY, "1", "DRAWN", "no"],
        [AGENCY, "2", "DRAWN", "no"],
    ]
    assert {(row[1], row[4]) for row in table(made, "object.tsv")} == {
        ("labels", "NOT_DRAWN"),
        ("hygiene", "NOT_DRAWN"),
    }
    assert [row[1] for row in table(made, "gazettes.tsv")] == ["1", "2"]
    assert sum(name.startswith("proofs/") for name in made.files) == 1


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_the_line_in_the_answer_gives_the_ticket_of_the_table() -> None:
    made = undrawn_evidence()
    for text in texts(made, "answers/"):
        lines = [line for line in text.splitlines() if line.startswith("自行核对：")]
        for line in lines:
            done = subprocess.run(["sh", "-c", line.partition("：")[2]], check=True, capture_output=True)
            assert done.stdout.decode().split()[0] in {row[5] for row in table(made, "object.tsv")}
        assert lines


def test_what_is_shown_depends_on_the_grade() -> None:
    assert kinds(visited_evidence(ALL), "dossiers/001/0") >= {"Visit", "Result", "Publication", "Citation"}
    assert kinds(visited_evidence(OPEN), "dossiers/001/0") == kinds(visited_evidence(ALL), "dossiers/001/0")
    assert kinds(visited_evidence(ALL), "registers/001/0") >= {"CaseLead", "LeadStep", "CompletenessStatement"}
    assert "CaseLead" not in kinds(visited_evidence(OPEN), "registers/001/0")
    leads = [
        sum("record:CaseLead" in text for text in texts(visited_evidence(one), "registers/"))
        for one in (OPEN, ASKED, ALL)
    ]
    assert leads == [0, 1, 2]  # nobody's; that of the object; everybody's
    assert not any(name.startswith("papers/CheckSheet") for name in visited_evidence(OPEN).files)
    assert any(name.startswith("papers/CheckSheet") for name in visited_evidence(ASKED).files)


def test_a_visit_whose_result_is_not_published_is_not_for_everybody() -> None:
    dossier = file_records(opened(), [(inspection(), date(2025, 6, 10))])
    known = basis(dossier)
    one = assess(case(), derive(case(), known).facts)
    assert "Visit" not in kinds(evidence(one, known), "dossiers/001/0")
    assert "Visit" in kinds(evidence(one, known, grade=ASKED), "dossiers/001/0")


def test_every_entry_of_a_chain_stands_in_its_table_also_where_its_text_is_withheld() -> None:
    rows = table(visited_evidence(OPEN), "registers/001/chain.tsv")
    assert [row[0] for row in rows] == ["000001", "000002", "000003", "000004"]
    assert [row[1] for row in rows] == [one.digest for one in register().entries]
    assert [row[2] == "-" for row in rows] == [True, True, True, False]


def test_facts_say_where_their_evidence_is() -> None:
    places = {(row[0], row[2]): row[5] for row in table(visited_evidence(ALL), "facts.tsv")}
    assert places["F2", "Result"].startswith("dossiers/001/0")
    assert places["F7", "CaseLead"] == "registers/001/000001.txt"
    assert places["F6", "Draw"].endswith("manifest.txt")
    assert places["F0", "问题报告"] == "-"


def test_a_sealed_draw_keeps_its_outcome_until_its_day_of_reveal() -> None:
    closed = sealed_evidence(OPEN)
    assert {row[4] for row in table(closed, "draws.tsv")} == {"WITHHELD"}
    assert not any(name.endswith(("reveal.txt", "drawn.tsv")) for name in closed.files)
    assert {row[4] for row in table(closed, "object.tsv")} == {"COMMITTED"}
    assert {row[4] for row in table(sealed_evidence(ALL), "draws.tsv")} == {"DRAWN"}


def test_a_commitment_that_was_never_drawn_goes_along_as_what_it_is() -> None:
    made = failed_evidence()
    assert made.assessment is not None
    assert AssessmentVerdict.NEEDS_EVIDENCE in made.assessment.verdicts
    assert [row[4:6] for row in table(made, "draws.tsv")][2] == ["FAILED", "yes"]


def test_a_chain_that_is_broken_is_named_and_left_out() -> None:
    made = broken_evidence()
    assert made.assessment is not None
    facts = {one.code: one.value for one in made.assessment.facts}
    assert facts["F2"] is facts["F7"] is Truth.NOT_ESTABLISHED
    assert {row[0] for row in table(made, "broken-dossiers.tsv")} == {"dossier"}
    assert {row[0] for row in table(made, "broken-registers.tsv")} == {"register"}
    assert not any(name.startswith(("dossiers/", "registers/")) for name in made.files)


def test_facts_that_were_looked_at_later_than_the_records_are_refused() -> None:
    with pytest.raises(BrokenChainError, match="晚于所给记录"):
        evidence(assessed(), basis())


def test_a_firm_is_told_why_only_where_it_is_so() -> None:
    assert why_drawn(joint_matching(), shared_object()).terms.kind is EvidenceKind.WHY_DRAWN
    with pytest.raises(InvalidValueError, match="应为该次抽中的对象"):
        why_drawn(joint_matching(), undrawn())
    with pytest.raises(InvalidValueError, match="均未抽中的对象"):
        why_not_drawn([joint_matching(), second_draw()], shared_object())
    with pytest.raises(InvalidValueError, match="已揭示"):
        why_not_drawn([], undrawn())
    with pytest.raises(InvalidValueError, match="已揭示"):
        why_not_drawn([joint_draw().commitment], undrawn())


def test_the_index_is_sorted_and_leaves_itself_out() -> None:
    assert sums({"b": b"", "a/c": b"", "SHA256SUMS": b"x"}).decode().split("\n")[:-1] == [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/c",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b",
    ]


def test_the_same_call_makes_the_same_bytes() -> None:
    again = evidence(assessed(), records(), grade=ALL)
    assert dict(again.files) == dict(visited_evidence(ALL).files)
    assert repr(again).startswith("<免责证明 ")


def test_what_could_be_overlooked_stands_in_the_folder() -> None:
    due = [(one.severity.name, one.code) for one in traps_of(assessed().case, records(), assessed().facts)]
    assert due
    assert [(row[0], row[1]) for row in table(visited_evidence(ALL), "traps.tsv")] == due


@pytest.mark.parametrize(
    "call",
    [
        lambda: evidence("x", records()),  # type: ignore[arg-type]
        lambda: evidence(assessed(), "x"),  # type: ignore[arg-type]
        lambda: why_drawn("x", undrawn()),  # type: ignore[arg-type]
        lambda: why_not_drawn(joint_matching(), undrawn()),  # type: ignore[arg-type]
    ],
)
def test_an_argument_of_another_class_is_named(call: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError, match="应为"):
        call()
