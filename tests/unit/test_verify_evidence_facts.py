"""The script of an evidence folder holds draws, chains, queries and facts against each other, and names what it cannot.

Every folder here has another thing hidden, cut off or chosen; the index is left out of account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import attrs
import pytest

from shuangsuiji.accountability import Assessment, Case, Fact, assess, why_not_drawn
from shuangsuiji.accountability.derive_draws import DrawOnRecord, Recorded
from shuangsuiji.accountability.deriving import derive
from shuangsuiji.accountability.evidence_bundles import EvidenceBundle, evidence
from shuangsuiji.accountability.evidence_draws import draws_files
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.bundle.evidence_folders import write_evidence
from shuangsuiji.draws import Draw, SupplementCommitment, SupplementDraw, commit_supplement
from shuangsuiji.inspection import DisclosureGrade, LeadRegister, LeadStepKind, Outcome
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.terms import ReplacementReason
from tests.unit.accountability_days import STATED_AT, basis, case, corrected, forged_draw, result, undrawn
from tests.unit.builders import AGENCY, committed, design, drawn, task
from tests.unit.evidence_days import (
    assessed,
    failed_evidence,
    given,
    records,
    sealed_evidence,
    second_draw,
    undrawn_evidence,
    visited_evidence,
)
from tests.unit.evidence_tamperings import Files, _again, _fact, one, swap, without
from tests.unit.inspection_days import (
    HEALTH,
    ROUND_AT,
    ROUND_EVENT,
    joint_draw,
    joint_matching,
    labels_only,
    next_round,
)
from tests.unit.lead_days import filled, lead, statement, step

QUERY = "registers/001/query.1.txt"
CONTRADICTED = "is contradicted by what is here"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    """Return the files of the folders that most of these tests begin with."""
    top = tmp_path_factory.mktemp("原件")
    made = {"undrawn": undrawn_evidence(), "visited": visited_evidence()}
    return {name: written(bundle, top / name) for name, bundle in made.items()}


@pytest.fixture
def files(folders: dict[str, Files]) -> Files:
    """Return the files of the object that was not drawn, to be changed."""
    return dict(folders["undrawn"])


@pytest.fixture
def visited(folders: dict[str, Files]) -> Files:
    """Return the files of the object that was visited, to be changed."""
    return dict(folders["visited"])


def written(bundle: EvidenceBundle, folder: Path) -> Files:
    return script.read_folder(str(write_evidence(bundle, folder)))


def said(files: Files, status: str, code: str = "") -> str:
    """Return what the script says under a status, but for the index of the folder."""
    lines = [one for one in script.check(files).checks if one.status == status and one.code != "sums"]
    return "\n".join(f"{one.code}: {one.en}" for one in lines if code in ("", one.code))


def redrawn(files: Files, draws: Iterable[Recorded], as_of: date | None = None) -> Files:
    """Return a folder in which the draws are others: their files, what they meant for the object, and the words."""
    kept = {
        name: content
        for name, content in files.items()
        if not name.startswith(("answers/", "proofs/")) and not (name.startswith("draws/") and name.count("/") > 1)
    }
    object_id = script.Record(files["evidence.txt"])["object_id"]
    return kept | draws_files([DrawOnRecord(record=one) for one in draws], object_id, as_of)


def filed_otherwise(files: Files, old: str, new: str) -> None:
    """Change what the first dossier filed of its draw, and its digest in the chain."""
    name = one(files, "dossiers/001/0", ".txt", ":FiledDraw")
    before = script.sha(files[name])
    swap(files, name, old, new)
    swap(files, "dossiers/001/chain.tsv", before, script.sha(files[name]))


def undossiered(files: Files) -> Files:
    return {name: content for name, content in files.items() if not name.startswith("dossier")}


def forged(one: Case, at_hand: RecordsBasis, *facts: Fact, **taken: Fact) -> EvidenceBundle:
    """Return the evidence on facts that somebody chose, whatever the records say."""
    chosen = {fact.code: fact for fact in facts} | taken
    return evidence(assess(one, chosen.values()), at_hand, grade=DisclosureGrade.INTERNAL)


def fact_of(assessment: Assessment, code: str) -> Fact:
    return next(fact for fact in assessment.facts if fact.code == code)


# ---- draws ----
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


def test_a_draw_that_failed_leaves_an_honest_folder_as_it_is(tmp_path: Path) -> None:
    assert said(written(failed_evidence(), tmp_path / "失败"), "refused") == ""


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


def test_what_is_sealed_is_named(tmp_path: Path) -> None:
    sealed = written(sealed_evidence(), tmp_path / "封存")
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


def test_without_its_dossier_a_draw_may_have_had_another_round(files: Files, tmp_path: Path) -> None:
    told = said(undossiered(files), "unchecked", "round")
    assert told.count("whether a further round was held") == len((joint_draw(), second_draw()))
    heads = dict(files) | {"dossier-heads.tsv": b""}
    assert said(heads, "unchecked", "round").count("\n") == 1
    bare = written(why_not_drawn([second_draw()], undrawn()), tmp_path / "企业")
    assert "whether a further round was held" in said(bare, "unchecked", "round")


def rounds() -> tuple[Draw, SupplementCommitment, SupplementDraw]:
    """Return a draw, the same with a round that was asked for, and with that round drawn."""
    main = drawn(committed(task(design("5%"))))
    why = {min(main.taken.live): ReplacementReason.NOT_FOUND}
    asked = commit_supplement(main, committed_at=ROUND_AT, beacons=[ROUND_EVENT], replaced=why)
    return main, asked, next_round(main, replaced=why)


def test_a_round_counts_wherever_it_is_kept_back(tmp_path: Path) -> None:
    main, asked, whole = rounds()
    own = next(id_ for id_ in whole.taken.live if id_ not in main.taken.live)
    honest, one_case = assessed(undrawn()), case(object_id=own)
    known = basis(draws=(whole,), as_of=date(2025, 9, 8))
    stages: tuple[tuple[Recorded, str], ...] = (
        (whole, "labels 1: is contradicted by what is here: it was drawn"),
        (asked, "labels 1: is contradicted by what is here: asked for, and no outcome is here"),
        (main, "a round that its dossier filed is not here"),
    )
    for number, (record, words) in enumerate(stages):
        at_hand = attrs.evolve(known, draws=(record,))
        f7 = derive(one_case, at_hand).facts["F7"]
        made = forged(one_case, at_hand, given("F0"), fact_of(honest, "F6"), f7)
        files = written(made, tmp_path / str(number))
        assert words in said(files, "refused", "fact")
        if record is main:
            cut = undossiered(files)
            assert CONTRADICTED not in said(cut, "refused", "fact")
            assert "whether a further round was held" in said(cut, "unchecked", "round")


def test_a_dossier_tells_every_round_that_is_here(tmp_path: Path) -> None:
    *_, whole = rounds()
    drawn_ = {*whole.main.taken.live, *whole.taken.live}
    own = next(id_ for id_ in whole.commitment.frames["labels"].ids if id_ not in drawn_)
    known = basis(draws=(whole,), as_of=date(2025, 9, 8))
    one_case = case(object_id=own)
    made = evidence(assess(one_case, derive(one_case, known, [given("F0")]).facts), known)
    files = written(made, tmp_path / "全部轮次")
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


# ---- serials ----
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


# ---- span, department, items ----
def test_a_span_that_does_not_begin_with_the_year_is_named(files: Files) -> None:
    swap(files, "assessment.txt", "case.first=2025-01-01", "case.first=2025-06-01")
    swap(files, QUERY, "received_from=2025-01-01", "received_from=2025-06-01")
    _again(files)
    assert "F6 and F7 begin with 2025-06-01" in said(files, "unchecked", "fact")
    swap(files, "assessment.txt", "case.first=2025-06-01", "case.first=2025-07-11")
    assert "lies after the event" in said(files, "refused", "fact")


def test_a_draw_from_before_the_span_counts_where_its_window_reaches_into_it(visited: Files) -> None:
    path = _fact(visited, "F6")
    swap(visited, "assessment.txt", "case.first=2025-01-01", "case.first=2025-06-01")
    swap(visited, "assessment.txt", f"\n{path}.value=FALSE", f"\n{path}.value=TRUE")
    assert f"labels 0: {CONTRADICTED}: it was drawn" in said(visited, "refused", "fact")


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


def test_whoever_was_drawn_for_another_item_is_named(tmp_path: Path) -> None:
    honest = assessed(undrawn())
    one_case = case(object_id=labels_only(), item_codes=("hygiene",))
    bundle = forged(one_case, records(), given("F0"), fact_of(honest, "F6"), fact_of(honest, "F7"))
    told = said(written(bundle, tmp_path / "他项"), "unchecked", "fact")
    assert "F6 was not checked: it was drawn for another item (320481-SCJG-1-98601545b4d4 labels)" in told


# ---- registers ----
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


def _register_before_the_year(*, disposed: str) -> LeadRegister:
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
def test_a_lead_that_waited_when_the_span_began_stands_against_f7(
    disposed: str, *, waits: bool, tmp_path: Path
) -> None:
    register = _register_before_the_year(disposed=disposed)
    known = attrs.evolve(records(), registers=(register,), register_heads=(register.head,))
    f7 = fact_of(assessed(undrawn()), "F7")
    f7 = attrs.evolve(f7, evidence=(attrs.evolve(f7.evidence[0], digest=register.head.digest),))
    honest = assessed(undrawn())
    bundle = forged(case(object_id=undrawn()), known, given("F0"), fact_of(honest, "F6"), f7)
    assert (f"F7: {CONTRADICTED}" in said(written(bundle, tmp_path / "前线索"), "refused", "fact")) is waits


def test_a_lead_of_an_unknown_object_from_before_the_span_is_named(tmp_path: Path) -> None:
    on, at = date(2024, 12, 20), datetime.fromisoformat("2024-12-20T15:30:00+08:00")
    whole = statement(first=date(2024, 12, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    register = filled(lead(object_id="", place="合成路 1 号", received_on=on, received_at=at), whole, at=STATED_AT)
    known = attrs.evolve(records(), registers=(register,), register_heads=(register.head,))
    honest = assessed(undrawn())
    f7 = fact_of(honest, "F7")
    f7 = attrs.evolve(f7, evidence=(attrs.evolve(f7.evidence[0], digest=register.head.digest),))
    bundle = forged(case(object_id=undrawn()), known, given("F0"), fact_of(honest, "F6"), f7)
    made = written(bundle, tmp_path / "不明")
    assert CONTRADICTED not in said(made, "refused", "fact")
    assert "F7 was not checked: a lead from before the span is of an unknown object" in said(made, "unchecked", "fact")


@pytest.mark.parametrize("make", [visited_evidence, undrawn_evidence])
@pytest.mark.parametrize("grade", [DisclosureGrade.PUBLIC, DisclosureGrade.ON_REQUEST])
def test_where_entries_are_withheld_f7_is_named_and_no_query_is_called_checked(
    make: Callable[[DisclosureGrade], EvidenceBundle], grade: DisclosureGrade, tmp_path: Path
) -> None:
    made = written(make(grade), tmp_path / "部分")
    assert "F7 was not checked: entries of a register are withheld" in said(made, "unchecked", "fact")
    assert said(made, "ok", "query") == ""


# ---- results ----
@pytest.mark.parametrize("grade", [DisclosureGrade.PUBLIC, DisclosureGrade.INTERNAL])
def test_a_result_that_was_corrected_since_does_not_decide(grade: DisclosureGrade, tmp_path: Path) -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 1))
    known = attrs.evolve(records(), dossiers=(dossier,), heads=(dossier.head,))
    clean = {fact.code: fact for fact in assessed().facts}
    bundle = evidence(assess(case(), clean.values()), known, grade=grade)
    assert f"F2: {CONTRADICTED}" in said(written(bundle, tmp_path / "更正"), "refused", "fact")


def test_a_paper_does_not_outweigh_the_result_in_the_dossier_and_is_named_without_one(tmp_path: Path) -> None:
    dossier = corrected(result(), Outcome.PENDING_FOLLOW_UP, date(2025, 7, 1))
    known = attrs.evolve(records(), dossiers=(dossier,), heads=(dossier.head,))
    with_paper = {fact.code: fact for fact in assessed().facts} | {"F2": given("F2")}
    made = written(forged(case(), known, **with_paper), tmp_path / "书面")
    assert f"F2: {CONTRADICTED}" in said(made, "refused", "fact")
    alone = written(forged(case(), attrs.evolve(known, dossiers=(), heads=()), **with_paper), tmp_path / "无卷")
    assert "F2 was not checked: the result of labels is not here" in said(alone, "unchecked", "fact")


def test_a_result_that_was_read_is_checked(visited: Files) -> None:
    assert "F2" not in said(visited, "unchecked", "fact")
    path = _fact(visited, "F2")
    swap(visited, "assessment.txt", f"\n{path}.value=TRUE", f"\n{path}.value=FALSE")
    assert f"F2: {CONTRADICTED}" in said(visited, "refused", "fact")


# ---- who looked, and when ----
def test_what_was_so_by_the_event_is_looked_at_from_its_day_on(files: Files) -> None:
    for code in ("F0", "F6", "F7"):
        changed, path = dict(files), _fact(files, code)
        text = changed["assessment.txt"].decode().split("\n")
        early = [f"{line[: -len('2025-01-01')]}2025-07-09" if _is_day(line, path) else line for line in text]
        changed["assessment.txt"] = "\n".join(early).encode()
        told = f"{code}: was not looked at up to the day of the event"
        assert told in said(changed, "refused", "fact")
        assert told not in said(files, "refused", "fact")


def _is_day(line: str, path: str) -> bool:
    return line.startswith(f"{path}.evidence.") and ".as_of=" in line


def test_nobody_looks_later_than_the_records_nor_establishes_what_is_about_himself(files: Files) -> None:
    path = _fact(files, "F0")
    late = dict(files)
    swap(late, "assessment.txt", f"{path}.evidence.1.as_of=2025-07-20", f"{path}.evidence.1.as_of=2025-09-09")
    assert "F0: was looked at later than the records here" in said(late, "refused", "fact")
    subject = script.Record(files["assessment.txt"])["case.subject"]
    swap(
        files,
        "assessment.txt",
        f"{path}.evidence.1.established_by={AGENCY}",
        f"{path}.evidence.1.established_by={subject}",
    )
    assert "F0: was established by whoever the case is about" in said(files, "refused", "fact")


# ---- traps ----
def test_traps_are_told_as_the_word_of_whoever_made_the_folder(files: Files) -> None:
    files["traps.tsv"] = table_bytes([("ERROR", "trap.short_span", "案-01", "期间过短", "the span is short")])
    told = said(files, "unchecked", "trap")
    assert told == (
        "trap: traps are the word of whoever made the folder: ERROR trap.short_span 案-01 the span is short"
    )
    files["traps.tsv"] = b""
    assert "tells of no trap" in said(files, "note", "trap")


def test_f7_without_a_register_is_named_and_refused_where_it_cites_one(tmp_path: Path) -> None:
    honest, known = assessed(undrawn()), attrs.evolve(records(), registers=(), register_heads=())
    rest = (given("F0"), fact_of(honest, "F6"))
    by_hand = written(forged(case(object_id=undrawn()), known, *rest, given("F7")), tmp_path / "由人")
    assert "F7 was not checked: no register answers" in said(by_hand, "unchecked", "fact")
    assert said(by_hand, "refused", "fact") == ""
    cited = written(forged(case(object_id=undrawn()), known, *rest, fact_of(honest, "F7")), tmp_path / "所引")
    assert f"F7: {CONTRADICTED}" in said(cited, "refused", "fact")
