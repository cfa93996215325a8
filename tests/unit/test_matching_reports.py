"""What a matching means: teams, work lists, loads, pairs, lots, and where every holder comes from."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations, count
from statistics import median
from typing import Any

import attrs
import pytest

from shuangsuiji import MatchingReport, report
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.draws import Draw, Matching, SupplementDraw, Trial, commit_supplement, draw, match, substitute
from shuangsuiji.draws.matching_loads import OfficerLoad, gini
from shuangsuiji.draws.matching_reports import work_list
from shuangsuiji.draws.seat_histories import SeatReport
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.planning import ExpertRule, TeamRule
from shuangsuiji.registry import Inspector
from shuangsuiji.terms import AbsenceReason, RecusalReason
from tests.unit.builders import (
    AGENCY,
    OPERATOR,
    SUPERVISOR,
    committed,
    design,
    drawn,
    inspector,
    inspector_pool,
    pool_of,
    recusal,
    task,
    uscc,
)

FROM, TO = date(2025, 5, 13), date(2025, 7, 31)
LATER = datetime.fromisoformat("2025-05-20T09:00:00+08:00")
EVENT = BeaconEvent(source="FC3D", edition="2025130", at=datetime.fromisoformat("2025-05-20T21:15:00+08:00"))
FOOD, HEALTH = "食品安全监管", "320481-WJJ"
WAIVED = Trial(simulated=20, waiver="人员将于下周到位")
TEAM = TeamRule(item_code="labels", department=AGENCY, tags=(FOOD,))
OTHERS = TeamRule(item_code="labels", department=HEALTH)
LIFTS = TeamRule(item_code="lifts", department=HEALTH)
EXPERT = ExpertRule(item_code="labels", seats=(("电梯",),))


def staff(*numbers: int, **changes: Any) -> tuple[Inspector, ...]:  # noqa: ANN401 - any field of an inspector
    return tuple(inspector(number, **changes) for number in numbers or range(1, 9))


def made(*people: Inspector, number: int = 0, **changes: Any) -> Draw:  # noqa: ANN401 - any argument of commit
    officers = inspector_pool(*(people or staff()), absences=()).officers(FROM, TO)
    asked = {"teams": (TEAM,), **changes.pop("also", {})}
    one = task(*changes.pop("designs", (design("10%"),)), **asked)
    given = {"officers": officers, "recusals": [], "trial": WAIVED, **changes}
    return drawn(committed(one, pool_of(60), number, **given), number)


def two_departments() -> Matching:
    """Return a matching of two departments; one has an expert, the other an officer who can go nowhere."""
    people = (*staff(), *staff(21, 22, 23, department=HEALTH), inspector(24, department=HEALTH, regions=("市外",)))
    return match(made(*people, also={"teams": (TEAM, OTHERS), "experts": (EXPERT,)}))


def repaired() -> Matching:
    """Return the first matching, over as many draws as it takes, in which a seat had to be repaired."""
    people = staff(1, 2, 3, 4, capacity=3)
    found = (match(made(*people, number=number)) for number in count())
    return next(one for one in found if one.rounds[0].matched.repairs)


def short() -> Matching:
    """Return a matching in which three officers, one of them for one visit only, leave seats empty."""
    people = (*staff(1, 2, capacity=4), inspector(3, capacity=1, qualifications=()))
    return match(made(*people), partial=True)


def substituted(times: int = 1, **changes: Any) -> Matching:  # noqa: ANN401 - the same
    matching = match(made(**changes))
    (object_, department), _ = next(iter(matching.teams.items()))
    for _ in range(times):
        holder = matching.teams[object_, department].holders[1]
        matching = substitute(matching, object_, holder, reason=AbsenceReason.LEAVE)
    return matching


def next_round(before: Matching, **changes: Any) -> SupplementDraw:  # noqa: ANN401 - any argument of the request
    asked = commit_supplement(before, committed_at=LATER, beacons=[EVENT], **changes)
    opened = {"operator": OPERATOR[2], "supervisor": SUPERVISOR[2]}
    return draw(asked, Reveal.of_round(asked.round, {"FC3D": "8 0 5"}, opened))


def added(number: int) -> Officer:
    return Officer(
        id=f"JS{number:04d}",
        department=AGENCY,
        regions=("*",),
        tags=(FOOD,),
        capacity=12,
        valid_until=date(2027, 12, 31),
    )


def seats_of(made_: MatchingReport) -> dict[tuple[str, str, int], SeatReport]:
    return {(team.object, team.department, seat.number): seat for team in made_.teams for seat in team.seats}


# Teams.


def test_every_team_is_told_with_its_seats_tags_and_how_they_were_filled_3_2_2() -> None:
    matching = match(made())
    found = report(matching)
    assert {(one.object, one.department): one.members for one in found.teams} == {
        key: team.members for key, team in matching.teams.items()
    }
    for team in found.teams:
        assert (team.items, team.batch, team.empty, team.replaced) == (("labels",), None, (), False)
        assert team.region == matching.teams[team.object, team.department].region
        assert [(seat.number, seat.tags, seat.via, seat.k) for seat in team.seats] == [
            (1, (FOOD,), "lot", 0),
            (2, (), "lot", 0),
        ]
    assert [one.object for one in found.teams] == sorted(matching.draw.objects)


def test_experts_stand_beside_the_officers_and_are_never_counted_2_3_10() -> None:
    matching = two_departments()
    found = report(matching)
    for team in found.teams:
        due = "ZJ01" if team.department == AGENCY else None
        assert [seat.officer for seat in team.experts] == [due]
        assert "ZJ01" not in team.members
        assert ("专家 ZJ01" in repr(team)) is (due is not None)
    assert sum(one.units for one in found.loads) == 4 * len(matching.draw.objects)
    assert found.empty == ()
    assert {seat.odds for team in found.teams for seat in team.experts} == {Fraction(1), None}


def test_the_items_of_a_team_are_those_for_which_its_department_comes() -> None:
    designs = (design("10%"), design("50%", "lifts"))
    people = (*staff(), *staff(21, 22, 23, 24, department=HEALTH, capacity=60))
    matching = match(made(*people, designs=designs, also={"teams": (TEAM, LIFTS)}))
    found = report(matching)
    assert {one.department: one.items for one in found.teams} == {AGENCY: ("labels",), HEALTH: ("lifts",)}
    assert any(len(items) == 2 for items in matching.draw.objects.values())
    assert found.team(found.teams[0].object, found.teams[0].department) is found.teams[0]
    with pytest.raises(UnknownNameError, match=uscc(99)):
        found.team(uscc(99), AGENCY)


def test_an_empty_seat_is_listed_with_nobody_on_it() -> None:
    matching = short()
    found = report(matching)
    assert found.empty == matching.empty
    empty = {(team.object, team.department, number) for team in found.teams for number in team.empty}
    assert empty == set(matching.empty)
    assert {attrs.astuple(seats_of(found)[place])[2:] for place in empty} == {(None,) * 6}
    assert "空席" in repr(next(team for team in found.teams if team.empty))
    assert empty.isdisjoint(found.odds)


# Work lists.


def test_everybody_has_a_work_list_of_exactly_his_seats() -> None:
    matching = two_departments()
    found = report(matching)
    assert [one.id for one in found.work_lists] == [
        *(f"JS{number:04d}" for number in (*range(1, 9), 21, 22, 23, 24)),
        "ZJ01",
    ]
    for one in found.work_lists:
        teams = matching.advisers if one.expert else matching.teams
        due = sorted(key[0] for key, team in teams.items() if one.id in team.members)
        assert [visit.object for visit in one.visits] == due
        assert all(teams[visit.object, one.department].holders[visit.seat] == one.id for visit in one.visits)
    assert found.work_list("JS0024").visits == ()
    assert {visit.tags for visit in found.work_list("ZJ01").visits} == {("电梯",)}


def test_visits_follow_the_batches_of_the_draw() -> None:
    matching = match(made(designs=(design("10%", batches=3),)))
    order = [id_ for ids in matching.main.batches["labels"] for id_ in ids]
    number_of = {id_: n for n, ids in enumerate(matching.main.batches["labels"], 1) for id_ in ids}
    found = report(matching)
    assert [team.object for team in found.teams] == order
    assert order != sorted(order)
    assert [team.batch for team in found.teams] == [number_of[id_] for id_ in order]
    for one in found.work_lists:
        assert [visit.object for visit in one.visits] == sorted((visit.object for visit in one.visits), key=order.index)


def test_objects_of_rounds_come_after_all_batches() -> None:
    before = match(made(designs=(design("10%", batches=2),)))
    gone = before.main.batches["labels"][0][1]
    after = match(next_round(before, replaced={gone: "停业"}))
    found = report(after)
    assert [team.object for team in found.teams[-2:]] == [*after.draw.objects, gone]
    assert [team.batch for team in found.teams] == [1, 1, 2, 2, 2, None, None]


def test_one_work_list_can_be_asked_for() -> None:
    matching = match(made())
    found = work_list(matching, "JS0001")
    assert found == report(matching).work_list("JS0001")
    assert repr(found) == f"<工作清单 执法检查人员 JS0001（{AGENCY}）：{len(found.visits)} 个检查对象>"
    assert found._repr_html_().count("<tr>") == len(found.visits) + 1


def test_nobody_of_that_id_has_a_work_list() -> None:
    with pytest.raises(LookupError, match="JS0099"):
        work_list(match(made()), "JS0099")


# Loads.


def mean_difference(units: list[int]) -> Fraction:
    """Return the Gini coefficient by its definition: the mean difference of all pairs over twice the mean."""
    differences = sum(abs(one - other) for one in units for other in units)
    return Fraction(differences, 2 * len(units) * sum(units))


@pytest.mark.parametrize("units", [[1], [3, 3, 3], [0, 0, 7], [4, 1, 1, 0, 9], [2, 5, 5, 2, 1, 0, 0]])
def test_the_gini_coefficient_is_that_of_its_definition(units: list[int]) -> None:
    assert gini(units) == mean_difference(units)


def test_the_gini_coefficient_is_0_where_nobody_has_anything() -> None:
    assert [gini([]), gini([0, 0]), gini([0, 0, 0, 1])] == [Fraction(0), Fraction(0), Fraction(3, 4)]


def test_loads_of_officers_and_departments_are_counted_with_those_who_have_none() -> None:
    matching = two_departments()
    found = report(matching)
    units = Counter(id_ for team in matching.teams.values() for id_ in team.members)
    assert {one.id: one.units for one in found.loads} == {**dict.fromkeys(found_ids(found), 0), **units}
    for one in found.departments:
        own = [load.units for load in found.loads if load.department == one.department]
        assert (one.officers, one.units, one.least, one.most) == (len(own), sum(own), min(own), max(own))
        assert (one.mean, one.gini) == (Fraction(sum(own), len(own)), mean_difference(own))
        assert one.taking_part == sum(1 for number in own if number)
    health = {one.department: one for one in found.departments}[HEALTH]
    assert (health.officers, health.taking_part, health.least) == (4, 3, 0)
    assert found.participation == Fraction(sum(one.taking_part for one in found.departments), 12)


def found_ids(found: MatchingReport) -> list[str]:
    return [one.id for one in found.loads]


def test_the_share_of_capacity_is_exact_and_unknown_without_any() -> None:
    for one in report(two_departments()).loads:
        assert one.share == Fraction(one.units, 12)
    idle = OfficerLoad(id="JS0001", department=AGENCY, units=0, base_load=0, capacity=0)
    assert idle.share is None


# Pairs.


def test_repeated_pairs_are_those_found_by_trying_all_pairs() -> None:
    for matching in (two_departments(), repaired(), short()):
        for one in report(matching).pairs:
            teams = [set(team.members) for key, team in matching.teams.items() if key[1] == one.department]
            people = sorted({id_ for team in teams for id_ in team})
            times = {pair: sum(set(pair) <= team for team in teams) for pair in combinations(people, 2)}
            most = max(times.values())
            assert one.pairs == sum(1 for number in times.values() if number)
            assert one.repeated == sum(1 for number in times.values() if number > 1)
            assert one.surplus == sum(number - 1 for number in times.values() if number)
            assert one.most == most
            assert set(one.frequent) == {pair for pair, number in times.items() if number == most > 1}


# Lots.


def test_the_odds_of_a_seat_are_one_in_those_among_whom_the_ticket_decided() -> None:
    matching = two_departments()
    due = {
        (line.unit.object, line.unit.department, line.seat): Fraction(1, line.lot)
        for line in matching.rounds[0].matched.trace
    }
    found = report(matching)
    assert found.odds == due
    assert found.largest_odds == max(due.values())
    widths = [1 / chance for chance in due.values()]
    assert found.lots.seats == len(widths)
    assert found.lots.counts == Counter(widths)
    assert found.lots.least == min(widths)
    assert found.lots.median == median(widths)
    assert found.lots.below == sum(width < 3 for width in widths) == len(found.lots.narrow)


def test_a_repaired_seat_has_no_odds_and_no_lot() -> None:
    matching = repaired()
    found = report(matching)
    via = {(one.object, one.department, one.seat): one.via for one in matching.rounds[0].matched.assignments}
    assert {place: seat.via for place, seat in seats_of(found).items()} == via
    assert {place for place, chance in found.odds.items() if chance is None} == {
        place for place, how in via.items() if how == "repair"
    }
    assert found.repaired == sum(how == "repair" for how in via.values()) > 0
    assert found.lots.seats == len(via) - found.repaired


def test_a_lot_below_k_is_told_with_all_who_could_not_go() -> None:
    barred = [recusal(object_id=uscc(number), reason=RecusalReason.KINSHIP) for number in range(60)]
    matching = match(made(*staff(1, 2, 3, 4), recusals=barred))
    found = report(matching)
    assert found.lots.wanted == 3
    assert [(one.qualified, one.barred, one.busy) for one in found.lots.narrow] == [(4, 1, 1)] * 6
    assert {(one.seat, one.lot, one.tags) for one in found.lots.narrow} <= {(1, 2, (FOOD,)), (2, 2, ())}
    assert "具备 4 人，回避或已替换 1 人，已满额或已在本组 1 人" in str(found.lots.narrow[0])
    assert found.largest_odds == Fraction(1, 2)


def test_without_any_seat_by_lot_there_are_no_odds() -> None:
    matching = match(made(*staff(1, 2, regions=("市外",))), partial=True)
    found = report(matching)
    assert (found.largest_odds, found.lots.least, found.lots.median, found.odds) == (None, None, None, {})
    assert [found.participation, found.departments[0].gini] == [Fraction(0), Fraction(0)]
    assert found.pairs[0].most == 0
    assert "机会" not in repr(found)


# Substitutions and rounds.


def lot_of(before: Matching, object_: str, number: int, gone: set[str]) -> int:
    """Return how many stand in the lot of a substitution, by trying what §3.2 says of everybody."""
    assert before.commitment.staff is not None
    unit = (object_, AGENCY)
    tags = before.teams[unit].seats[number - 1]
    mates = [id_ for n, id_ in before.teams[unit].holders.items() if n != number]
    teams = [set(team.members) for key, team in before.teams.items() if key != unit] + [set(mates)]
    free = {
        one.id: one.base_load + sum(one.id in team for team in teams)
        for one in before.commitment.staff.officers
        if set(tags) <= set(one.tags) and one.id not in {*mates, *gone}
    }
    shared = {id_: sum(id_ in team and mate in team for team in teams for mate in mates) for id_ in free}
    loads = sorted(free.values())
    least = [id_ for id_, load in free.items() if load <= loads[2]]
    sums = sorted(shared[id_] for id_ in least)
    return sum(shared[id_] <= sums[2] for id_ in least)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_substitute_has_the_odds_of_his_own_lot(times: int) -> None:
    before, after = substituted(times - 1), substituted(times)
    made_ = after.substitutions[-1]
    seat = seats_of(report(after))[made_.object, AGENCY, made_.seat]
    gone = {one.old for one in after.substitutions}
    assert (seat.officer, seat.via, seat.k, seat.barred) == (made_.new, "substitute", 0, times)
    assert seat.lot == lot_of(before, made_.object, made_.seat, gone)
    assert report(after).substitutions == after.substitutions
    assert made_.old not in report(after).team(made_.object, AGENCY).members
    assert "替换" in repr(report(after))


def test_who_was_replaced_has_one_visit_less_and_who_goes_instead_one_more() -> None:
    before, after = report(substituted(0)), report(substituted(1))
    made_ = after.substitutions[0]
    units = {one.id: one.units for one in before.loads}
    units[made_.old] -= 1
    units[str(made_.new)] += 1
    assert {one.id: one.units for one in after.loads} == units
    assert made_.object not in {visit.object for visit in after.work_list(made_.old).visits}


def test_a_seat_given_in_a_round_is_told_with_the_round_and_who_qualified_by_then() -> None:
    before = short()
    after = match(next_round(before, officers=[added(11), added(12)]))
    seats, earlier = seats_of(report(after)), seats_of(report(before))
    for place in before.empty:
        assert seats[place].k == 1
        assert seats[place].qualified == (4 if seats[place].tags else 5)
    assert {place: seat for place, seat in seats.items() if place not in before.empty} == {
        place: seat for place, seat in earlier.items() if place not in before.empty
    }


def test_a_seat_vacated_for_want_of_a_substitute_is_filled_by_lot_of_the_round() -> None:
    matching = match(made(*staff(1, 2)))
    (object_, _), team = next(iter(matching.teams.items()))
    vacant = substitute(matching, object_, team.holders[1], reason="病假", partial=True)
    assert seats_of(report(vacant))[object_, AGENCY, 1] == SeatReport(number=1, tags=(FOOD,))
    after = seats_of(report(match(next_round(vacant, officers=[added(11)]))))[object_, AGENCY, 1]
    assert (after.officer, after.via, after.k, after.lot) == ("JS0011", "lot", 1, 1)
    assert (after.qualified, after.barred) == (3, 1)


def test_nobody_goes_to_a_replaced_object_though_its_team_counts_for_loads() -> None:
    before = match(made())
    gone = next(iter(before.draw.objects))
    found = report(match(next_round(before, replaced={gone: "停业"})))
    team = found.teams[-1]
    assert (team.object, team.items, team.replaced, found.k) == (gone, (), True, 1)
    assert team.members == before.teams[gone, AGENCY].members
    assert "对象已替换" in repr(team)
    assert gone not in {visit.object for one in found.work_lists for visit in one.visits}
    assert sum(one.units for one in found.loads) == 2 * len(found.teams)


def test_an_object_replaced_for_one_item_and_drawn_for_another_is_visited_for_that_one() -> None:
    designs = (design("10%"), design("2%", "lifts"))
    people = (*staff(), *staff(21, 22, 23, 24, department=HEALTH, capacity=60))
    before = match(made(*people, designs=designs, also={"teams": (TEAM, LIFTS)}))
    gone = {object_: "停业" for object_, items in before.draw.objects.items() if items == ("labels",)}
    found = report(match(next_round(before, replaced=gone, extended={"lifts": {"全部": 50}})))
    back = [team for team in found.teams if team.object in gone and team.department == HEALTH]
    assert len(back) > 1
    for team in back:
        assert team.items == ("lifts",)
        assert found.team(team.object, AGENCY).items == ()
        assert found.team(team.object, AGENCY).members == before.teams[team.object, AGENCY].members


# What is shown.


def test_a_report_comes_back_from_json_as_it_went() -> None:
    for matching in (two_departments(), repaired(), short(), substituted(2)):
        found = report(matching)
        assert from_json(to_json(found), MatchingReport) == found


def test_a_report_is_one_line_and_its_table_shows_departments_and_no_persons() -> None:
    found = report(two_departments())
    part = sum(one.taking_part for one in found.departments)
    assert repr(found).startswith(f"<匹配报表 {AGENCY} 2025/2025-07：12 个检查组，12 人中 {part} 人参加，空席 0，")
    assert "\n" not in repr(found)
    html = found._repr_html_()
    assert html.count("<tr>") == 3
    assert "JS0" not in html
