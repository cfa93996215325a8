"""What a basis believes: chains that hold, heads that hold them, draws and lists that are the cited ones."""

from __future__ import annotations

from datetime import date
from typing import cast

import attrs
import pytest

from shuangsuiji.accountability.basis_parts import ExclusionRecord, FailedReading, field_text
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import PastDraw
from shuangsuiji.errors import DuplicateError, InvalidValueError, NotADayError
from shuangsuiji.inspection import Dossier, DrawCitation, open_dossier
from tests.unit.accountability_days import AS_OF, EVENT_ON, basis, filed, inspection, register, result, steps
from tests.unit.builders import AGENCY, committed, drawn, item_list, pool_of, uscc
from tests.unit.dossier_days import COMMITTED_ON
from tests.unit.evidence_days import second_draw
from tests.unit.inspection_days import HEALTH, joint_draw, joint_items, joint_matching


def changed(dossier: Dossier, number: int, **changes: object) -> Dossier:
    """Return a dossier of which one entry was changed afterwards."""
    entries = list(dossier.entries)
    entries[number - 1] = attrs.evolve(entries[number - 1], **changes)  # type: ignore[arg-type]
    return attrs.evolve(dossier, entries=tuple(entries))


def test_a_dossier_is_held_against_its_published_heads() -> None:
    (trail,) = basis().trails
    assert trail.faults == ()
    assert trail.anchored_to == len(trail.dossier.entries)
    head = attrs.evolve(trail.dossier.head, digest="ab" * 32)
    assert [one.code for one in basis(heads=(head,)).trails[0].faults] == ["dossier.head"]
    assert basis(heads=()).trails[0].anchored_to == -1


def test_a_dossier_that_was_changed_is_broken() -> None:
    dossier = filed()
    last = dossier.entries[-2]
    broken = changed(dossier, last.number, record=attrs.evolve(result(), platform_number="P-x"))
    known = basis(broken, heads=(dossier.head,))
    assert known.broken_trails == known.trails
    assert "断链" in repr(known.trails[0])
    assert "存根" in repr(basis().trails[0])


def test_heads_of_another_dossier_are_passed_over() -> None:
    other = attrs.evolve(filed().head, dossier="另一案卷", digest="ab" * 32)
    dossier = filed()
    assert basis(dossier, heads=(dossier.head, other)).trails[0].faults == ()


def test_of_two_dossiers_of_one_id_a_head_speaks_of_the_one_that_it_holds() -> None:
    first = filed()
    second = open_dossier(drawn(committed(None, None, 1), 1).commitment, COMMITTED_ON, dossier_id=first.id)
    known = basis(first, second)
    assert [one.faults for one in known.trails] == [(), ()]
    assert [one.anchored_to for one in known.trails] == [len(first.entries), len(second.entries)]
    heads = (first.head, second.head)
    broken = changed(first, 1, on=date(2025, 5, 10))
    assert [bool(one.faults) for one in basis(broken, second, heads=heads).trails] == [True, False]
    cut = attrs.evolve(first, entries=first.entries[:-1])
    assert [bool(one.faults) for one in basis(cut, second, heads=heads).trails] == [True, True]


def test_a_dossier_of_one_draw_stands_once() -> None:
    with pytest.raises(DuplicateError):
        basis(filed(), filed())
    with pytest.raises(DuplicateError):
        basis(registers=(register(), register()), register_heads=())
    with pytest.raises(DuplicateError):
        basis(lists=(joint_items(), joint_items()))


def test_what_was_filed_after_the_day_is_not_looked_at() -> None:
    early = basis(as_of=date(2025, 6, 10)).trails[0]
    assert early.filed.results == {}
    assert list(early.filed.visits.values()) == [inspection()]


def test_a_draw_stands_beside_the_pool_that_its_manifest_cites() -> None:
    (draw,) = basis().draws_on_record
    assert draw.pool is not None
    assert draw.pool.digest == draw.manifest.entries["rules.pool.hash"]
    bare = attrs.evolve(joint_draw(), commitment=attrs.evolve(joint_draw().commitment, basis=None))
    pool = draw.pool
    assert basis(draws=(bare,)).draws_on_record[0].pool is None
    assert basis(draws=(bare,), pools=(pool,)).draws_on_record[0].pool is pool
    assert basis(draws=(bare,), pools=(pool_of(59),)).draws_on_record[0].pool is None
    assert basis(draws=(bare,)).draws_on_record[0].plan_digest == ""


def test_a_later_manifest_says_that_a_commitment_failed() -> None:
    first = committed()
    later = committed(None, None, 1, earlier=(attrs.evolve(PastDraw.of(first), failed=True),))
    known = basis(draws=(first, drawn(later, 1)))
    assert [one.failed for one in known.draws_on_record] == [True, False]


def test_serials_that_are_missing_are_faults_of_the_agency() -> None:
    assert basis().chain_faults == {AGENCY: ()}
    gaps = basis(gazettes={AGENCY: {1: joint_draw().commitment.commit, 2: "ab" * 32}}).chain_faults[AGENCY]
    assert [one.code for one in gaps] == ["chain.gap"]


