"""An agency's commitments, looked at as one chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import permutations

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.draws import Commitment, Draw, PastDraw
from shuangsuiji.draws.redraws import LinkState
from shuangsuiji.draws.serials import SerialCheck, check_serials
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import ZERO_DIGEST, Manifest
from shuangsuiji.planning import Task
from shuangsuiji.values import Severity
from tests.unit.builders import (
    AGENCY,
    COMMITTED_AT,
    codes_of,
    committed,
    design,
    drawn,
    enterprise,
    plan_of,
    pool_of,
    reveal,
    task,
)

BASE = committed().manifest
LAST_DAY = date(2025, 7, 31)  # reveal.by of what the builders commit
FAILED_LINE = "rules.failed"


def manifest(serial: int, prev: str = ZERO_DIGEST, /, **changes: str) -> Manifest:
    """Return a manifest of the chain, with a task, an item and code chains of its own."""
    given = {
        **BASE.entries,
        "serial": str(serial),
        "prev": prev,
        "task": f"2025-{serial:02d}",
        "committed.at": (COMMITTED_AT + timedelta(minutes=min(serial, 60))).isoformat(),
        **{f"chain.{party}": codes[0] for party, codes in codes_of(serial).items()},
    }
    return Manifest({key: value for key, value in {**given, **changes}.items() if value})


def open_mode(serial: int, prev: str = ZERO_DIGEST) -> Manifest:
    """Return a manifest that is not sealed, so that anyone can draw once the events have happened."""
    return manifest(serial, prev, mode="open", **{"reveal.by": "", "chain.operator": "", "chain.supervisor": ""})


FIRST = manifest(1)
SECOND = manifest(2, FIRST.commit)
THIRD = manifest(3, SECOND.commit)
FOURTH = manifest(4, THIRD.commit)
CHAIN = (FIRST, SECOND, THIRD, FOURTH)
GAZETTE = {one.serial: one.commit for one in CHAIN}


def record(one: Manifest, *, failed: bool = False, numbers: Iterable[int] = ()) -> PastDraw:
    ids = frozenset(f"P{number}" for number in numbers)
    return PastDraw(manifest=one, drawn={"labels": ids} if ids else {}, failed=failed)


def done(one: Manifest) -> PastDraw:
    """Return the record of a commitment that has been drawn: 5 % of 60."""
    return record(one, numbers=range(3))


def check(*manifests: Manifest, on: date | None = None, published: dict[int, str] | None = None) -> SerialCheck:
    return check_serials(map(done, manifests), on=on, published=published)


def codes(found: SerialCheck, *, of: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    """Return code and place of the findings of a weight."""
    return [(one.code, one.where) for one in found.of(of)]


# What follows.


def test_a_whole_chain_is_accepted_in_whatever_order_it_comes() -> None:
    for order in permutations(CHAIN):
        found = check(*order)
        assert found.accepted
        assert codes(found) == codes(found, of=Severity.WARNING) == []
        assert [one.serial for one in found.links] == [1, 2, 3, 4]
        assert [one.commit for one in found.links] == list(GAZETTE.values())


def test_no_record_is_no_chain_and_nothing_is_wrong_with_it() -> None:
    found = check_serials([])
    assert (found.agency, found.links, found.findings, found.accepted) == (None, (), (), True)


def test_a_commitment_and_its_draw_count_once() -> None:
    found = check_serials([record(FIRST), done(FIRST), record(FIRST)])
    assert [one.state for one in found.links] == [LinkState.DRAWN]
    assert found.findings == ()


def test_draws_and_commitments_are_records_too() -> None:
    made = drawn()
    found = check_serials([made, made.commitment])
    assert [(one.state, one.commit) for one in found.links] == [(LinkState.DRAWN, made.commitment.commit)]
    assert [one.state for one in check_serials([made.commitment]).links] == [LinkState.PENDING]


# Gaps.


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ((FIRST, THIRD, FOURTH), [("chain.gap", "编号 2")]),
        ((FIRST, FOURTH), [("chain.gap", "编号 2–3")]),
        ((SECOND, THIRD), [("chain.first", "编号 1")]),
        ((FOURTH,), [("chain.first", "编号 1–3")]),
        ((SECOND, FOURTH), [("chain.first", "编号 1"), ("chain.gap", "编号 3")]),
    ],
    ids=["one", "a run", "first", "only the last", "two gaps"],
)
def test_every_missing_serial_is_named(kept: tuple[Manifest, ...], expected: list[tuple[str, str]]) -> None:
    found = check(*kept)
    assert codes(found) == expected
    assert not found.accepted


def test_a_serial_of_eighteen_digits_is_a_long_gap_and_takes_no_time() -> None:
    assert codes(check(FIRST, manifest(10**17, "ab" * 32))) == [("chain.gap", f"编号 2–{10**17 - 1}")]


# Forks and breaks.


def test_two_commitments_of_one_serial_are_a_fork() -> None:
    other = manifest(2, FIRST.commit, task="silent second try", **{"chain.operator": "77" * 32})
    found = check(FIRST, SECOND, other, THIRD)
    assert codes(found) == [("chain.fork", "编号 2"), ("chain.codes", f"编号 {AGENCY} 2")]
    assert all(one.commit in found.of(Severity.ERROR)[0].zh for one in (SECOND, other))


def test_two_commitments_after_one_are_a_fork_whatever_they_are_called() -> None:
    other = manifest(3, FIRST.commit)
    assert codes(check(FIRST, SECOND, other)) == [("chain.prev", "编号 3"), ("chain.fork", "编号 2、3")]


@pytest.mark.parametrize("name", "abcdef")
def test_each_branch_of_a_fork_may_go_on(name: str) -> None:
    late = (COMMITTED_AT + timedelta(hours=3)).isoformat()
    left, right = manifest(2, FIRST.commit), manifest(2, FIRST.commit, task=name, **{"committed.at": late})
    after_left, after_right = manifest(3, left.commit), manifest(3, right.commit, **{"committed.at": late})
    found = check(FIRST, left, right, after_left, after_right)
    assert {code for code, _ in codes(found)} == {"chain.fork", "chain.codes"}, "neither prev nor time is wrong"


def test_a_wrong_prev_is_named_with_what_was_due() -> None:
    found = check(FIRST, manifest(2, "ab" * 32))
    assert codes(found) == [("chain.prev", "编号 2")]
    assert FIRST.commit in found.findings[0].zh
    assert "ab" * 32 in found.findings[0].en


def test_an_earlier_commitment_that_was_changed_afterwards_breaks_the_next() -> None:
    assert codes(check(manifest(1, task="changed"), SECOND, THIRD)) == [("chain.prev", "编号 2")]


def test_nothing_may_be_committed_before_the_one_before() -> None:
    early = manifest(2, FIRST.commit, **{"committed.at": COMMITTED_AT.isoformat()})
    assert codes(check(FIRST, early)) == [("chain.time", "编号 2")]


def test_time_is_compared_across_a_gap_and_prev_is_not() -> None:
    early = manifest(4, THIRD.commit, **{"committed.at": COMMITTED_AT.isoformat()})
    assert codes(check(FIRST, early)) == [("chain.gap", "编号 2–3"), ("chain.time", "编号 4")]


def test_instants_are_compared_whatever_their_offset() -> None:
    same = manifest(2, FIRST.commit, **{"committed.at": "2025-05-11T01:30:00+00:00"})
    assert check(FIRST, same).accepted


def test_another_agency_is_named_and_left_out() -> None:
    other = manifest(1, agency="320481-WJW", **{"chain.operator": "78" * 32, "chain.supervisor": "79" * 32})
    found = check(FIRST, SECOND, other)
    assert codes(found) == [("chain.agency", "编号 1")]
    assert found.agency == AGENCY
    assert len(found.links) == 2


def test_everything_is_found_at_once() -> None:
    early = manifest(5, "ab" * 32, **{"committed.at": COMMITTED_AT.isoformat()})
    found = check(
        SECOND, manifest(2, FIRST.commit, task="again"), FOURTH, early, manifest(9, "ab" * 32, agency="320481-WJW")
    )
    assert {code for code, _ in codes(found)} == {
        "chain.agency",
        "chain.first",
        "chain.gap",
        "chain.time",
        "chain.prev",
        "chain.fork",
        "chain.codes",
    }
    assert all(one.clause is not None and one.en.isprintable() for one in found.findings)


# Codes.


def test_a_code_chain_of_two_manifests_is_refused() -> None:
    again = manifest(2, FIRST.commit, **{"chain.operator": codes_of(1)["operator"][0]})
    found = check(FIRST, again)
    assert codes(found) == [("chain.codes", f"编号 {AGENCY} 1、{AGENCY} 2")]
    assert "operator" in found.findings[0].zh
    assert "supervisor" not in found.findings[0].zh


def test_a_code_chain_that_two_agencies_use_is_refused() -> None:
    other = manifest(1, agency="320481-WJW")
    assert [code for code, _ in codes(check(FIRST, SECOND, other))] == ["chain.agency", "chain.codes", "chain.codes"]


# What was published.


def test_what_was_published_agrees() -> None:
    found = check(*CHAIN, published=GAZETTE)
    assert found.findings == check(*CHAIN).findings
    assert found.accepted


def test_a_commitment_that_is_not_the_published_one_is_refused() -> None:
    found = check(*CHAIN, published={**GAZETTE, 3: "ab" * 32})
    assert codes(found) == [("chain.published", "编号 3")]
    assert "ab" * 32 in found.of(Severity.ERROR)[0].zh


def test_a_commitment_that_nobody_published_is_pointed_out() -> None:
    found = check(*CHAIN, published={serial: GAZETTE[serial] for serial in (1, 2, 4)})
    assert found.accepted
    assert codes(found, of=Severity.WARNING) == [("chain.unpublished", "编号 3")]
    assert [code for code, _ in codes(check(FIRST, published={}), of=Severity.WARNING)] == ["chain.unpublished"]


def test_what_was_published_and_is_not_here_is_a_gap() -> None:
    found = check(FIRST, SECOND, published=GAZETTE)
    assert codes(found) == [("chain.gap", "编号 3–4")]
    assert "3、4 已公布" in found.findings[0].zh
    assert codes(check(published=GAZETTE)) == [("chain.gap", "编号 1–4")]


def test_what_was_published_stands_in_for_a_record_that_is_missing() -> None:
    right = {1: FIRST.commit, 2: SECOND.commit, 3: THIRD.commit}
    assert codes(check(FIRST, THIRD, published=right)) == [("chain.gap", "编号 2")]
    wrong = {**right, 2: "ab" * 32}
    assert codes(check(FIRST, THIRD, published=wrong)) == [("chain.gap", "编号 2"), ("chain.prev", "编号 3")]


@pytest.mark.parametrize("published", [{0: "ab" * 32}, {1: "AB" * 32}, {1: "ab"}, {True: "ab" * 32}], ids=str)
def test_what_cannot_have_been_published_is_refused(published: dict[int, str]) -> None:
    with pytest.raises(InvalidValueError):
        check_serials([record(FIRST)], published=published)


# Late, failed, contradicted.


def test_a_sealed_draw_that_is_not_revealed_in_time_is_refused() -> None:
    records = [done(FIRST), record(SECOND)]
    assert check_serials(records).accepted
    assert check_serials(records, on=LAST_DAY).accepted
    found = check_serials(records, on=LAST_DAY + timedelta(days=1))
    assert codes(found) == [("chain.overdue", "编号 2")]


def test_an_open_draw_that_nobody_makes_is_pointed_out_the_day_after_its_last_event() -> None:
    records = [record(open_mode(1))]
    assert codes(check_serials(records, on=date(2025, 5, 12)), of=Severity.WARNING) == []
    found = check_serials(records, on=date(2025, 5, 13))
    assert codes(found, of=Severity.WARNING) == [("chain.undrawn", "编号 1")]
    assert found.accepted


def test_a_failure_is_listed_and_not_late() -> None:
    found = check_serials([record(FIRST, failed=True), done(SECOND)], on=date(2026, 1, 1))
    assert found.accepted
    assert codes(found, of=Severity.NOTE)[0] == ("chain.failed", "编号 1")
    assert [one.state for one in found.links] == [LinkState.FAILED, LinkState.DRAWN]


def test_a_failure_that_a_later_manifest_states_is_listed_too() -> None:
    later = manifest(2, FIRST.commit, **{FAILED_LINE: "1"})
    found = check_serials([record(FIRST), done(later)], on=date(2026, 1, 1))
    assert found.accepted
    assert "编号 2 载明" in next(one.zh for one in found.findings if one.code == "chain.failed")


@pytest.mark.parametrize("stated", ["2", "3", "one", "1" * 40], ids=len)
def test_a_manifest_says_nothing_of_itself_or_of_later_ones(stated: str) -> None:
    later = manifest(2, FIRST.commit, **{FAILED_LINE: stated})
    found = check_serials([record(FIRST), record(later)])
    assert [one.state for one in found.links] == [LinkState.PENDING, LinkState.PENDING]


def test_a_failure_that_was_drawn_is_refused_whoever_says_so() -> None:
    found = check_serials([record(FIRST, failed=True), done(FIRST)])
    assert codes(found) == [("chain.failed_drawn", "编号 1")]
    later = manifest(2, FIRST.commit, **{FAILED_LINE: "1"})
    assert codes(check_serials([done(FIRST), done(later)])) == [("chain.failed_drawn", "编号 1")]


def test_one_commitment_has_one_draw() -> None:
    found = check_serials([done(FIRST), record(FIRST, numbers=[7, 8, 9])])
    assert codes(found) == [("chain.two_draws", "编号 1")]


def test_a_supplementary_round_adds_to_the_draw_and_does_not_contradict_it() -> None:
    for records in permutations([record(FIRST), done(FIRST), record(FIRST, numbers=range(5))]):
        assert check_serials(records).findings == ()
    found = check_serials([done(FIRST), record(FIRST, numbers=range(1, 9))])
    assert codes(found) == [("chain.two_draws", "编号 1")]


# Redraws.


def test_a_task_committed_again_is_pointed_out_with_what_became_of_it() -> None:
    again = manifest(2, FIRST.commit, task=FIRST.task)
    found = check_serials([record(FIRST, failed=True), done(again)])
    assert codes(found, of=Severity.WARNING) == [("chain.redraw", "任务 2025/2025-01")]
    assert "1（已公布失败）、2（已抽取）" in found.of(Severity.WARNING)[0].zh
    assert found.accepted


def test_the_same_task_of_another_plan_is_another_task() -> None:
    assert codes(check(FIRST, manifest(2, FIRST.commit, task=FIRST.task, plan="2026")), of=Severity.WARNING) == []


def chained(*tasks: Task) -> list[Commitment]:
    """Return a chain of real commitments, so that frames are at hand; each is sealed with codes of its own."""
    plan, made = plan_of(*tasks), list[Commitment]()
    for number, one in enumerate(tasks):
        made.append(committed(one, pool_of(map(enterprise, range(60))), number, plan=plan, earlier=made))
    return made


SOUTH, NORTH = ("天目湖",), ("溧城", "戴埠")


def test_frames_of_an_item_that_overlap_within_a_year_are_listed() -> None:
    whole, south, north = task(id="1"), task(id="2", regions=SOUTH), task(id="3", regions=NORTH)
    found = check_serials(chained(south, north, whole))
    overlap = [one for one in found.findings if one.code == "chain.overlap"]
    assert [(one.where, one.severity) for one in overlap] == [("2025 labels", Severity.NOTE)]
    assert "编号 1、2、3 的抽样框重叠，60 个对象" in overlap[0].zh
    assert found.accepted


def test_only_the_frames_that_overlap_are_named() -> None:
    found = check_serials(
        chained(task(id="1", regions=SOUTH), task(id="2", regions=NORTH), task(id="3", regions=SOUTH))
    )
    assert "编号 1、3 的抽样框重叠，20 个对象" in next(one.zh for one in found.findings if one.code == "chain.overlap")


@pytest.mark.parametrize(
    "tasks",
    [
        (task(id="1", regions=SOUTH), task(id="2", regions=NORTH)),
        (task(design("5%"), id="1"), task(design("5%", "lifts"), id="2")),
        (task(id="1"), task(design("0"), id="2")),
    ],
    ids=["apart", "other item", "nothing to draw"],
)
def test_what_cannot_be_drawn_twice_does_not_overlap(tasks: tuple[Task, ...]) -> None:
    assert check_serials(chained(*tasks)).findings == ()


def test_a_failed_draw_overlaps_with_nothing() -> None:
    first, second = chained(task(id="1"), task(id="2"))
    failed = PastDraw(manifest=first.manifest, drawn={}, failed=True)
    assert [one.code for one in check_serials([failed, second]).findings] == ["chain.failed"]


def test_a_draw_that_a_later_manifest_calls_failed_overlaps_with_nothing() -> None:
    first, _ = chained(task(id="1"), task(id="2"))
    failed = PastDraw(manifest=first.manifest, drawn={}, failed=True)
    again = committed(task(id="2"), None, 1, plan=plan_of(task(id="2")), earlier=[failed])
    assert [one.code for one in check_serials([first, again]).findings] == ["chain.failed"]


def test_frames_that_are_not_at_hand_are_said_to_be_unchecked() -> None:
    assert codes(check(FIRST, SECOND), of=Severity.NOTE) == [("chain.unseen_frame", "2025 labels")]
    assert check(FIRST).findings == ()


# The report.


def test_the_report_says_in_one_line_what_it_found() -> None:
    found = check_serials([done(FIRST), record(THIRD)], on=date(2026, 1, 1))
    assert str(found) == (
        "锁定链拒绝：320481-SCJG，至第 3 号，共 2 个锁定（已抽取 1，未揭示 1，已公布失败 0）；错误 2，提醒 0，说明 1"
    )
    assert repr(found) == str(found)
    assert str(check(FIRST)).startswith("锁定链接受：")
    assert str(check_serials([])).startswith("锁定链接受：无机关，共 0 个锁定")


def test_the_report_is_a_table_of_findings_and_a_table_of_commitments() -> None:
    html = check(FIRST, THIRD)._repr_html_()
    assert html.count("<table>") == 2
    assert "chain.gap" in html
    assert THIRD.commit in html


def test_what_a_manifest_says_is_escaped() -> None:
    assert "<b>" not in check(manifest(1, task="<b>"))._repr_html_()


def test_the_report_is_json() -> None:
    found = check_serials([done(FIRST), record(THIRD)], on=date(2026, 1, 1))
    assert from_json(to_json(found), SerialCheck) == found


def test_a_draw_is_read_as_what_it_drew() -> None:
    first: Draw = drawn(committed(None, None, 0))
    later = committed(task(id="2"), None, 1, plan=plan_of(task(), task(id="2")), earlier=[first])
    found = check_serials([drawn(later, 1), first])
    assert found.accepted
    assert [one.state for one in found.links] == [LinkState.DRAWN] * 2
    assert reveal(1).codes != reveal(0).codes
