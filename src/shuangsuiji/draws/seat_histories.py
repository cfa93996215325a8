"""How the holder of every seat came to it, through rounds and substitutions: matching.md §3 (席位来历)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

import attrs

from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.supplements import SupplementDraw
from shuangsuiji.lottery.matched import Matched
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import IdTickets
from shuangsuiji.lottery.seating import Seating, Team, UnitKey
from shuangsuiji.lottery.staff import Pair, Staff
from shuangsuiji.lottery.substitutions import Substitution
from shuangsuiji.lottery.units import Seat
from shuangsuiji.values import freeze

__all__ = ["SeatHistories", "SeatReport", "seat_histories"]

Filled = tuple[UnitKey, int]


@attrs.frozen(kw_only=True)
class SeatReport:
    """A seat of a team, who holds it by now, and how he came to it: matching.md §3 (席位).

    Attributes:
        number: of the seat, from 1.
        tags: what its holder must hold, sorted; empty for a plain seat.
        officer: id of the officer or the expert; None for an empty seat, for which all that follows is None too.
        via: ``lot``, ``repair`` where a repair filled or shifted the seat last, ``substitute`` for who goes instead.
        k: the round that gave him the seat, 0 for the main draw; of a substitute, the round after which he was drawn.
        lot: |M|, the number of people among whom the ticket decided; None for a repair.
        qualified: how many people of the department covered the region and held the tags by then.
        barred: how many of those were recused from the object, or had been replaced there.

    """

    number: int
    tags: Seat
    officer: str | None = None
    via: str | None = None
    k: int | None = None
    lot: int | None = None
    qualified: int | None = None
    barred: int | None = None

    @property
    def odds(self) -> Fraction | None:
        """1/|M|, the chance with which he got the seat once the lot was made up; None where no lot gave it (机会)."""
        return Fraction(1, self.lot) if self.lot else None


@attrs.frozen(kw_only=True)
class SeatHistories:
    """The seats of every team, with how their holders came to them (席位来历).

    Attributes:
        officers: by object and department.
        experts: the same for those who assist, in a numbering of their own.

    """

    officers: Mapping[UnitKey, tuple[SeatReport, ...]] = attrs.field(converter=freeze)
    experts: Mapping[UnitKey, tuple[SeatReport, ...]] = attrs.field(converter=freeze)


def seat_histories(matching: Matching) -> SeatHistories:
    """Return how the holder of every seat came to it, in the last round that gave it or by substitution (席位来历)."""
    terms, staff = matching.seated.terms, matching.commitment.staff or Staff(officers=())
    officers = _History(teams=matching.teams, lot=terms.lot)
    experts = _History(teams=matching.advisers, lot=terms.lot)
    requests = matching.draw.rounds if isinstance(matching.draw, SupplementDraw) else ()
    added: list[Staff | None] = [None, *(one.request.added for one in requests)]
    replaced: set[Pair] = set()
    for made, more in zip(matching.rounds, added, strict=True):
        staff = staff.joined_by(more) if more else staff
        officers.open_round(made.k, staff.officers, staff.barred | replaced)
        officers.fill(made.matched)
        if made.advised is not None:
            experts.open_round(made.k, staff.experts, staff.barred)
            experts.fill(made.advised)
        for one in (each for each in matching.substitutions if each.k == made.k):
            replaced.add((one.object, one.old))
            officers.substitute(one, staff.barred | replaced)
    return SeatHistories(officers=officers.seats(), experts=experts.seats())


class _History:
    """The seats so far, of officers or of experts."""

    def __init__(self, *, teams: Mapping[UnitKey, Team], lot: int) -> None:
        self.teams, self.lot = teams, lot
        self.seating = Seating({key: attrs.evolve(team, holders={}) for key, team in teams.items()})
        self.filled: dict[Filled, SeatReport] = {}
        self.k = 0
        self.people: tuple[Officer, ...] = ()
        self.barred: dict[str, set[str]] = {}
        self.pools: dict[tuple[str, str, Seat], frozenset[str]] = {}

    def open_round(self, k: int, people: Iterable[Officer], barred: Collection[Pair]) -> None:
        """Begin a round, in which other people may qualify."""
        self.k, self.people, self.pools, self.barred = k, tuple(people), {}, {}
        for object_, officer in barred:
            self.barred.setdefault(object_, set()).add(officer)

    def fill(self, matched: Matched) -> None:
        """Take what the matching of the round gave."""
        lots = {((line.unit.object, line.unit.department), line.seat): line.lot for line in matched.trace}
        for one in matched.assignments:
            place = (one.object, one.department), one.seat
            self.note(place, one.officer, one.via, lots[place] if one.via == "lot" else None)
        self.seating = self.seating.after(matched)

    def substitute(self, one: Substitution, barred: Collection[Pair]) -> None:
        """Take a substitution; the lot is made up once more, for its size: who won it is known."""
        left = self.seating.vacated(one)
        self.barred.setdefault(one.object, set()).add(one.old)
        self.seating = left
        del self.filled[one.unit, one.seat]
        if one.new is None:
            return
        unit = left.teams[one.unit].unit(one.unit, [one.seat])
        drawn = match_fast([unit], self.people, barred, IdTickets(), self.lot, left.standing)
        self.note((one.unit, one.seat), one.new, "substitute", drawn.trace[0].lot)
        self.seating = left.seated(one.unit, one.seat, one.new)

    def note(self, place: Filled, officer: str, via: str, lot: int | None) -> None:
        """Write down who holds a seat from now on."""
        key, number = place
        tags = self.teams[key].seats[number - 1]
        able = self.pool(key[1], self.teams[key].region, tags)
        self.filled[place] = SeatReport(
            number=number,
            tags=tags,
            officer=officer,
            via=via,
            k=self.k,
            lot=lot,
            qualified=len(able),
            barred=len(able & self.barred.get(key[0], set())),
        )

    def pool(self, department: str, region: str, tags: Seat) -> frozenset[str]:
        """Return the ids of those who qualify for such seats in this round."""
        kind = department, region, tags
        if kind not in self.pools:
            own = (one for one in self.people if one.department == department)
            self.pools[kind] = frozenset(one.id for one in own if one.covers(region) and one.holds(tags))
        return self.pools[kind]

    def seats(self) -> dict[UnitKey, tuple[SeatReport, ...]]:
        """Return all seats, the empty ones too, by object and department."""
        return {
            key: tuple(
                self.filled.get((key, number)) or SeatReport(number=number, tags=tags)
                for number, tags in enumerate(self.teams[key].seats, 1)
            )
            for key in sorted(self.teams)
        }
