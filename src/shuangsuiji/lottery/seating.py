"""Who sits where after some rounds and substitutions, and which seats are open; matching.md §2, §3 (席位现状)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.matched import Matched
from shuangsuiji.lottery.substitutions import Substitution
from shuangsuiji.lottery.units import Seat, Unit, canonical, merged_seats
from shuangsuiji.values import FrozenMap, freeze

__all__ = ["Seating", "Team", "Teams", "UnitKey", "live_units"]

UnitKey = tuple[str, str]
"""Object and department (检查组标识)."""

Teams = Mapping[str, Mapping[str, tuple[Seat, ...]]]
"""Seats by department, by frame (组队规则)."""


def live_units(live: Mapping[str, Iterable[str]], teams: Teams) -> frozenset[UnitKey]:
    """Return the units that are still to go: a department has a team for a frame for which the object is drawn (在派).

    Args:
        live: by object, the frames for which it has been drawn and not been replaced.
        teams: seats by department, by frame.

    """
    return frozenset(
        (object_, department)
        for object_, frames in live.items()
        for frame in frames
        for department in teams.get(frame, {})
    )


@attrs.frozen(kw_only=True)
class Team:
    """The seats of one unit, and who holds them (检查组现状).

    Attributes:
        region: where the object is.
        seats: by number, from 1.
        holders: officer by number of the seat.

    """

    region: str
    seats: tuple[Seat, ...] = ()
    holders: Mapping[int, str] = attrs.field(converter=freeze, factory=FrozenMap[int, str])

    @property
    def members(self) -> tuple[str, ...]:
        """Who sits in it, by number of the seat."""
        return tuple(self.holders[number] for number in sorted(self.holders))

    @property
    def open(self) -> tuple[int, ...]:
        """Numbers of the seats that nobody holds."""
        return tuple(number for number in range(1, len(self.seats) + 1) if number not in self.holders)

    def unit(self, key: UnitKey, numbers: Iterable[int]) -> Unit:
        """Return the unit in which these seats are to be filled."""
        chosen = tuple(numbers)
        return Unit(
            object=key[0],
            department=key[1],
            region=self.region,
            seats=tuple(self.seats[number - 1] for number in chosen),
            numbers=chosen,
            members=self.members,
        )

    def extended(self, wanted: tuple[Seat, ...]) -> Team:
        """Return it with the seats that it lacks of those wanted, numbered on (补席)."""
        lacking = Counter(wanted)
        lacking.subtract(Counter(self.seats))
        return attrs.evolve(self, seats=(*self.seats, *canonical((+lacking).elements())))


@attrs.frozen
class Seating:
    """All teams of a draw so far (席位现状).

    Attributes:
        teams: by object and department.

    """

    teams: Mapping[UnitKey, Team] = attrs.field(converter=freeze, factory=FrozenMap[UnitKey, Team])

    @property
    def standing(self) -> tuple[tuple[str, ...], ...]:
        """Who sits together, unit by unit."""
        return tuple(team.members for team in self.teams.values())

    def wanted(self, live: Mapping[str, Iterable[str]], teams: Teams, regions: Mapping[str, str]) -> Seating:
        """Return it with the seats that the drawn objects need (应设席位).

        Args:
            live: by object, the frames for which it has been drawn and not been replaced.
            teams: seats by department, by frame.
            regions: region of each object.

        """
        found = dict(self.teams)
        for object_ in sorted(live):
            own: dict[str, list[tuple[Seat, ...]]] = {}
            for frame in live[object_]:
                for department, seats in teams.get(frame, {}).items():
                    own.setdefault(department, []).append(seats)
            for department in sorted(own):
                team = found.get((object_, department)) or Team(region=regions[object_])
                found[object_, department] = team.extended(merged_seats(own[department]))
        return Seating(found)

    def open_units(self, asked: Iterable[UnitKey]) -> tuple[Unit, ...]:
        """Return those of the units asked for that have open seats (待派检查组)."""
        chosen = frozenset(asked)
        return tuple(
            team.unit(key, team.open) for key, team in sorted(self.teams.items()) if key in chosen and team.open
        )

    def after(self, matched: Matched) -> Seating:
        """Return it with those who have been seated."""
        new: dict[UnitKey, dict[int, str]] = {}
        for one in matched.assignments:
            new.setdefault((one.object, one.department), {})[one.seat] = one.officer
        return Seating(
            {
                key: attrs.evolve(team, holders={**team.holders, **new[key]}) if key in new else team
                for key, team in self.teams.items()
            }
        )

    def vacated(self, one: Substitution) -> Seating:
        """Return it without the one who cannot go.

        Raises:
            InvalidValueError: he does not hold that seat.

        """
        team = self.teams.get(one.unit)
        if team is None or team.holders.get(one.seat) != one.old:
            zh, en = "只能替换该席现任人员", "only who holds the seat can be replaced"
            raise InvalidValueError(field=f"substitution {one.number}", rule_zh=zh, rule=en, value=repr(one))
        left = {number: id_ for number, id_ in team.holders.items() if number != one.seat}
        return Seating({**self.teams, one.unit: attrs.evolve(team, holders=left)})

    def seated(self, unit: UnitKey, seat: int, officer: str) -> Seating:
        """Return it with one more officer."""
        team = self.teams[unit]
        return Seating({**self.teams, unit: attrs.evolve(team, holders={**team.holders, seat: officer})})

    @property
    def complete(self) -> tuple[UnitKey, ...]:
        """The units all of whose seats are held."""
        return tuple(key for key, team in self.teams.items() if not team.open)

    def places_of(self, object_: str, officer: str) -> list[tuple[UnitKey, int]]:
        """Return the seats that an officer holds on an object: unit and number."""
        return [
            (key, number)
            for key, team in self.teams.items()
            if key[0] == object_
            for number, id_ in team.holders.items()
            if id_ == officer
        ]
