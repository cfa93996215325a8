"""What is written can be read, says the same again, and is refused once it was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.bundle import KINDS, from_json, to_json
from shuangsuiji.draws import (
    Answer,
    Draw,
    PastDraw,
    SupplementDraw,
    report,
    verify,
)
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES
from shuangsuiji.lottery import (
    Evidence,
    Inclusion,
    Manifest,
    Supplement,
    TableFrame,
    inclusion_probabilities,
)
from shuangsuiji.lottery.forms import parse_sheet, parse_table, sheet_bytes, table_bytes
from shuangsuiji.registry import LIYANG_DEPARTMENTS, InspectionObject, ObjectPool
from shuangsuiji.tables import ImportReport, import_objects
from shuangsuiji.tables.rejections import Problem
from shuangsuiji.terms import DayKind
from shuangsuiji.testing.strategies import (
    DirtySheet,
    RowVerdict,
    absences,
    assessments,
    beacon_events,
    cases,
    certificate_holders,
    certificates,
    commitments,
    department_reports,
    dirty_sheets,
    draws,
    expert_rules,
    experts,
    facts,
    fields,
    filters,
    frames,
    inspection_items,
    inspection_objects,
    inspector_pools,
    inspectors,
    instants,
    item_lists,
    joint_plans,
    leaves,
    legal_bases,
    manifests,
    matchings,
    object_pools,
    plans,
    qualifications,
    ratios,
    recusals,
    sampling_designs,
    supplement_requests,
    supplement_sheets,
    supplements,
    task_officers,
    tasks,
    team_rules,
    trainings,
    weights,
    windows,
)
from shuangsuiji.values import Finding, TimeLimit, TimeUnit, ratio, ratio_text
from shuangsuiji.workdays import DayRule, Deadline, Layer, Suspension, china_calendar, explain


def records() -> SearchStrategy[Draw | SupplementDraw]:
    return draws() | supplements()


def answers() -> SearchStrategy[Answer]:
    return records().flatmap(lambda one: st.sampled_from(_frame_ids(one)).map(one.why))


def evidence() -> SearchStrategy[Evidence]:
    editions = st.dictionaries(beacon_events().map(lambda event: event.name), instants(), max_size=2)
    return st.builds(Evidence, authorities=st.text(max_size=40), editions=editions)


@st.composite
def inclusions(draw: st.DrawFn) -> Inclusion:
    counts = draw(st.dictionaries(weights(), st.integers(1, 9), min_size=1, max_size=3))
    found = inclusion_probabilities(counts, draw(st.integers(0, sum(counts.values()))))
    return draw(st.sampled_from(found))


def _frame_ids(record: Draw | SupplementDraw) -> list[str]:
    return [id_ for frame in record.commitment.frames.values() for id_ in frame.ids]


def _findings() -> tuple[Finding, ...]:
    pool = ObjectPool.of([], id="pool", owner="owner", item_codes=["item"], maintained_on=date(2020, 5, 7))
    return pool.check(LIYANG_RULES, date(2026, 5, 7))


def reports() -> SearchStrategy[ImportReport]:
    return dirty_sheets().map(lambda sheet: import_objects(sheet.content))


def limits() -> SearchStrategy[TimeLimit]:
    clause = st.just(LIYANG_2020.ref("3.3.2"))
    return st.builds(TimeLimit, number=st.integers(1, 400), unit=st.sampled_from(TimeUnit), clause=clause)


CHINA = china_calendar(last_announced=2026)


def suspensions() -> SearchStrategy[Suspension]:
    firsts, lengths = st.dates(date(2020, 1, 1), date(2026, 6, 1)), st.integers(0, 20)
    return st.tuples(firsts, lengths).map(
        lambda pair: Suspension(first=pair[0], last=pair[0] + timedelta(days=pair[1]), reason="检验", basis="示例")
    )


def deadlines() -> SearchStrategy[Deadline]:
    starts = st.dates(date(2020, 1, 1), date(2027, 1, 31))
    units = st.sampled_from((TimeUnit.WORKING_DAY, TimeUnit.DAY))
    terms = st.builds(TimeLimit, number=st.integers(1, 60), unit=units, clause=st.just(LIYANG_2020.ref("3.3.2")))
    made = st.tuples(starts, terms, st.lists(suspensions(), max_size=2))
    return made.map(lambda one: CHINA.deadline(*one))


def layers() -> SearchStrategy[Layer]:
    rules = st.builds(
        DayRule,
        day=st.dates(date(2020, 1, 1), date(2027, 1, 31)),
        working=st.booleans(),
        kind=st.sampled_from(DayKind),
        source=st.just("示例"),
    )
    several = st.lists(rules, min_size=1, max_size=4, unique_by=lambda one: one.day)
    return st.builds(Layer, name=st.just("示例"), rules=several, years=st.sampled_from(((), (2026,), (2026, 2027))))


VALUES: dict[str, tuple[Callable[[], SearchStrategy[Any]], int]] = {
    "Absence": (absences, 30),
    "AnnualPlan": (plans, 40),
    "Answer": (answers, 15),
    "Assessment": (assessments, 20),
    "Basis": (lambda: commitments().map(lambda one: one.basis), 10),
    "BeaconEvent": (beacon_events, 60),
    "Case": (cases, 40),
    "Certificate": (certificates, 30),
    "CertificateHolder": (certificate_holders, 30),
    "Check": (lambda: commitments().map(lambda one: verify(one).checks[0]), 10),
    "Clause": (lambda: st.sampled_from(LIYANG_2020.clauses), 20),
    "ClauseRef": (lambda: st.sampled_from([LIYANG_2020.ref(clause.id) for clause in LIYANG_2020.clauses]), 20),
    "Commitment": (commitments, 25),
    "DayRule": (lambda: layers().map(lambda one: one.rules[0]), 15),
    "Deadline": (deadlines, 20),
    "Department": (lambda: st.sampled_from(LIYANG_DEPARTMENTS.departments), 20),
    "DepartmentReport": (department_reports, 10),
    "DepartmentTree": (lambda: st.just(LIYANG_DEPARTMENTS), 1),
    "Document": (lambda: st.just(LIYANG_2020), 1),
    "Draw": (draws, 25),
    "Evidence": (evidence, 30),
    "Expert": (experts, 40),
    "ExpertRule": (expert_rules, 30),
    "Explanation": (lambda: deadlines().map(lambda one: explain(CHINA, one)), 10),
    "Fact": (facts, 40),
    "Filter": (filters, 60),
    "Finding": (lambda: st.sampled_from(_findings()), 10),
    "FrameAnswer": (lambda: answers().map(lambda one: one.frames[0]), 10),
    "ImportReport": (reports, 25),
    "Inclusion": (inclusions, 30),
    "InspectionItem": (inspection_items, 60),
    "InspectionObject": (inspection_objects, 60),
    "Inspector": (inspectors, 40),
    "InspectorPool": (inspector_pools, 20),
    "ItemChange": (lambda: item_lists(min_size=1, revised=True).map(lambda one: one.changes[0]), 15),
    "ItemList": (item_lists, 30),
    "JointPlan": (joint_plans, 30),
    "Layer": (layers, 20),
    "Leave": (leaves, 20),
    "LegalBasis": (legal_bases, 40),
    "Manifest": (manifests, 40),
    "Matching": (matchings, 12),
    "MatchingReport": (lambda: matchings().map(report), 10),
    "ObjectColumns": (lambda: object_pools().map(lambda one: one.columns), 25),
    "ObjectPool": (object_pools, 25),
    "Officer": (lambda: matchings().map(lambda one: one.seated.staff.officers[0]), 10),
    "PastDraw": (lambda: (records() | supplement_requests()).map(PastDraw.of), 15),
    "PoolRevision": (lambda: object_pools(revised=True).map(lambda one: one.revision), 10),
    "Qualification": (qualifications, 20),
    "Recusal": (recusals, 40),
    "Reveal": (lambda: records().map(lambda one: one.reveal), 15),
    "Rule": (lambda: st.sampled_from(LIYANG_RULES.rules), 5),
    "RuleBook": (lambda: st.just(LIYANG_RULES), 1),
    "SamplingDesign": (sampling_designs, 40),
    "Staff": (lambda: matchings().map(lambda one: one.seated.staff), 10),
    "Substitution": (
        lambda: matchings().filter(lambda one: one.substitutions).map(lambda one: one.substitutions[0]),
        10,
    ),
    "Supplement": (supplement_sheets, 40),
    "SupplementCommitment": (supplement_requests, 12),
    "SupplementDraw": (supplements, 12),
    "Suspension": (suspensions, 20),
    "TableFrame": (frames, 40),
    "Task": (tasks, 40),
    "TaskOfficers": (task_officers, 20),
    "TeamRule": (team_rules, 40),
    "TimeLimit": (limits, 20),
    "Training": (trainings, 20),
    "Verdict": (lambda: records().map(verify), 10),
    "Window": (windows, 20),
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


@settings(max_examples=80)
@given(supplement_sheets())
def test_the_bytes_of_a_request_are_read_and_written_the_same(sheet: Supplement) -> None:
    content = sheet.to_bytes()
    again = Supplement.from_bytes(content, sheet.k)
    assert again == sheet
    assert again.to_bytes() == content
    assert (again.quotas, again.replaced, again.beacons, again.committed_at) == (
        sheet.quotas,
        sheet.replaced,
        sheet.beacons,
        sheet.committed_at,
    )


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
            assert [_said(one) for one in found[row]] == [_said(one) for one in problems]


def _said(problem: Problem) -> tuple[str, str, str]:
    """Return what was found; what is guessed after it, from the row as a whole, no longer shows beside the reasons."""
    return problem.code, problem.zh.partition("；")[0], problem.seen
