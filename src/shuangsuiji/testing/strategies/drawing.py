"""Strategies for reveals and draws, and for the supplementary rounds after them (抽取策略)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import TypeVar

import attrs
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.draws import Commitment, Draw, SupplementCommitment, SupplementDraw, commit_supplement
from shuangsuiji.draws import draw as draw_objects
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery import Manifest, Round
from shuangsuiji.lottery.quotas import room
from shuangsuiji.lottery.seeds import Reveal, main_round
from shuangsuiji.terms import ReplacementReason
from shuangsuiji.testing.strategies.codes import synthetic_codes
from shuangsuiji.testing.strategies.committing import commitments
from shuangsuiji.testing.strategies.lotteries import beacon_values, events_after, instants
from shuangsuiji.testing.strategies.texts import fields
from shuangsuiji.values import CHINA

__all__ = ["draws", "reveals", "supplement_requests", "supplements"]

T = TypeVar("T")
Cell = tuple[str, str]

_SECOND, _MONTHS = timedelta(seconds=1), timedelta(days=60)


@st.composite
def reveals(
    draw: DrawFn,
    commitment: Commitment | SupplementCommitment | Manifest,
    *,
    codes: Mapping[str, str] | None = None,
) -> Reveal:
    """Return reveals that open a commitment, or the request for a supplementary round (揭示).

    Args:
        draw: Hypothesis gives it.
        commitment: what the strategies here return, or another one with the codes of its parties.
        codes: code x(K+1) by party, where the parties are not synthetic.

    Raises:
        UnknownNameError: the end of a chain that is not synthetic, and no codes.

    """
    one = _round(commitment)
    values = [f"{event.name}/{draw(beacon_values(event.source))}" for event in one.events]
    if codes is None:
        codes = {party: _code(one, party) for party in one.manifest.chains}
    return Reveal(beacon=one.beacon or ";".join(values), codes=codes, k=one.k)


def _round(commitment: Commitment | SupplementCommitment | Manifest) -> Round:
    if isinstance(commitment, SupplementCommitment):
        return commitment.round
    return main_round(commitment.manifest if isinstance(commitment, Commitment) else commitment)


def _code(one: Round, party: str) -> str:
    known = {codes[0]: codes for codes in synthetic_codes(one.manifest.alg, party)}
    end = one.manifest.chains[party]
    if end not in known:
        raise UnknownNameError(field=f"chain.{party}", value=end, known="synthetic_codes(); codes=")
    return known[end][one.k + 1]


@st.composite
def draws(draw: DrawFn, *, mode: str | None = None, leaving: bool = False) -> Draw:
    """Return main draws, open and sealed, of one or two items, of every design (抽取).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.
        leaving: mostly leaves something to be drawn by a supplementary round.

    """
    commitment = draw(commitments(mode=mode, leaving=leaving))
    return draw_objects(commitment, draw(reveals(commitment)))


@st.composite
def supplement_requests(draw: DrawFn, before: Draw | SupplementDraw | None = None) -> SupplementCommitment:
    """Return requests for one more round: replacements and extensions, within what is left and within caps (补充申请).

    Args:
        draw: Hypothesis gives it.
        before: the main draw, or the last round; any that leaves something to be drawn when not given.

    """
    if before is None:
        before = draw(draws(leaving=True) | supplements())
    left = _Left.after(before)
    replaced = [id_ for id_ in draw(_some(left.replaceable, unique=True)) if left.replace(id_)]
    extended = [cell for cell in draw(_some(sorted(left.rows))) if left.extend(cell)]
    if not replaced and not extended:  # then the first thing that can be asked for, where there is any
        extended = [cell for cell in sorted(left.rows) if left.extend(cell)]
        replaced = [] if extended else [id_ for id_ in left.replaceable if left.replace(id_)]
    if not replaced and not extended:
        reject()
    earliest = max([before.made_at + _SECOND, *(event.at for event in before.round.events)]).astimezone(CHINA)
    committed_at = draw(instants(earliest, earliest + _MONTHS))
    reasons = st.sampled_from(ReplacementReason) | fields()
    asked: dict[str, Counter[str]] = {}
    for name, stratum in extended:
        asked.setdefault(name, Counter())[stratum] += 1
    return commit_supplement(
        before,
        committed_at=committed_at,
        replaced={id_: draw(reasons) for id_ in replaced},
        extended=asked,
        beacons=draw(events_after(committed_at, min_size=0, max_size=2)),
    )


@st.composite
def supplements(draw: DrawFn, *, mode: str | None = None) -> SupplementDraw:
    """Return supplementary rounds, the first after a main draw or the second (补充抽取).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.

    """
    main = draw(draws(mode=mode, leaving=True))
    request = draw(supplement_requests(main))
    record = draw_objects(request, draw(reveals(request)))
    if not draw(st.booleans()) or not _Left.after(record).anything():
        return record
    request = draw(supplement_requests(record))
    return draw_objects(request, draw(reveals(request)))


@attrs.define
class _Left:
    """What a round may ask for, counted apart from the library (余量).

    Attributes:
        rows: rows that were not drawn yet, by frame and stratum.
        room: what the caps of the strata still allow.
        whole: what the caps of the frames still allow.
        held: frame and stratum for which an object was drawn, by its id, for the objects that can be replaced.

    """

    rows: dict[Cell, int]
    room: dict[Cell, int]
    whole: dict[str, int]
    held: dict[str, list[Cell]]

    @classmethod
    def after(cls, before: Draw | SupplementDraw) -> _Left:
        """Return what is left after a draw."""
        taken = before.taken
        held: dict[str, list[Cell]] = {}
        for name, strata in taken.drawn.items():
            for id_, stratum in strata.items():
                held.setdefault(id_, []).append((name, stratum))
        drawn = Counter(cell for cells in held.values() for cell in cells)
        gone = _given_back(before)
        stay = drawn - Counter(cell for cells in gone.values() for cell in cells)
        left = cls(rows={}, room={}, whole={}, held={id_: held[id_] for id_ in sorted(held.keys() - gone.keys())})
        for name, terms in taken.terms.items():
            counts = taken.frames[name].counts()
            total = sum(number for (other, _), number in stay.items() if other == name)
            left.whole[name] = _room(terms.rows, terms.cap) - (terms.used or 0) - total
            for stratum, rows in counts.items():
                cell = (name, stratum)
                left.rows[cell] = rows - drawn[cell]
                left.room[cell] = _room(rows, terms.caps.get(stratum)) - stay[cell]
        return left

    @property
    def replaceable(self) -> list[str]:
        """Ids that were drawn and have not been replaced."""
        return list(self.held)

    def replace(self, id_: str) -> bool:
        """Ask for a replacement where every stratum concerned has a row left, and tell whether it was asked for.

        It gives its place back, so that it needs no room under a cap.
        """
        cells = self.held[id_]
        if any(self.rows[cell] < 1 for cell in cells):
            return False
        for cell in cells:
            self.rows[cell] -= 1
        return True

    def extend(self, cell: Cell) -> bool:
        """Ask for one object more of a stratum where a row is left and no cap is in the way, and tell whether it is."""
        if min(self.rows[cell], self.room[cell], self.whole[cell[0]]) < 1:
            return False
        self.rows[cell] -= 1
        self.room[cell] -= 1
        self.whole[cell[0]] -= 1
        return True

    def anything(self) -> bool:
        """Tell whether anything can be asked for; nothing may be asked for afterwards."""
        return any(map(self.extend, sorted(self.rows))) or any(map(self.replace, self.replaceable))


def _given_back(before: Draw | SupplementDraw) -> dict[str, list[Cell]]:
    """Return the places that each replaced object gave back: those that it held when it was replaced."""
    found: dict[str, list[Cell]] = {}
    while isinstance(before, SupplementDraw):
        asked, before = before.request.supplement, before.request.before
        drawn = before.taken.drawn
        for id_ in asked.replaced:
            found[id_] = [(name, strata[id_]) for name, strata in drawn.items() if id_ in strata]
    return found


def _room(rows: int, cap: Fraction | None) -> int:
    return rows if cap is None else room(rows, cap)


def _some(options: list[T], *, unique: bool = False) -> SearchStrategy[list[T]]:
    return st.lists(st.sampled_from(options), max_size=2, unique=unique) if options else st.just([])
