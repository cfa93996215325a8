"""What matching.md §5 promises of every matching, each against something defined apart from it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter, deque
from datetime import date
from pathlib import Path
from typing import NamedTuple

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.matched import Matched
from shuangsuiji.lottery.matching import match_units
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import GivenSeatTickets, KeyedSeatTickets
from shuangsuiji.lottery.shortages import shortages
from shuangsuiji.lottery.units import Unit, canonical

UNTIL = date(2027, 12, 31)
DEPARTMENTS, REGIONS, TAGS = ("市监", "卫健"), ("东", "西"), ("特设", "食品")
MANY = settings(max_examples=200)


class Case(NamedTuple):
    """An instance of the problem."""

    units: list[Unit]
    officers: list[Officer]
    barred: frozenset[tuple[str, str]]
    key: str
    lot: int

    @property
    def tickets(self) -> KeyedSeatTickets:
        return KeyedSeatTickets(alg=Algorithm.SHA256, key=self.key)

    def matched(self, key: str | None = None) -> Matched:
        tickets = KeyedSeatTickets(alg=Algorithm.SHA256, key=key or self.key)
        return match_fast(self.units, self.officers, self.barred, tickets, self.lot)


@st.composite
def cases(draw: DrawFn) -> Case:
    tags = st.lists(st.sampled_from(TAGS), unique=True).map(tuple)
    regions = st.just(("*",)) | st.lists(st.sampled_from(REGIONS), min_size=1, unique=True).map(tuple)
    officers = [
        Officer(
            id=f"o{number}",
            department=draw(st.sampled_from(DEPARTMENTS)),
            regions=draw(regions),
            tags=draw(tags),
            capacity=draw(st.integers(0, 4)),
            base_load=draw(st.integers(0, 2)),
            valid_until=UNTIL,
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    seats = st.lists(st.just(()) | tags.map(lambda one: tuple(sorted(one))), min_size=1, max_size=3).map(canonical)
    units = [
        Unit(object=f"t{number}", department=department, region=draw(st.sampled_from(REGIONS)), seats=draw(seats))
        for number in range(draw(st.integers(0, 6)))
        for department in draw(st.sets(st.sampled_from(DEPARTMENTS), min_size=1))
    ]
    pairs = [(unit.object, one.id) for unit in units for one in officers]
    barred = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=4))) if pairs else frozenset[tuple[str, str]]()
    return Case(units, officers, barred, f"{draw(st.integers(0, 2**64)):032x}", draw(st.sampled_from((1, 2, 3, 5))))


def fits(one: Officer, unit: Unit, seat: tuple[str, ...], barred: frozenset[tuple[str, str]]) -> bool:
    """Tell whether an officer may sit on a seat, capacity and the rest of the unit left aside."""
    able = one.department == unit.department and one.covers(unit.region) and one.holds(seat)
    return able and (unit.object, one.id) not in barred


def largest(case: Case) -> int:
    """Return how many seats can be filled at all: a maximum flow by shortest augmenting paths."""
    capacity: dict[tuple[str, str], int] = {}
    for one in case.officers:
        capacity["source", one.id] = one.capacity
        for place, unit in enumerate(case.units):
            middle = f"{one.id}@{place}"
            capacity[one.id, middle] = 1
            for number, seat in enumerate(unit.seats):
                if fits(one, unit, seat, case.barred):
                    capacity[middle, f"seat {place}/{number}"] = 1
    for place, unit in enumerate(case.units):
        for number in range(len(unit.seats)):
            capacity[f"seat {place}/{number}", "sink"] = 1
    return flow(capacity)


def flow(capacity: dict[tuple[str, str], int]) -> int:
    neighbours: dict[str, set[str]] = {}
    for tail, head in list(capacity):
        neighbours.setdefault(tail, set()).add(head)
        neighbours.setdefault(head, set()).add(tail)
        capacity.setdefault((head, tail), 0)
    total = 0
    while True:
        before, queue = {"source": ""}, deque(["source"])
        while queue and "sink" not in before:
            at = queue.popleft()
            for other in neighbours.get(at, ()):
                if other not in before and capacity[at, other]:
                    before[other] = at
                    queue.append(other)
        if "sink" not in before:
            return total
        at = "sink"
        while at != "source":
            capacity[before[at], at] -= 1
            capacity[at, before[at]] += 1
            at = before[at]
        total += 1


@MANY
@given(cases())
def test_every_row_keeps_the_hard_rules(case: Case) -> None:
    made, staff = case.matched(), {one.id: one for one in case.officers}
    units = {(unit.object, unit.department): unit for unit in case.units}
    for one in made.assignments:
        unit = units[one.object, one.department]
        assert fits(staff[one.officer], unit, unit.seats[one.seat - 1], case.barred)
    assert len({(one.object, one.department, one.officer) for one in made.assignments}) == len(made.assignments)
    used = Counter(one.officer for one in made.assignments)
    assert all(number <= staff[id_].capacity for id_, number in used.items())
    assert len(made.assignments) + len(made.empty) == sum(len(unit.seats) for unit in case.units)


@MANY
@given(cases())
def test_a_seat_stays_empty_only_where_a_maximum_flow_leaves_it_empty(case: Case) -> None:
    made = case.matched()
    assert len(made.assignments) == largest(case)
    found = shortages(made, case.officers, case.barred)
    assert sum(one.missing for one in found) == len(made.empty)
    assert all(one.missing > 0 for one in found)


@MANY
@given(cases(), st.integers(0, 2**64))
def test_the_shortage_is_the_same_whatever_the_seed(case: Case, other: int) -> None:
    for_one, for_other = (
        {one.department: one.missing for one in shortages(case.matched(key), case.officers, case.barred)}
        for key in (case.key, f"{other:032x}")
    )
    assert for_one == for_other


@MANY
@given(cases())
def test_the_fast_version_is_the_readable_one(case: Case) -> None:
    assert case.matched() == match_units(case.units, case.officers, case.barred, case.tickets, case.lot)


@MANY
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_input_is_irrelevant(case: Case, rng: random.Random) -> None:
    units, officers = list(case.units), list(case.officers)
    rng.shuffle(units)
    rng.shuffle(officers)
    assert match_fast(units, officers, case.barred, case.tickets, case.lot) == case.matched()


@MANY
@given(cases(), st.randoms(use_true_random=False))
def test_names_have_no_influence(case: Case, rng: random.Random) -> None:
    """Rename the officers and carry their tickets along: the result is the renamed one."""
    ids = [one.id for one in case.officers]
    renamed = dict(zip(ids, rng.sample([f"n{number}" for number in range(len(ids))], len(ids)), strict=True))
    seats = {
        (unit.object, unit.department, number, renamed[id_]): ticket
        for unit in case.units
        for number in range(1, len(unit.seats) + 1)
        for id_, ticket in zip(ids, case.tickets.seat(unit, number, ids), strict=True)
    }
    orders = {(unit.object, unit.department): case.tickets.order(unit) for unit in case.units}
    made = match_fast(
        case.units,
        [attrs.evolve(one, id=renamed[one.id]) for one in case.officers],
        {(object_, renamed[id_]) for object_, id_ in case.barred},
        GivenSeatTickets(orders=orders, seats=seats),
        case.lot,
    )
    before = case.matched()
    assert [attrs.evolve(one, officer=renamed[one.officer]) for one in before.assignments] == list(made.assignments)


@MANY
@given(cases())
def test_the_whole_is_the_union_of_its_departments(case: Case) -> None:
    parts = [
        match_fast(
            [unit for unit in case.units if unit.department == department],
            [one for one in case.officers if one.department == department],
            case.barred,
            case.tickets,
            case.lot,
        )
        for department in DEPARTMENTS
    ]
    whole = case.matched()
    assert sorted(one for part in parts for one in map(attrs.astuple, part.assignments)) == sorted(
        map(attrs.astuple, whole.assignments)
    )
    assert sum(part.repairs for part in parts) == whole.repairs


@MANY
@given(cases())
def test_every_lot_pick_is_the_smallest_ticket_of_its_lot(case: Case) -> None:
    """Walk the trace again, with lots defined here, for as long as no repair has moved anybody."""
    staff, load = {one.id: one for one in case.officers}, Counter[str]()
    teams: dict[tuple[str, str], list[str]] = {}
    repaired = set[str]()
    for line in case.matched().trace:
        key = (line.unit.object, line.unit.department)
        team = teams.setdefault(key, [])
        if line.via == "repair":
            repaired.add(line.unit.department)
        if line.unit.department in repaired:
            continue
        seat = line.unit.seats[line.seat - 1]
        able = [
            one.id
            for one in case.officers
            if fits(one, line.unit, seat, case.barred) and load[one.id] < one.capacity and one.id not in team
        ]
        loads = {id_: staff[id_].base_load + load[id_] for id_ in able}
        lot = within(loads, case.lot)
        if team:
            lot = within({id_: together(teams, id_, team) for id_ in lot}, case.lot)
        tickets = dict(zip(lot, case.tickets.seat(line.unit, line.seat, lot), strict=True))
        assert (line.candidates, line.lot) == (len(able), len(lot))
        assert len(lot) >= min(case.lot, len(able))
        assert line.officer == min(lot, key=lambda id_: (tickets[id_], id_))
        team.append(line.officer)
        load[line.officer] += 1


def within(values: dict[str, int], count: int) -> list[str]:
    """Return whoever has at most as much as the one in this place."""
    order = sorted(values.values())
    return [id_ for id_, value in values.items() if value <= order[min(count, len(order)) - 1]]


def together(teams: dict[tuple[str, str], list[str]], id_: str, team: list[str]) -> int:
    return sum(id_ in other and one in other for other in teams.values() if other is not team for one in team)


def test_the_same_comes_out_whatever_python_s_hash_seed() -> None:
    program = Path(__file__).with_name("matching_digest.py")
    outputs = {
        subprocess.run(
            [sys.executable, str(program)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(match_fast.__code__.co_filename).parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7", "31337")
    }
    assert len(outputs) == 1
