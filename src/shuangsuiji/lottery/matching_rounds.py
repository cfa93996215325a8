"""From one round to the next: units are matched, experts added, officers replaced by lot; matching.md §3 (匹配轮次).

A substitution is a matching of one seat in which nobody else can be moved, so that nothing has to be said twice about
lots. Whoever has been replaced on an object does not come back to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.lottery.matched import Assignment, Matched
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.matching_terms import MatchingTerms
from shuangsuiji.lottery.rounds import Taken
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets, SubstituteTickets
from shuangsuiji.lottery.seating import Seating, UnitKey, live_units
from shuangsuiji.lottery.shortages import Shortage, shortages
from shuangsuiji.lottery.staff import Pair, Staff
from shuangsuiji.lottery.substitutions import Substitution

__all__ = ["RoundMatching", "Seated", "assignments_bytes"]

_NOBODY = frozenset[Pair]()


def assignments_bytes(made: Iterable[Assignment]) -> bytes:
    """Return the bytes of ``assignments.tsv`` or ``advisers.tsv``."""
    return table_bytes((one.object, one.department, str(one.seat), one.officer, one.via) for one in made)


@attrs.frozen(kw_only=True)
class RoundMatching:
    """What the matching of one round brought (本轮匹配).

    Attributes:
        k: number of the round, 0 for the main draw.
        matched: the officers' seats.
        advised: the experts' seats, None where the draw has none.
        shortages: why seats stay empty, by department.

    """

    k: int
    matched: Matched
    advised: Matched | None
    shortages: tuple[Shortage, ...]

    @property
    def unadvised(self) -> int:
        """How many of the experts' seats of this round stay empty."""
        return len(self.advised.empty) if self.advised else 0

    @property
    def files(self) -> dict[str, bytes]:
        """The tables of the round, by name."""
        suffix = f".{self.k}.tsv" if self.k else ".tsv"
        made = {f"assignments{suffix}": assignments_bytes(self.matched.assignments)}
        if self.advised is not None:
            made[f"advisers{suffix}"] = assignments_bytes(self.advised.assignments)
        return made


@attrs.frozen(kw_only=True)
class Seated:
    """Who sits where after some rounds and substitutions, and all that the next one depends on (匹配现状).

    Attributes:
        terms: the committed rules.
        staff: everyone, those added by rounds included.
        alg: the hash of the draw.
        officers: their seats.
        experts: theirs, in a numbering of their own.
        replaced: object and officer of every substitution: they do not meet again.
        live: the units that are still to go, as of the last round.

    """

    terms: MatchingTerms
    staff: Staff
    alg: Algorithm
    officers: Seating = Seating()  # noqa: RUF009 - frozen
    experts: Seating = Seating()  # noqa: RUF009 - frozen
    replaced: frozenset[Pair] = _NOBODY
    live: frozenset[UnitKey] = frozenset()

    def after_round(self, k: int, taken: Taken, key: str, added: Staff | None = None) -> tuple[Seated, RoundMatching]:
        """Return what a round makes of it, and the round.

        Args:
            k: number of the round.
            taken: what has been drawn and replaced, this round included.
            key: MKEY of the round.
            added: officers and recusals that come with the round.

        """
        staff = self.staff.joined_by(added) if added else self.staff
        live = taken.live
        going = live_units(live, self.terms.teams)
        regions = _regions(taken)
        wanted = self.officers.wanted(live, self.terms.teams, regions)
        tickets = KeyedSeatTickets(alg=self.alg, key=key)
        barred = staff.barred | self.replaced
        matched = match_fast(
            wanted.open_units(going),
            staff.officers,
            barred,
            tickets,
            self.terms.lot,
            wanted.standing,
        )
        officers = wanted.after(matched)
        experts, advised = self._advised(staff, live, regions, officers.complete, key)
        after = attrs.evolve(self, staff=staff, officers=officers, experts=experts, live=going)
        why = shortages(matched, staff.officers, barred, wanted.standing) if matched.empty else ()
        return after, RoundMatching(k=k, matched=matched, advised=advised, shortages=why)

    def sitting(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return the pairs of an officer and an object to which he goes: before he is recused, he is substituted.

        An expert who is recused later just does not come; his seat counts for nothing.
        """
        return [pair for pair in pairs if self.officers.places_of(*pair)]

    def _advised(
        self,
        staff: Staff,
        live: Mapping[str, tuple[str, ...]],
        regions: Mapping[str, str],
        complete: Iterable[UnitKey],
        key: str,
    ) -> tuple[Seating, Matched | None]:
        """Seat experts on top of the units whose officers are complete: 2.3.10."""
        if not self.terms.experts:
            return self.experts, None
        wanted = self.experts.wanted(live, self.terms.advice, regions)
        tickets = KeyedSeatTickets(alg=self.alg, key=key, purpose="expert")
        units = wanted.open_units(live_units(live, self.terms.advice) & frozenset(complete))
        matched = match_fast(units, staff.experts, staff.barred, tickets, self.terms.lot, wanted.standing)
        return wanted.after(matched), matched

    def substitute(self, one: Substitution, key: str) -> tuple[Seated, Substitution]:
        """Return what a substitution makes of it, and the substitution with who goes instead, by lot.

        Args:
            one: who cannot go, where and why; its ``new`` is not looked at.
            key: MKEY of the round after which it is made.

        Raises:
            InvalidValueError: somebody who does not hold that seat, or a unit that goes nowhere any more.

        """
        if one.unit not in self.live:
            zh, en = "该检查组已不再前往，无须替换", "the unit goes nowhere any more"
            raise InvalidValueError(field=f"substitution {one.number}", rule_zh=zh, rule=en, value=repr(one))
        left = self.officers.vacated(one)
        replaced = self.replaced | {(one.object, one.old)}
        unit = left.teams[one.unit].unit(one.unit, [one.seat])
        tickets = SubstituteTickets(alg=self.alg, key=key, number=one.number)
        barred = self.staff.barred | replaced
        made = match_fast([unit], self.staff.officers, barred, tickets, self.terms.lot, left.standing).assignments
        new = made[0].officer if made else None
        seats = left if new is None else left.seated(one.unit, one.seat, new)
        return attrs.evolve(self, officers=seats, replaced=replaced), attrs.evolve(one, new=new)


def _regions(taken: Taken) -> dict[str, str]:
    """Return the region of every object drawn so far."""
    return {id_: taken.frames[name].region(id_) for name, drawn in taken.drawn.items() for id_ in drawn}
