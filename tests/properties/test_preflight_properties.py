"""The worst case is a guarantee: every set of objects that quotas allow can be matched, says an independent flow."""

from __future__ import annotations

from itertools import combinations, product
from typing import NamedTuple

from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from shuangsuiji.lottery import TableFrame
from shuangsuiji.lottery.matching_terms import MatchingTerms
from shuangsuiji.lottery.seating import Seating, live_units
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.units import canonical
from shuangsuiji.lottery.worst_cases import places_missing, worst_case_units
from tests.properties.test_matching_properties import Case, largest
from tests.unit.matching_plans import frame, officer, staff

DEPARTMENTS, REGIONS, TAGS, NAMES = ("市监", "卫健"), ("东", "西", "南"), ("特设", "食品"), ("labels", "lifts")
MOST_OUTCOMES = 400


class Plan(NamedTuple):
    """Small enough that every outcome can be tried."""

    terms: MatchingTerms
    staff: Staff
    frames: dict[str, TableFrame]
    quotas: dict[str, dict[str, int]]

    @property
    def outcomes(self) -> list[tuple[tuple[tuple[str, str], ...], ...]]:
        """All sets of (frame, object) that may be drawn, the quotas used up."""
        choices = [
            list(combinations([(name, id_) for id_ in one.ids if one.stratum(id_) == stratum], quota))
            for name, one in self.frames.items()
            for stratum, quota in self.quotas[name].items()
        ]
        return list(product(*choices))

    def case(self, outcome: tuple[tuple[tuple[str, str], ...], ...]) -> Case:
        live: dict[str, list[str]] = {}
        for name, id_ in (pair for chosen in outcome for pair in chosen):
            live.setdefault(id_, []).append(name)
        regions = {id_: self.frames[names[0]].region(id_) for id_, names in live.items()}
        units = Seating().wanted(live, self.terms.teams, regions).open_units(live_units(live, self.terms.teams))
        return Case(list(units), list(self.staff.officers), self.staff.barred, "0" * 32, 1)


@st.composite
def plans(draw: DrawFn) -> Plan:
    ids = [f"T{number}" for number in range(draw(st.integers(1, 5)))]
    regions = {id_: draw(st.sampled_from(REGIONS)) for id_ in ids}
    frames: dict[str, TableFrame] = {}
    quotas: dict[str, dict[str, int]] = {}
    for name in NAMES[: draw(st.integers(1, 2))]:
        own = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        frames[name] = frame(*((id_, draw(st.sampled_from("AB")), regions[id_]) for id_ in own))
        quotas[name] = {label: draw(st.integers(0, rows)) for label, rows in frames[name].counts().items()}
    tags = st.lists(st.sampled_from(TAGS), unique=True).map(lambda one: tuple(sorted(one)))
    seats = st.lists(st.just(()) | tags, min_size=1, max_size=2).map(canonical)
    teams = {
        name: {department: draw(seats) for department in draw(st.sets(st.sampled_from(DEPARTMENTS), min_size=1))}
        for name in frames
    }
    covered = st.just(("*",)) | st.lists(st.sampled_from(REGIONS), min_size=1, unique=True).map(tuple)
    officers = [
        officer(
            f"o{number}",
            draw(st.sampled_from(DEPARTMENTS)),
            regions=draw(covered),
            tags=draw(st.just(TAGS) | tags),
            capacity=draw(st.integers(2, 6)),
        )
        for number in range(draw(st.integers(3, 10)))
    ]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from([one.id for one in officers]))
    people = staff(*officers, recusals=draw(st.lists(pairs, max_size=4, unique=True)))
    return Plan(MatchingTerms(lot=1, minimum=1, teams=teams), people, frames, quotas)


@settings(max_examples=400)
@given(plans())
def test_where_the_worst_case_passes_every_outcome_can_be_matched(plan: Plan) -> None:
    units = worst_case_units(plan.terms, plan.staff, plan.frames, plan.quotas)
    passes = not places_missing(units, plan.staff)
    event(f"the worst case passes: {passes and bool(units)}")
    for outcome in plan.outcomes[:MOST_OUTCOMES] if passes else ():
        case = plan.case(outcome)
        assert largest(case) == sum(len(unit.seats) for unit in case.units)


@settings(max_examples=200)
@given(plans())
def test_the_worst_case_asks_for_no_less_than_any_outcome_lacks(plan: Plan) -> None:
    units = worst_case_units(plan.terms, plan.staff, plan.frames, plan.quotas)
    missing = sum(one.missing for one in places_missing(units, plan.staff))
    for outcome in plan.outcomes[:20]:
        case = plan.case(outcome)
        assert sum(len(unit.seats) for unit in case.units) - largest(case) <= missing


@settings(max_examples=100)
@given(plans())
def test_the_worst_case_holds_each_unit_once_whatever_the_order_of_officers(plan: Plan) -> None:
    units = worst_case_units(plan.terms, plan.staff, plan.frames, plan.quotas)
    assert len({(unit.object, unit.department) for unit in units}) == len(units)
    turned = staff(*reversed(plan.staff.officers), recusals=plan.staff.barred)
    assert worst_case_units(plan.terms, turned, plan.frames, plan.quotas) == units
