"""Matching inspectors: the worked examples to the byte, what is guaranteed, and the exact reason where it fails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.errors import DuplicateError
from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.matched import Matched
from shuangsuiji.lottery.matching import match_units
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.officers import Officer, officer_of, officers_bytes
from shuangsuiji.lottery.seat_tickets import GivenSeatTickets, KeyedSeatTickets
from shuangsuiji.lottery.seating import Seating, live_units
from shuangsuiji.lottery.shortages import shortages
from shuangsuiji.lottery.units import Unit, parse_seats
from tests.unit.builders import bundle

Match = Callable[..., Matched]
EXAMPLE = json.loads((Path(__file__).parents[1] / "vectors" / "matching-example.json").read_text("utf-8"))
BOTH = pytest.mark.parametrize("match", [match_units, match_fast], ids=["reference", "fast"])
UNTIL = date(2027, 12, 31)


def officers_in(rows: Iterable[dict[str, Any]]) -> list[Officer]:
    return [Officer(**row, valid_until=UNTIL) for row in rows]


def units_in(rows: Iterable[dict[str, Any]]) -> list[Unit]:
    return [Unit(**{**row, "seats": tuple(map(tuple, row["seats"]))}) for row in rows]


def pairs(rows: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {(object_, officer) for object_, officer in rows}


def as_rows(made: Matched) -> list[list[object]]:
    return [[one.object, one.department, one.seat, one.officer, one.via] for one in made.assignments]


def named(made: Matched, places: Collection[tuple[int, int]]) -> list[list[object]]:
    return sorted([made.units[unit].object, made.units[unit].department, number] for unit, number in places)


TICKETS = KeyedSeatTickets(alg=Algorithm.SHA256, key=EXAMPLE["mkey"])
OFFICERS = officers_in(EXAMPLE["officers"])


def test_every_ticket_of_the_worked_example_comes_out() -> None:
    units = {unit.object: unit for unit in units_in(EXAMPLE["units"])}
    assert {object_: TICKETS.order(unit) for object_, unit in units.items()} == EXAMPLE["order"]
    for name, ticket in EXAMPLE["tickets"].items():
        object_, number, officer = name.split("/")
        assert TICKETS.seat(units[object_], int(number), [officer]) == [ticket]


@BOTH
def test_the_worked_example_with_its_repair_comes_out(match: Match) -> None:
    made = match(units_in(EXAMPLE["units"]), OFFICERS, pairs(EXAMPLE["recusals"]), TICKETS, EXAMPLE["lot"])
    assert as_rows(made) == EXAMPLE["expect"]["assignments"]
    assert (made.repairs, made.empty, made.reached) == (EXAMPLE["expect"]["repairs"], (), ())


@BOTH
def test_the_infeasible_example_comes_out_with_its_certificate(match: Match) -> None:
    given, barred = EXAMPLE["infeasible"], pairs(EXAMPLE["infeasible"]["recusals"])
    made = match(units_in(given["units"]), OFFICERS, barred, TICKETS, EXAMPLE["lot"])
    assert as_rows(made) == given["expect"]["assignments"]
    assert named(made, made.empty) == given["expect"]["infeasible"]["empty"]
    assert named(made, made.reached) == given["expect"]["infeasible"]["S"]
    (found,) = shortages(made, OFFICERS, barred)
    assert found.missing == given["expect"]["infeasible"]["shortage"]
    assert str(found).startswith(
        "SJ 缺 1 个名额：东 - 2 席（4 人具备）、东 特设 2 席（2 人具备）、西 特设 2 席（2 人具备），共 6 席"
    )
    assert "o1（现为 2）" in str(found)


@BOTH
def test_the_joint_bundle_comes_out_byte_for_byte(match: Match) -> None:
    files = bundle("ssj1-joint")

    def rows(name: str) -> list[list[str]]:
        return [line.split("\t") for line in files[name].decode().splitlines()]

    sheet = dict(line.split("=", 1) for line in files["manifest.txt"].decode().splitlines()[1:])
    mkey = dict(line.split("=", 1) for line in files["reveal.txt"].decode().splitlines()[1:])["mkey"]
    officers = list(map(officer_of, rows("inspectors.tsv")))
    assert officers_bytes(reversed(officers)) == files["inspectors.tsv"]
    objects: dict[str, list[str]] = {}
    for frame, _, _, id_ in rows("drawn.tsv"):
        objects.setdefault(id_, []).append(frame)
    teams: dict[str, dict[str, Any]] = {}
    for key, value in sheet.items():
        if key.startswith("team."):
            _, frame, department = key.split(".", 2)
            teams.setdefault(frame, {})[department] = parse_seats(value, key)
    regions = {row[0]: row[2] for name in ("frame.food.tsv", "frame.labels.tsv") for row in rows(name)}
    barred = pairs((row[0], row[1]) for row in rows("recusals.tsv"))
    tickets = KeyedSeatTickets(alg=Algorithm.SHA256, key=mkey)
    units = Seating().wanted(objects, teams, regions).open_units(live_units(objects, teams))
    made = match(units, officers, barred, tickets, int(sheet["matching.lot"]))
    lines = sorted("\t".join(map(str, row)) + "\n" for row in as_rows(made))
    assert "".join(lines).encode() == files["assignments.tsv"]


def officer(id_: str, **changes: object) -> Officer:
    given: dict[str, Any] = {"department": "D", "regions": ("*",), "capacity": 9, "valid_until": UNTIL}
    return Officer(id=id_, **{**given, **changes})


def ranked(units: list[Unit], ranks: Iterable[tuple[str, ...]]) -> GivenSeatTickets:
    """Return tickets that rank the officers of every seat as told, the units in their order."""
    places = [(unit, number) for unit in units for number in range(1, len(unit.seats) + 1)]
    seats = {
        (unit.object, unit.department, number, id_): f"{rank:064x}"
        for (unit, number), order in zip(places, ranks, strict=True)
        for rank, id_ in enumerate(order)
    }
    orders = {(unit.object, unit.department): f"{rank:064x}" for rank, unit in enumerate(units)}
    return GivenSeatTickets(orders=orders, seats=seats)


TWO = [Unit(object=id_, department="D", region="r", seats=((), ())) for id_ in "uv"]


def chances(officers: list[Officer], barred: set[tuple[str, str]], lot: int) -> Counter[tuple[str, int, str]]:
    """Return how often each officer sits where, over every way in which his tickets may rank."""
    ids = [one.id for one in officers]
    counts: Counter[tuple[str, int, str]] = Counter()
    for ranks in product(permutations(ids), repeat=4):
        for one in match_fast(TWO, officers, barred, ranked(TWO, ranks), lot).assignments:
            counts[one.object, one.seat, one.officer] += 1
    return counts


@pytest.mark.parametrize("lot", [1, 2, 3])
def test_identical_officers_have_exactly_equal_chances(lot: int) -> None:
    counts = chances([officer("a"), officer("b"), officer("c")], set(), lot)
    assert set(counts.values()) == {6**4 // 3}
    assert len(counts) == 12


@pytest.mark.parametrize(("lot", "chance"), [(1, "5/6"), (2, "2/3"), (3, "2/3")])
def test_who_is_barred_from_all_else_reaches_his_target_with_a_bounded_chance(lot: int, chance: str) -> None:
    """Averaged over which of the two units comes first."""
    officers, hits = [officer("a"), officer("b"), officer("c")], 0
    for target, other in (("u", "v"), ("v", "u")):
        counts = chances(officers, {(other, "a")}, lot)
        hits += counts[target, 1, "a"] + counts[target, 2, "a"]
    assert Fraction(hits, 2 * 6**4) == Fraction(chance)


@BOTH
def test_nobody_exceeds_his_capacity_or_sits_twice_in_a_unit(match: Match) -> None:
    units = [Unit(object=f"t{n}", department="D", region="r", seats=((), ())) for n in range(6)]
    made = match(units, [officer("a", capacity=6), officer("b", capacity=3), officer("c", capacity=3)], set(), TICKETS)
    seats = Counter(one.officer for one in made.assignments)
    assert seats == {"a": 6, "b": 3, "c": 3}
    assert len({(one.object, one.officer) for one in made.assignments}) == 12


@BOTH
def test_an_officer_without_capacity_takes_no_seat(match: Match) -> None:
    made = match(TWO, [officer("a", capacity=0), officer("b"), officer("c")], set(), TICKETS)
    assert {one.officer for one in made.assignments} == {"b", "c"}


@BOTH
def test_nobody_at_all_leaves_every_seat_empty_and_says_so(match: Match) -> None:
    made = match(TWO, [], set(), TICKETS)
    assert (made.assignments, len(made.empty), made.repairs) == ((), 4, 0)
    (found,) = shortages(made, [], set())
    assert (found.missing, found.places) == (4, 0)


@pytest.mark.parametrize("match", [match_units, match_fast])
def test_the_same_officer_or_unit_twice_is_refused(match: Match) -> None:
    with pytest.raises(DuplicateError):
        match(TWO, [officer("a"), officer("a")], set(), TICKETS)
    with pytest.raises(DuplicateError):
        match([*TWO, TWO[0]], [officer("a")], set(), TICKETS)


def test_base_load_orders_the_lots_and_uses_up_no_capacity() -> None:
    staff = [officer("a", base_load=50), officer("b"), officer("c"), officer("d")]
    made = match_units(TWO, staff, set(), TICKETS, 1)
    assert "a" not in {one.officer for one in made.assignments}
    assert match_units(TWO, [officer("a", base_load=50), officer("b")], set(), TICKETS).empty == ()
