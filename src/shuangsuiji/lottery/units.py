"""Units and their seats: the officers that one department sends to one drawn object; matching.md §1, §2 (检查组)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.officers import NOTHING, check_part
from shuangsuiji.values import check_field

__all__ = ["Seat", "Unit", "canonical", "merged_seats", "parse_seats", "seat_text", "seats_text"]

Seat = tuple[str, ...]
"""The tags that the one officer on a seat must hold, sorted bytewise; empty for a plain seat (席位)."""

PLAIN: Seat = ()


@attrs.frozen(kw_only=True)
class Unit:
    """The officers that one department sends to one drawn object (检查组).

    Attributes:
        object: id of the object.
        department: who sends them.
        region: where the object is.
        seats: those to be filled, in canonical order where the unit is new.
        numbers: the number of each seat, rising; empty where they are numbered from 1.
        members: ids of those who sit in the unit already, from an earlier round.

    """

    object: str
    department: str
    region: str
    seats: tuple[Seat, ...]
    numbers: tuple[int, ...] = ()
    members: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.object, "Unit.object")
        check_part(self.department, "Unit.department")
        if not self.numbers and self.seats != canonical(self.seats):
            zh, en = "席位须按规定次序", "seats stand in canonical order"
            raise InvalidValueError(field=f"Unit {self.object}", rule_zh=zh, rule=en, value=seats_text(self.seats))
        if self.numbers and (len(self.numbers) != len(self.seats) or list(self.numbers) != sorted(set(self.numbers))):
            zh, en = "每席一个编号，由小到大", "one number per seat, rising"
            raise InvalidValueError(field=f"Unit {self.object}", rule_zh=zh, rule=en, value=self.numbers)

    def number(self, place: int) -> int:
        """Return the number of the seat at a place, both from 1."""
        return self.numbers[place - 1] if self.numbers else place


def seat_text(seat: Seat) -> str:
    """Return a seat as the manifest writes it: its tags joined by commas, ``-`` for a plain one."""
    return ",".join(seat) or NOTHING


def canonical(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Return seats in canonical order: bytewise by their text, plain seats last."""
    return tuple(sorted(seats, key=lambda seat: (seat == PLAIN, seat_text(seat))))


def seats_text(seats: Iterable[Seat]) -> str:
    """Return seats as ``team.F.DEPT`` writes them."""
    return ";".join(map(seat_text, seats))


def parse_seats(text: str, field: str) -> tuple[Seat, ...]:
    """Return the seats in ``team.F.DEPT`` or ``expert.F`` (席位).

    Raises:
        InvalidValueError: a tag that is no name, twice in a seat, or not sorted bytewise.

    """
    return tuple(_seat(part, field) for part in text.split(";"))


def _seat(text: str, field: str) -> Seat:
    if text == NOTHING:
        return PLAIN
    tags = tuple(check_part(tag, field) for tag in text.split(","))
    if list(tags) != sorted(set(tags)):
        zh, en = "席位的标签须按字节排序且不重复", "tags of a seat are sorted bytewise, each once"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return tags


def merged_seats(teams: Iterable[tuple[Seat, ...]]) -> tuple[Seat, ...]:
    """Return the seats of one department for an object drawn in several frames: one visit serves them all.

    For every distinct seat the largest number of such seats over the frames; then plain seats are dropped while the
    total exceeds the largest seat count among those frames.
    """
    counted = [Counter(team) for team in teams]
    most: Counter[Seat] = Counter()
    for team in counted:
        most |= team
    largest = max(team.total() for team in counted)
    while most.total() > largest and most[PLAIN]:
        most[PLAIN] -= 1
    return canonical(most.elements())
