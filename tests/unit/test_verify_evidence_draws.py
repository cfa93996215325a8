"""The script holds F6 against the outcome of every draw, and every draw against the dossier that filed it."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.accountability import Truth, assess, why_not_drawn
from shuangsuiji.accountability.derive_draws import Recorded
from shuangsuiji.accountability.deriving import derive
from shuangsuiji.accountability.evidence_bundles import evidence
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.draws import Draw, SupplementCommitment, SupplementDraw, commit_supplement
from shuangsuiji.inspection import DisclosureGrade
from shuangsuiji.terms import ReplacementReason
from tests.unit.accountability_days import basis, case, forged_draw, undrawn
from tests.unit.builders import AGENCY, committed, design, drawn, task
from tests.unit.evidence_checks import (
    CONTRADICTED,
    fact_of,
    filed_otherwise,
    files_of,
    forged,
    honest,
    redrawn,
    said,
    undossiered,
)
from tests.unit.evidence_days import (
    assessed,
    failed_evidence,
    given,
    records,
    sealed_evidence,
    second_draw,
    undrawn_evidence,
)
from tests.unit.evidence_tamperings import Files, _fact, one, swap
from tests.unit.inspection_days import (
    ROUND_AT,
    ROUND_EVENT,
    joint_draw,
    joint_matching,
    labels_only,
    next_round,
)

GRADES = list(DisclosureGrade)


def test_honest_folders_are_not_refused(files: Files, visited: Files) -> None:
    assert said(files, "refused") == said(visited, "refused") == ""
    assert said(files, "unchecked", "round") == ""


def test_a_draw_whose_outcome_is_kept_back_does_not_show_that_nobody_was_drawn(files: Files) -> None:
    hidden = undossiered(redrawn(files, [joint_draw().commitment, second_draw()]))
    told = said(hidden, "refused", "fact")
    assert "F6 320481-SCJG-1-98601545b4d4 labels 0" in told
    assert "committed, and no outcome is here" in told


def test_that_a_draw_failed_is_named_and_not_checked(files: Files) -> None:
    hidden = undossiered(redrawn(files, [joint_draw().commitment, second_draw()]))
    swap(hidden, "draws.tsv", "PENDING", "FAILED")
    assert CONTRADICTED not in said(hidden, "refused", "fact")
    assert "is said to have failed" in said(hidden, "unchecked", "fact")


def test_a_draw_that_failed_leaves_an_honest_folder_as_it_is() -> None:
    assert said(files_of(failed_evidence()), "refused") == ""


@pytest.mark.parametrize("grade", list(DisclosureGrade))
def test_an_outcome_is_withheld_from_the_public_alone_and_no_longer_than_it_is_sealed(
    grade: DisclosureGrade, files: Files
) -> None:
    sealed = redrawn(files, [joint_matching(), second_draw()], date(2025, 7, 20))
    swap(sealed, "evidence.txt", "grade=INTERNAL", f"grade={grade.name}")
    late = "is not sealed, its outcome must be here"
    assert late in said(sealed, "refused", "draw")  # as of 8 September
    swap(sealed, "evidence.txt", "as_of=2025-09-08", "as_of=2025-07-20")
    assert (late in said(sealed, "refused", "draw")) is (grade is DisclosureGrade.INTERNAL)


def test_what_is_sealed_is_named() -> None:
    sealed = files_of(sealed_evidence())
    path = _fact(sealed, "F6")
    swap(sealed, "assessment.txt", f"\n{path}.value=NOT_ESTABLISHED", f"\n{path}.value=TRUE")
    assert "is sealed" in said(sealed, "unchecked", "fact")


def test_a_dossier_that_filed_another_outcome_refuses_the_draw(files: Files) -> None:
    other = redrawn(files, [forged_draw(), second_draw()])
    assert "filed another outcome" in said(other, "refused", "draw")
    assert "filed another outcome" not in said(undossiered(other), "refused")


def test_a_dossier_tells_of_a_round_that_is_kept_back(files: Files) -> None:
    filed_otherwise(files, "draw.k=0", "draw.k=1")
    assert "a round that its dossier filed is not here" in said(files, "refused", "fact")
    assert "its dossier filed round 1, which is not here" in said(files, "unchecked", "draw")


def test_without_its_dossier_a_draw_may_have_had_another_round(files: Files) -> None:
    told = said(undossiered(files), "unchecked", "round")
    assert told.count("whether a further round was held") == len((joint_draw(), second_draw()))
    heads = dict(files) | {"dossier-heads.tsv": b""}
    assert said(heads, "unchecked", "round").count("\n") == 1
    bare = files_of(why_not_drawn([second_draw()], undrawn()))
    assert "whether a further round was held" in said(bare, "unchecked", "round")


def rounds() -> tuple[Draw, SupplementCommitment, SupplementDraw]:
    """Return a draw, the same with a round that was asked for, and with that round drawn."""
    main = drawn(committed(task(design("5%"))))
    why = {min(main.taken.live): ReplacementReason.NOT_FOUND}
    asked = commit_supplement(main, committed_at=ROUND_AT, beacons=[ROUND_EVENT], replaced=why)
    return main, asked, next_round(main, replaced=why)


def test_a_round_counts_wherever_it_is_kept_back() -> None:
    main, asked, whole = rounds()
    own = next(id_ for id_ in whole.taken.live if id_ not in main.taken.live)
    honest, one_case = assessed(undrawn()), case(object_id=own)
    known = basis(draws=(whole,), as_of=date(2025, 9, 8))
    stages: tuple[tuple[Recorded, str], ...] = (
        (whole, "labels 1: is contradicted by what is here: it was drawn"),
        (asked, "labels 1: is contradicted by what is here: asked for, and no outcome is here"),
        (main, "a round that its dossier filed is not here"),
    )
    for record, words in stages:
        at_hand = attrs.evolve(known, draws=(record,))
        f7 = derive(one_case, at_hand).facts["F7"]
        made = forged(one_case, at_hand, given("F0"), fact_of(honest, "F6"), f7)
        files = files_of(made)
        assert words in said(files, "refused", "fact")
        if record is main:
            cut = undossiered(files)
            assert CONTRADICTED not in said(cut, "refused", "fact")
            assert "whether a further round was held" in said(cut, "unchecked", "round")


def test_a_dossier_tells_every_round_that_is_here() -> None:
    *_, whole = rounds()
    drawn_ = {*whole.main.taken.live, *whole.taken.live}
    own = next(id_ for id_ in whole.commitment.frames["labels"].ids if id_ not in drawn_)
    known = basis(draws=(whole,), as_of=date(2025, 9, 8))
    one_case = case(object_id=own)
    made = evidence(assess(one_case, derive(one_case, known, [given("F0")]).facts), known)
    files = files_of(made)
    assert (said(files, "refused"), said(files, "unchecked", "round")) == ("", "")


def test_every_round_is_listed_with_its_public_value_and_its_seed(files: Files) -> None:
    told = [one for one in script.check(files).anchors if one.startswith("BEACON ")]
    due = [
        f"BEACON {AGENCY} {draw.commitment.manifest.serial} 0 {draw.reveal.beacon} {draw.seed.text}"
        for draw in (joint_draw(), second_draw())
    ]
    assert told == due


def test_a_sealed_draw_does_not_hide_what_its_dossier_tells(files: Files) -> None:
    sealed = redrawn(files, [joint_matching(), second_draw()], date(2025, 7, 20))
    filed_otherwise(sealed, labels_only(), undrawn())
    assert f"F6 320481-SCJG-1-98601545b4d4 labels 0: {CONTRADICTED}: it was drawn" in said(sealed, "refused", "fact")


@pytest.mark.parametrize("kind", ["FiledDraw", "Citation"])
@pytest.mark.parametrize("grade", GRADES)
def test_what_a_dossier_tells_of_its_task_is_never_withheld(kind: str, grade: DisclosureGrade) -> None:
    files = files_of(undrawn_evidence(grade))
    name = one(files, "dossiers/001/0", ".txt", f":{kind}\n")
    del files[name]
    swap(files, "dossiers/001/chain.tsv", f"\t{name}\n", "\t-\n")
    assert f"dossiers/001 {name[-10:-4]}: {kind} is never withheld" in said(files, "refused", "dossier")


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("value", [Truth.TRUE, Truth.FALSE])
def test_where_no_draw_was_possible_or_one_was_for_another_item_somebody_may_establish_it(
    value: Truth, grade: DisclosureGrade
) -> None:
    brought = [given("F0"), given("F6", value)]
    never = honest(case(object_id=undrawn(), item_codes=("weights",)), records(), *brought, grade=grade)
    other = honest(case(object_id=labels_only(), item_codes=("hygiene",)), records(), *brought, grade=grade)
    assert said(never, "refused") == said(other, "refused") == ""
    words = "no draw for weights" if value is Truth.TRUE else "no record here drew it"
    assert f"F6 was not checked: {words}, somebody" in said(never, "unchecked", "fact")
    assert "it was drawn for another item" in said(other, "unchecked", "fact")


@pytest.mark.parametrize(("value", "refused"), [(Truth.TRUE, True), (Truth.FALSE, False)])
def test_without_what_was_published_nobody_establishes_that_it_was_not_drawn(value: Truth, *, refused: bool) -> None:
    known = attrs.evolve(records(), gazettes={})
    honest_ = assessed(undrawn())
    files = files_of(forged(case(object_id=undrawn()), known, given("F0"), given("F6", value), fact_of(honest_, "F7")))
    assert (f"F6 chain: {CONTRADICTED}" in said(files, "refused", "fact")) is refused
    assert ("F6" in said(files, "refused")) is refused
    assert ("no record here drew it, somebody established it" in said(files, "unchecked")) is not refused
