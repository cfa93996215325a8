"""Strategies for pools with tickets, and for renamings of like objects (号签抽取策略)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.testing.strategies.identifiers import LIYANG, unified_code

__all__ = ["Renaming", "Selection", "renamings", "selections"]

T = TypeVar("T")

_STRATA = "甲乙丙"
_MOST_IDS = 9999
_NUMBERS = st.integers(0, 65_535)
_EVERYWHERE = -1
_PLACES = st.sampled_from((_EVERYWHERE, 0, 30, 60))


@attrs.frozen(kw_only=True)
class Selection:
    """What a selector by tickets is given (号签抽取输入).

    Attributes:
        pool: stratum by id.
        quotas: how many to draw, by stratum.
        tickets: 64 hex digits by id, all different.

    """

    pool: Mapping[str, str]
    quotas: Mapping[str, int]
    tickets: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Renaming:
    """A selection, new names for its like objects, and another order for the input (改名).

    Attributes:
        selection: what a selector is given before.
        names: new name by id; within a stratum names change places, or all names are new.
        order: positions in another order, one per object.

    """

    selection: Selection
    names: Mapping[str, str]
    order: tuple[int, ...]

    def renamed(self, by_id: Mapping[str, str]) -> dict[str, str]:
        """Return a mapping by id under the new names."""
        return {self.names[id_]: value for id_, value in by_id.items()}

    def reordered(self, mapping: Mapping[str, T]) -> dict[str, T]:
        """Return a mapping with its keys in another order."""
        keys = list(mapping)
        return {keys[at]: mapping[keys[at]] for at in self.order if at < len(keys)}


def selections(*, max_size: int = 12) -> SearchStrategy[Selection]:
    """Return pools of at least one object, with quotas and tickets (号签抽取输入)."""
    return renamings(max_size=max_size).map(lambda one: one.selection)


@st.composite
def renamings(draw: DrawFn, *, max_size: int = 12) -> Renaming:
    """Return pools with quotas, tickets and a renaming of like objects (改名).

    Ids are spelt from numbers, and everything else is a number or an order, so that Hypothesis shrinks them fast.
    """
    numbers = draw(st.lists(st.integers(0, _MOST_IDS), min_size=1, max_size=max_size, unique=True))
    ids = [_spelt(number) for number in numbers]
    count = len(ids)
    strata = draw(st.lists(st.sampled_from(_STRATA), min_size=count, max_size=count))
    own = draw(st.lists(_NUMBERS, min_size=count, max_size=count, unique=True))
    place = draw(_PLACES)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for id_, stratum in zip(ids, strata, strict=True):
        members[stratum].append(id_)
    fresh = dict(zip(ids, (_spelt(number + _MOST_IDS + 1) for number in numbers), strict=True))
    turn = draw(st.integers(0, 3))
    names: dict[str, str] = {}
    for inside in members.values():
        names |= zip(inside, _turned(inside, turn), strict=True)
    if draw(st.booleans()):
        names = {id_: fresh[name] for id_, name in names.items()}
    order = _turned(range(count), draw(st.integers(0, count - 1)))
    selection = Selection(
        pool=dict(zip(ids, strata, strict=True)),
        quotas={stratum: draw(st.integers(0, len(inside))) for stratum, inside in sorted(members.items())},
        tickets={id_: _ticket(number, place) for id_, number in zip(ids, own, strict=True)},
    )
    return Renaming(selection=selection, names=names, order=tuple(reversed(order) if draw(st.booleans()) else order))


def _turned(sequence: Sequence[T], step: int) -> list[T]:
    """Return a sequence that begins ``step`` places later, what came before following at its end."""
    step %= len(sequence)
    return [*sequence[step:], *sequence[:step]]


def _ticket(number: int, place: int) -> str:
    """Return a ticket that differs from the others of its pool in four digits at a place, or everywhere."""
    if place == _EVERYWHERE:
        return sha256(number.to_bytes(2)).hexdigest()
    return f"{number:04x}".rjust(place + 4, "0").ljust(64, "0")


def _spelt(number: int) -> str:
    """Return an id that is told apart by this number: a unified code, a registration number or another id in turn."""
    match number % 3:
        case 0:
            return unified_code("91", LIYANG, f"{number:08}")
        case 1:
            return f"{LIYANG}{number:09}"
        case _:
            return f"示例产品 {number}"
