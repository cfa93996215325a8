"""The script overlooks no draw that counts: none that is left out, none of which the commitment alone is there."""

from __future__ import annotations

import pytest

from shuangsuiji.accountability import Truth
from shuangsuiji.bundle import verify_evidence as script
from tests.unit.accountability_days import basis, case, undrawn
from tests.unit.builders import AGENCY, committed, design, drawn, enterprise, pool_of, task, uscc
from tests.unit.evidence_checks import (
    CONTRADICTED,
    fact_of,
    filed_otherwise,
    files_of,
    forged,
    redrawn,
    said,
)
from tests.unit.evidence_days import assessed, given, records, second_draw
from tests.unit.evidence_tamperings import (
    Files,
    _fact,
    cut_off_last_serial,
    hidden_in_chain,
    one,
    swap,
    without,
)
from tests.unit.inspection_days import joint_draw, joint_matching, labels_only

COUNTS = "it counts, and its outcome is not here"


def test_the_first_serials_cannot_be_cut_off(files: Files) -> None:
    cut = redrawn(files, [second_draw()])
    without(cut, "gazettes.tsv", "\t1\t")
    assert f"F6 chain: {CONTRADICTED}" in said(cut, "refused", "fact")
    assert "320481-SCJG 1: the commitment of this serial is missing" in said(cut, "unchecked", "chain")


@pytest.mark.parametrize("words", ["\t1\t", "\t2\t", "320481"])
def test_every_serial_has_to_be_published(words: str, files: Files) -> None:
    without(files, "gazettes.tsv", words)
    assert f"F6 chain: {CONTRADICTED}" in said(files, "refused", "fact")
    del files["gazettes.tsv"]
    assert f"F6 chain: {CONTRADICTED}" in said(files, "refused", "fact")


@pytest.mark.parametrize("serial", [1, 2])
def test_a_draw_that_counts_is_not_hidden_among_the_commitments_of_other_matters(serial: int, files: Files) -> None:
    hidden_in_chain(files, serial)
    assert f"F6 chain/320481-SCJG-{serial}-" in said(files, "refused", "fact")
    assert said(files, "refused", "fact").count(COUNTS) == 1


@pytest.mark.parametrize("party", ["rules.joint.participants", "rules.participants", "rules.joint.initiator"])
def test_it_counts_for_every_department_that_takes_part(party: str, files: Files) -> None:
    name = hidden_in_chain(files)
    swap(files, "assessment.txt", f"case.department={AGENCY}", "case.department=320481-JTJ")
    assert COUNTS not in said(files, "refused", "fact")
    files[name] += f"{party}=320481-JTJ\n".encode()
    assert f"F6 {name}: {CONTRADICTED}: {COUNTS}" in said(files, "refused", "fact")


def test_a_draw_of_after_the_event_counts_nowhere(files: Files) -> None:
    hidden_in_chain(files)
    swap(files, "assessment.txt", "case.event_on=2025-07-10", "case.event_on=2025-05-11")
    told = said(files, "refused", "fact") + said(files, "unchecked", "fact")
    assert COUNTS not in told
    assert "the commitment alone" not in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("case.item_codes.1=labels", "case.item_codes.1=hygiene"),
        ("case.event_on=2025-07-10", "case.event_on=2026-07-10"),
    ],
)
def test_other_items_and_later_rounds_of_a_draw_without_an_outcome_are_named(old: str, new: str, files: Files) -> None:
    name = hidden_in_chain(files)
    for key in ("opened_on", "first") if "event" in old else ():
        swap(files, "assessment.txt", f"case.{key}=2025", f"case.{key}=2026")
    swap(files, "assessment.txt", old, new)
    assert f"F6 {name}" not in said(files, "refused", "fact")
    assert f"F6 was not checked: of {name} the commitment alone is here" in said(files, "unchecked", "fact")


def test_a_dossier_shows_that_its_draw_is_left_out_with_its_line_in_the_gazette(files: Files) -> None:
    cut_off_last_serial(files)
    assert f"F6 chain: {CONTRADICTED}" in said(files, "refused", "fact")
    assert "dossiers/002: its draw is not here" in said(files, "unchecked", "chain")
    assert "the serials follow each other" not in said(files, "ok", "chain")


def test_what_such_a_dossier_filed_is_told(files: Files) -> None:
    own = next(iter(second_draw().taken.live))
    assert "it filed that the object was drawn" not in said(files, "refused", "fact")
    cut_off_last_serial(files)
    filed_otherwise(files, own, undrawn(), "dossiers/002")
    told = f"F6 dossiers/002: {CONTRADICTED}: it filed that the object was drawn, the draw is not here"
    assert told in said(files, "refused", "fact")
    path = _fact(files, "F6")
    swap(files, "assessment.txt", f"\n{path}.value=TRUE", f"\n{path}.value=FALSE")
    assert CONTRADICTED not in said(files, "refused", "fact")