def test_a_gazette_that_is_not_whole_is_a_fault_of_its_agency() -> None:
    draw = joint_draw().commitment
    codes = {
        agency: [one.code for one in found]
        for agency, found in basis(gazettes={AGENCY: {}, HEALTH: {1: "ab" * 32}}).chain_faults.items()
    }
    assert codes == {AGENCY: ["chain.unpublished"], HEALTH: ["chain.gap"]}
    early = basis(draws=(joint_matching(), second_draw()), gazettes={AGENCY: {1: draw.commit}})
    assert [one.code for one in early.chain_faults[AGENCY]] == ["chain.unpublished"]


def test_what_was_committed_later_is_no_fault_of_the_day() -> None:
    commit = joint_draw().commitment.commit
    before = basis(as_of=date(2025, 5, 1), dossiers=(), heads=(), gazettes={AGENCY: {1: commit}})
    assert before.gazette(AGENCY) == {}
    assert before.chain_faults == {AGENCY: ()}


def test_every_line_that_was_drawn_stands_by_its_object() -> None:
    live = joint_draw().taken.live
    assert {id_: tuple(one.item_code for one in lines) for id_, lines in basis().lines_at.items()} == live
    (line, *_) = basis().lines_at[min(live)]
    assert str(line) == f"{AGENCY} 第1号 {live[min(live)][0]}"
    assert basis(draws=(joint_draw().commitment,)).lines_at == {}


def test_a_plan_says_who_draws_what_a_department_takes_part_in() -> None:
    made = joint_draw().commitment.basis
    assert made is not None
    assert basis(plans=(made.plan,)).initiators == {HEALTH: (AGENCY,)}


def test_the_list_and_the_people_of_a_day_are_the_newest_versions_by_then() -> None:
    first = item_list()
    second = attrs.evolve(first, version=2, effective_on=date(2025, 7, 1))
    known = basis(lists=(second, first))
    assert known.list_on(first.id, date(2025, 6, 30)) is first
    assert known.list_on(first.id, date(2025, 7, 1)) is second
    assert known.list_on(first.id, date(2024, 12, 31)) is None
    assert known.people_on("SCJG-inspectors", date(2025, 3, 31)) is None


def test_evidence_is_as_of_the_day_of_the_basis_and_by_whoever_reads() -> None:
    one = basis(established_by=AGENCY).evidence("Visit", "V=1", digest="", note="甲|乙")
    assert (one.as_of, one.established_by) == (AS_OF, AGENCY)
    assert not set("=|\n") & set(field_text("a=b|c\nd"))
    assert "=" not in one.reference + one.note


@pytest.mark.parametrize(
    "changes",
    [
        {"as_of": "2025-08-08"},
        {"terms": None},
        {"dossiers": [filed()]},
        {"draws": (pool_of(),)},
        {"lists": (pool_of(),)},
        {"recusals": (1,)},
        {"established_by": "某人"},
        {"failed_reading": "UNKNOWN"},
    ],
)
def test_something_of_another_form_is_refused(changes: dict[str, object]) -> None:
    given = {"as_of": AS_OF, "terms": basis().terms}
    with pytest.raises((InvalidValueError, NotADayError)):
        RecordsBasis(**{**given, **changes})  # type: ignore[arg-type]


def test_an_exclusion_names_object_draw_department_and_paper() -> None:
    given = {"object_id": uscc(1), "commit": "ab" * 32, "department": AGENCY, "on": EVENT_ON, "document": "合成1号"}
    assert ExclusionRecord(**given).decided_by == ""  # type: ignore[arg-type]
    for field in ("object_id", "department", "document"):
        with pytest.raises(InvalidValueError):
            ExclusionRecord(**{**given, field: ""})  # type: ignore[arg-type]


def test_the_strict_reading_of_a_failure_is_that_nobody_knows_what_it_would_have_drawn() -> None:
    assert basis().failed_reading is FailedReading.UNKNOWN


def test_it_is_told_in_one_line() -> None:
    assert repr(basis()) == "<认定所据记录 至 2025-08-08：案卷 1，抽取 1，废弃 0，线索登记簿 1>"
    assert repr(basis().draws_on_record[0]).startswith(f"<在案抽取 {AGENCY} 第1号 2025/2025-07")


def test_a_trail_knows_the_draw_it_is_of() -> None:
    (trail,) = basis().trails
    cited = cast("DrawCitation", trail.dossier.opened_by)
    assert (trail.commit, trail.agency) == (cited.commit, AGENCY)
    assert trail.drawn == frozenset(
        (id_, code) for id_, codes in joint_matching().draw.taken.live.items() for code in codes
    )
    assert steps(result())[0][0] is trail.filed.visits[inspection().id]


@pytest.mark.parametrize("given", [[1], {AGENCY: "abc"}, "公报"])
def test_a_gazette_of_another_class_is_named(given: object) -> None:
    with pytest.raises(InvalidValueError, match=r"RecordsBasis\.gazettes.*应为 Mapping"):
        basis(gazettes=given)


def test_a_gazette_is_that_of_an_agency() -> None:
    with pytest.raises(InvalidValueError, match=r"RecordsBasis\.gazettes：.*实际为 1"):
        basis(gazettes={1: {}})
