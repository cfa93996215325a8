"""What is written can be read, says the same again, and is refused once it was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.bundle import KINDS, from_json, to_json
from shuangsuiji.draws import Answer, Commitment, Draw, PastDraw, verify
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES
from shuangsuiji.lottery import SOURCES, CheckStatus, Manifest, TableFrame, verify_files
from shuangsuiji.lottery.forms import parse_sheet, parse_table, sheet_bytes, table_bytes
from shuangsuiji.lottery.seeds import reveal_of
from shuangsuiji.registry import LIYANG_DEPARTMENTS, InspectionObject, ObjectPool
from shuangsuiji.tables import ImportReport, import_objects
from shuangsuiji.testing.strategies import (
    WAYS,
    DirtySheet,
    RowVerdict,
    beacon_events,
    commitments,
    dirty_sheets,
    draws,
    fields,
    filters,
    frames,
    inspection_items,
    inspection_objects,
    item_lists,
    legal_bases,
    manifests,
    object_pools,
    plans,
    ratios,
    reveals,
    sampling_designs,
    tampered,
    tasks,
)
from shuangsuiji.values import Finding, TimeLimit, TimeUnit, ratio, ratio_text


def answers() -> SearchStrategy[Answer]:
    return draws().flatmap(lambda one: st.sampled_from(_frame_ids(one)).map(one.why))


def _frame_ids(record: Draw) -> list[str]:
    return [id_ for frame in record.commitment.frames.values() for id_ in frame.ids]


def _findings() -> tuple[Finding, ...]:
    pool = ObjectPool.of([], id="pool", owner="owner", item_codes=["item"], maintained_on=date(2020, 5, 7))
    return pool.check(LIYANG_RULES, date(2026, 5, 7))


def reports() -> SearchStrategy[ImportReport]:
    return dirty_sheets().map(lambda sheet: import_objects(sheet.content))


def limits() -> SearchStrategy[TimeLimit]:
    clause = st.just(LIYANG_2020.ref("3.3.2"))
    return st.builds(TimeLimit, number=st.integers(1, 400), unit=st.sampled_from(TimeUnit), clause=clause)


VALUES: dict[str, tuple[Callable[[], SearchStrategy[Any]], int]] = {
    "AnnualPlan": (plans, 40),
    "Answer": (answers, 15),
    "Basis": (lambda: commitments().map(lambda one: one.basis), 10),
    "BeaconEvent": (beacon_events, 60),
    "Check": (lambda: commitments().map(lambda one: verify(one).checks[0]), 10),
    "Clause": (lambda: st.sampled_from(LIYANG_2020.clauses), 20),
    "ClauseRef": (lambda: st.sampled_from([LIYANG_2020.ref(clause.id) for clause in LIYANG_2020.clauses]), 20),
    "Commitment": (commitments, 25),
    "Department": (lambda: st.sampled_from(LIYANG_DEPARTMENTS.departments), 20),
    "DepartmentTree": (lambda: st.just(LIYANG_DEPARTMENTS), 1),
    "Document": (lambda: st.just(LIYANG_2020), 1),
    "Draw": (draws, 25),
    "Filter": (filters, 60),
    "Finding": (lambda: st.sampled_from(_findings()), 10),
    "FrameAnswer": (lambda: answers().map(lambda one: one.frames[0]), 10),
    "ImportReport": (reports, 25),
    "InspectionItem": (inspection_items, 60),
    "InspectionObject": (inspection_objects, 60),
    "ItemChange": (lambda: item_lists(min_size=1, revised=True).map(lambda one: one.changes[0]), 15),
    "ItemList": (item_lists, 30),
    "LegalBasis": (legal_bases, 40),
    "Manifest": (manifests, 40),
    "ObjectColumns": (lambda: object_pools().map(lambda one: one.columns), 25),
    "ObjectPool": (object_pools, 25),
    "PastDraw": (lambda: draws().map(PastDraw.of), 10),
    "PoolRevision": (lambda: object_pools(revised=True).map(lambda one: one.revision), 10),
    "Reveal": (lambda: draws().map(lambda one: one.reveal), 15),
    "Rule": (lambda: st.sampled_from(LIYANG_RULES.rules), 5),
    "RuleBook": (lambda: st.just(LIYANG_RULES), 1),
    "SamplingDesign": (sampling_designs, 40),
    "TableFrame": (frames, 40),
    "Task": (tasks, 40),
    "TimeLimit": (limits, 20),
    "Verdict": (lambda: draws().map(verify), 10),
}


def test_every_kind_whose_form_is_promised_is_generated() -> None:
    assert {kind.__name__ for kind in KINDS} <= VALUES.keys()


@pytest.mark.parametrize("name", VALUES)
def test_json_read_is_the_value_written_and_writes_the_same_text_again(name: str) -> None:
    strategy, examples = VALUES[name]

    @settings(max_examples=examples)
    @given(strategy())
    def check(value: object) -> None:
        kind = type(value)
        assert kind.__name__ == name
        text = to_json(value)
        again = from_json(text, kind)
        assert again == value
        assert to_json(again) == text
        assert from_json(to_json(value, indent=None).encode(), kind) == value

    check()


@settings(max_examples=80)
@given(manifests())
def test_the_bytes_of_a_manifest_are_read_and_written_the_same(manifest: Manifest) -> None:
    content = manifest.to_bytes()
    again = Manifest.from_bytes(content)
    assert again == manifest
    assert again.to_bytes() == content
    assert (again.commit, again.frames, again.beacons, again.chains) == (
        manifest.commit,
        manifest.frames,
        manifest.beacons,
        manifest.chains,
    )
    for terms in again.frames:
        assert terms.entries().items() <= manifest.entries.items()


@settings(max_examples=80)
@given(st.dictionaries(fields(), fields(), max_size=8))
def test_a_sheet_is_read_as_it_was_written(entries: dict[str, str]) -> None:
    content = sheet_bytes(entries)
    assert parse_sheet(content, "x.txt") == entries
    assert sheet_bytes(parse_sheet(content, "x.txt")) == content


@settings(max_examples=80)
@given(st.sets(st.tuples(fields(), fields(), fields()), max_size=8))
def test_a_table_is_read_as_it_was_written_in_byte_order(rows: set[tuple[str, str, str]]) -> None:
    content = table_bytes(rows)
    assert set(parse_table(content, "x.tsv", 3)) == rows
    assert table_bytes(parse_table(content, "x.tsv", 3)) == content
    lines = content.split(b"\n")[:-1]
    assert lines == sorted(lines)


@settings(max_examples=80)
@given(frames())
def test_a_frame_is_read_as_it_was_written(frame: TableFrame) -> None:
    again = TableFrame.from_table(parse_table(frame.to_bytes(), "frame.x.tsv", 4))
    assert again == frame
    assert again.to_bytes() == frame.to_bytes()
    assert sum(again.counts().values()) == again.rows == len(frame.ids)


@settings(max_examples=80)
@given(ratios())
def test_a_ratio_is_read_as_it_was_written(exact: Fraction) -> None:
    assert ratio(ratio_text(exact)) == exact


@settings(max_examples=60)
@given(object_pools())
def test_a_pool_gives_back_the_objects_that_went_in(pool: ObjectPool) -> None:
    objects: list[InspectionObject] = list(pool)
    again = ObjectPool.of(
        reversed(objects), id=pool.id, owner=pool.owner, item_codes=pool.item_codes, maintained_on=pool.maintained_on
    )
    assert list(again) == objects
    assert [pool[one.id] for one in objects] == objects
    assert again.columns.digest == pool.columns.digest or pool.version > 1


@settings(max_examples=40)
@given(draws())
def test_every_draw_is_accepted_and_reads_back_from_its_files(record: Draw) -> None:
    verdict = verify(record)
    assert verdict.accepted, [str(check) for check in verdict.of(CheckStatus.REFUSED)]
    assert verdict.exit_status == 0
    assert (verdict.commit, verdict.level) == (record.commitment.commit, 1 if _known(record) else 0)
    commitment = Commitment.from_files(record.files)
    assert commitment.files == record.commitment.files
    reveal, claimed = reveal_of(record.files["reveal.txt"])
    assert (reveal, claimed["seed"]) == (record.reveal, record.seed.text)
    assert Draw(commitment=commitment, reveal=reveal).files == record.files


def _known(record: Draw) -> bool:
    return any(event.source in SOURCES for event in record.commitment.manifest.beacons)


@settings(max_examples=30)
@given(commitments())
def test_every_commitment_is_accepted_and_says_that_it_is_not_revealed(commitment: Commitment) -> None:
    verdict = verify(commitment)
    assert (verdict.accepted, verdict.exit_status, verdict.level) == (True, 3, None)
    assert [check.code for check in verdict.of(CheckStatus.UNCHECKED)] == ["uncommitted"]


@settings(max_examples=25)
@given(draws(), st.data())
def test_why_agrees_with_the_draw_for_every_object(record: Draw, data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(_frame_ids(record)))
    answer = record.why(id_)
    assert answer.drawn == (id_ in record.objects)
    assert tuple(one.item_code for one in answer.frames if one.drawn) == record.objects.get(id_, ())


@settings(max_examples=30)
@given(draws(), st.data())
def test_a_draw_tampered_with_in_any_way_is_always_refused(record: Draw, data: st.DataObject) -> None:
    for way in WAYS:
        files = data.draw(tampered(record.files, ways=[way]), label=way)
        assert files != record.files
        verdict = verify_files(files)
        assert (verdict.accepted, verdict.exit_status, verdict.level) == (False, 1, None), way


@settings(max_examples=30)
@given(draws(), st.data())
def test_a_verifier_says_something_about_any_bytes_and_never_fails(record: Draw, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(record.files)))
    junk = data.draw(st.binary(max_size=40) | fields().map(str.encode))
    lines = record.files[name].split(b"\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    for changed in ([junk], [*lines[:at], junk, *lines[at:]], [*lines[:at], lines[at][:3] + junk, *lines[at + 1 :]]):
        assert verify_files({**record.files, name: b"\n".join(changed)}).checks


@settings(max_examples=40)
@given(commitments(), st.data())
def test_tampered_tables_are_refused_before_the_reveal_too(commitment: Commitment, data: st.DataObject) -> None:
    files = data.draw(tampered(commitment.files))
    assert not verify_files(files).accepted


@settings(max_examples=25)
@given(draws(mode="sealed"), st.data())
def test_the_reveal_of_another_draw_is_refused(record: Draw, data: st.DataObject) -> None:
    other = data.draw(reveals(record.commitment))
    files = {**record.files, "reveal.txt": other.to_bytes(record.seed)}
    assert verify_files(files).accepted == (other == record.reveal)


def _verdicts(report: ImportReport) -> dict[int, RowVerdict]:
    return {one.row: RowVerdict.REJECTED for one in report.rejected} | {
        one.row: RowVerdict.SKIPPED for one in report.skipped
    }


@settings(max_examples=200)
@given(dirty_sheets())
def test_an_import_gives_every_row_of_a_dirty_sheet_its_verdict(sheet: DirtySheet) -> None:
    report = import_objects(sheet.content)
    kept_out = {row: verdict for row, verdict in sheet.verdicts.items() if verdict is not RowVerdict.ACCEPTED}
    assert _verdicts(report) == kept_out, report.problems
    assert tuple(report.columns.ids) == sheet.accepted_ids
    assert (report.accepted, len(report.rejected), len(report.skipped)) == tuple(map(sheet.count, RowVerdict))
    assert report.rows == len(sheet.verdicts)


@settings(max_examples=60)
@given(dirty_sheets())
def test_every_encoding_gives_the_same_report(sheet: DirtySheet) -> None:
    utf8, marked, gb18030 = (import_objects(sheet.encoded(one)) for one in ("utf-8", "utf-8-sig", "gb18030"))
    assert utf8 == marked
    assert (utf8.encoding, gb18030.encoding) == ("utf-8", "gb18030")
    assert to_json(gb18030).replace("gb18030", "utf-8") == to_json(utf8)


@settings(max_examples=60)
@given(dirty_sheets())
def test_rejected_rows_written_back_are_rejected_again(sheet: DirtySheet) -> None:
    """But a repeat whose first is gone, and a row whose missing cell is now there, may be read."""
    report = import_objects(sheet.content)
    again = import_objects(report.rejected_csv())
    assert again.rows == len(report.rejected)
    faults = {2 + at: one.problems for at, one in enumerate(report.rejected)}
    found = {one.row: one.problems for one in again.rejected}
    for row, problems in faults.items():
        if not {problem.code for problem in problems} & {"columns", "conflict", "duplicate"}:
            assert [(one.code, one.zh, one.seen) for one in found[row]] == [
                (one.code, one.zh, one.seen) for one in problems
            ]