@pytest.mark.parametrize(("filed", "named"), [(True, False), (False, True)])
def test_what_another_department_drew_for_itself_breaks_no_chain(files: Files, *, filed: bool, named: bool) -> None:
    cut_off_last_serial(files)
    filed_otherwise(files, AGENCY, "320481-JTJ", "dossiers/002")
    swap(files, "dossiers/002/opening.txt", AGENCY, "320481-JTJ")
    if not filed:
        swap(files, "dossiers/002/chain.tsv", one(files, "dossiers/002/0", ".txt", ":FiledDraw"), "-")
    assert CONTRADICTED not in said(files, "refused", "fact")
    assert ("dossiers/002: its draw is of another department" in said(files, "unchecked", "chain")) is named


def test_a_dossier_that_was_begun_after_the_event_tells_of_a_draw_from_before_it(files: Files) -> None:
    cut_off_last_serial(files)
    swap(files, "dossiers/002/chain.tsv", "\t2025-05-", "\t2025-07-")
    assert f"F6 chain: {CONTRADICTED}" in said(files, "refused", "fact")


def test_a_span_that_begins_later_than_the_year_is_refused(files: Files) -> None:
    swap(files, "assessment.txt", "case.first=2025-01-01", "case.first=2025-01-02")
    assert "case.first: lies after 1 January" in said(files, "refused", "fact")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"case.department={AGENCY}", "case.department=320481-JTJ"),
        ("case.item_codes.1=labels", "case.item_codes.1=hygiene-2"),
        ("case.item_codes#1\n", "case.item_codes#2\ncase.item_codes.2=weights\n"),
    ],
)
def test_only_draws_of_the_department_count_and_one_for_every_item(old: str, new: str, files: Files) -> None:
    swap(files, "assessment.txt", old, new)
    assert "no draw here could have drawn it" in said(files, "refused", "fact")


def test_whoever_was_drawn_for_another_item_is_named() -> None:
    honest = assessed(undrawn())
    one_case = case(object_id=labels_only(), item_codes=("hygiene",))
    bundle = forged(one_case, records(), given("F0"), fact_of(honest, "F6"), fact_of(honest, "F7"))
    told = said(files_of(bundle), "unchecked", "fact")
    assert "F6 was not checked: it was drawn for another item (320481-SCJG-1-98601545b4d4 labels)" in told


@pytest.mark.parametrize("value", [Truth.TRUE, Truth.FALSE])
def test_whoever_was_drawn_before_the_span_and_not_visited_since_is_for_somebody_to_judge(
    value: Truth, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = next(id_ for id_ in second_draw().taken.live if id_ not in joint_draw().taken.live)
    honest = assessed(undrawn())
    known = (given("F0"), given("F6", value), fact_of(honest, "F7"))
    files = files_of(forged(case(object_id=own), records(), *known))
    for key, day in (("first", "01-01"), ("event_on", "03-10"), ("opened_on", "03-10")):
        old = "01-01" if key == "first" else "07-10"
        swap(files, "assessment.txt", f"case.{key}=2025-{old}", f"case.{key}=2026-{day}")
    swap(files, "evidence.txt", "as_of=2025-09-08", "as_of=2026-09-08")
    monkeypatch.setattr(script, "window_end", lambda sheet: "2026-12-31" if sheet["serial"] == "1" else "")
    assert f"F6: {CONTRADICTED}" not in said(files, "refused", "fact")
    assert "labels 0" not in said(files, "refused", "fact")
    name = f"320481-SCJG-2-{second_draw().commitment.commit[:12]}"
    assert f"F6 was not checked: {name} drew it before the span" in said(files, "unchecked", "fact")


@pytest.mark.parametrize(
    ("pool", "status", "words"),
    [
        ("no", "refused", "it is not in the pool of the department"),
        ("-", "refused", "it is in no frame, and no pool was at hand"),
        ("yes", "unchecked", "is said to leave it in the pool and out of the frame, no pool is here"),
    ],
)
def test_that_the_pool_holds_an_object_out_of_the_frame_is_the_word_of_whoever_made_the_folder(
    pool: str, status: str, words: str
) -> None:
    small = pool_of([enterprise(n) for n in range(120) if uscc(n) != undrawn()], id="SCJG-objects-2")
    before = [joint_draw()]
    other = drawn(committed(task(design("3%"), id="2025-08"), small, 1, earlier=before, merkle=True), 1)
    known = basis(draws=(joint_matching(), other), registers=records().registers, as_of=records().as_of)
    honest = assessed(undrawn())
    facts = (given("F0"), fact_of(honest, "F6"), fact_of(honest, "F7"))
    files = files_of(forged(case(object_id=undrawn()), known, *facts))
    swap(files, "draws.tsv", "\tDRAWN\tno\tno\n", f"\tDRAWN\tno\t{pool}\n")
    assert words in said(files, status, "fact")
    assert (f"F6 320481-SCJG-2-{other.commitment.commit[:12]}" in said(files, "refused")) is (status == "refused")
