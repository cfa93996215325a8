"""How likely each object was to be inspected in a year, over all its draws: 3.1.8 «被抽查概率» (年度被抽查概率).

Every draw has a seed of its own. Given the frames as they were committed, the draws of a year are therefore
independent, and an object is drawn for an item at least once with probability 1 − Π(1 − π), exactly.

The items of one draw share tickets. Where their strata hold the same objects, the smaller quota draws some of those
that the larger one draws, and the largest π is the chance to be drawn for any of them. Elsewhere that chance lies
between the largest π and the sum.

A supplementary round has a seed of its own too: whoever was not drawn before has the chance of those who are left.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from shuangsuiji.draws.history import year_of
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.supplements import SupplementDraw
from shuangsuiji.draws.yearly_reports import Absence, AbsenceKind, Flag, ObjectInclusion, Standing, YearlyInclusion
from shuangsuiji.errors import BrokenChainError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.chances import Chances, chances_of, weighted_chances
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.registry import ObjectPool

__all__ = [
    "Absence",
    "AbsenceKind",
    "Flag",
    "ObjectInclusion",
    "Standing",
    "YearlyInclusion",
    "yearly_inclusion",
]


def yearly_inclusion(
    pool: ObjectPool, draws: Iterable[Draw | SupplementDraw], *, year: int, item_code: str | None = None
) -> YearlyInclusion:
    """Return how likely every object of a pool was to be drawn in a year, given its frames (年度被抽查概率).

    Args:
        pool: the version of the pool to report on.
        draws: all draws; those of other years are left out, and one given twice counts once. Of a draw with
            supplementary rounds, give the last: it holds the ones before.
        year: the plan year.
        item_code: the item to report on; all of them together where it is None.

    Raises:
        UnknownNameError: an item that neither the pool nor a draw knows.
        BrokenChainError: one commitment with two reveals.

    """
    made = _of_year(draws, year)
    known = {*pool.item_codes, *(terms.name for one in made for terms in one.commitment.manifest.frames)}
    if item_code is not None and item_code not in known:
        raise UnknownNameError(field="item_code", value=item_code, known="、".join(sorted(known)))
    frames = [
        _DrawnFrame(number=number, draw=one, terms=terms)
        for number, one in enumerate(made)
        for terms in one.commitment.manifest.frames
        if item_code in (None, terms.name)
    ]
    rows = {id_: row for row, id_ in enumerate(pool.columns.ids)}
    gone = sorted({id_ for one in frames for id_ in one.frame.ids if id_ not in rows})
    rows |= {id_: row for row, id_ in enumerate(gone, len(rows))}
    populations: dict[tuple[str, ...], int] = {}
    views = [_view(one, pool, rows, populations) for one in frames]
    # Objects that stood in the same place of every frame share one standing; there are few of those, and many objects.
    paths: dict[tuple[int, ...], int] = {}
    columns = [bytes(len(rows)), *(view.column for view in views)]
    codes = array("I", (paths.setdefault(path, len(paths)) for path in zip(*columns, strict=True)))
    items = (item_code,) if item_code is not None else tuple(sorted({one.terms.name for one in frames}))
    visits, times = _drawn(made, items)
    return YearlyInclusion(
        year=year,
        items=items,
        serials=tuple(dict.fromkeys(one.draw.commitment.manifest.serial for one in frames)),
        ids=pool.columns.ids,
        gone=tuple(gone),
        codes=codes,
        standings=tuple(
            _standing([view.places[code] for view, code in zip(views, path[1:], strict=True)], items) for path in paths
        ),
        visits=visits,
        times=times,
        clause=LIYANG_2020.ref("3.1.8"),
    )


def _of_year(draws: Iterable[Draw | SupplementDraw], year: int) -> list[Draw | SupplementDraw]:
    """Return the draws of a year, each commitment once with all its rounds, by agency and serial."""
    found: dict[str, Draw | SupplementDraw] = {}
    for one in draws:
        manifest = one.commitment.manifest
        if year_of(manifest) != year:
            continue
        known = found.setdefault(manifest.commit, one)
        if known.main.reveal != one.main.reveal:
            raise BrokenChainError(
                link="reveal",
                rule_zh=f"第 {manifest.serial} 号锁定只能有一个揭示",
                rule=f"serial {manifest.serial} can have one reveal only",
                expected=known.main.reveal.beacon,
                value=one.main.reveal.beacon,
            )
        if one.k > known.k:
            found[manifest.commit] = one
    return sorted(found.values(), key=lambda one: (one.commitment.manifest.agency, one.commitment.manifest.serial))


@attrs.frozen(kw_only=True)
class _DrawnFrame:
    """One frame of one draw of the year."""

    number: int
    draw: Draw | SupplementDraw
    terms: FrameTerms

    @property
    def frame(self) -> TableFrame:
        return self.draw.commitment.frames[self.terms.name]

    @property
    def is_nested(self) -> bool:
        """Whether other frames of the draw may draw from the same objects, of which the smaller quota draws a part.

        Not so where the quota hangs on a scalar of the frame's own, nor where weights differ from frame to frame, nor
        where a supplementary round drew from what each frame had left.
        """
        alone = len(self.draw.commitment.manifest.frames) == 1 or self.draw.k > 0
        return not alone and self.terms.design == "stratified" and self.terms.rounding != "chance"


@attrs.frozen(kw_only=True)
class _Place:
    """Where a frame of a draw has an object: in a stratum, or nowhere, and then why.

    Attributes:
        number: the draw.
        item_code: the frame.
        chance: the object's chance there.
        population: equal for strata of a draw that hold the same objects, whose drawn are therefore nested.
        absence: why there is no chance.

    """

    number: int
    item_code: str
    chance: Fraction = Fraction(0)
    population: int = -1
    absence: Absence | None = None


@attrs.frozen(kw_only=True)
class _View:
    """A frame as the pool sees it: the places that there are, and for each object which one is its own."""

    places: list[_Place]
    column: Sequence[int]


def _view(
    one: _DrawnFrame, pool: ObjectPool, rows: Mapping[str, int], populations: dict[tuple[str, ...], int]
) -> _View:
    commitment, name = one.draw.commitment, one.terms.name
    serial = commitment.manifest.serial

    def nowhere(kind: AbsenceKind, detail: str = "") -> _Place:
        absence = Absence(serial=serial, item_code=name, kind=kind, detail=detail)
        return _Place(number=one.number, item_code=name, absence=absence)

    excluded = commitment.excluded[name]
    reasons = {reason: code for code, reason in enumerate(sorted(set(excluded.values())), 2)}
    places = [nowhere(AbsenceKind.OUTSIDE), nowhere(AbsenceKind.NOT_IN_POOL)]
    places += [nowhere(AbsenceKind.EXCLUDED, reason) for reason in reasons]
    column = _outside(one, pool, rows)
    for id_, reason in excluded.items():
        if id_ in rows:
            column[rows[id_]] = reasons[reason]
    first = len(places)
    cells, codes = _cells(one)
    chances, members = _chances(one), _members(one)
    for stratum, weight in cells:
        if pi := chances[stratum, weight]:
            population = populations.setdefault(members[stratum], len(populations))
            places.append(_Place(number=one.number, item_code=name, chance=pi, population=population))
        else:
            places.append(nowhere(AbsenceKind.NO_QUOTA, stratum))
    for id_, code in zip(one.frame.ids, codes, strict=True):
        column[rows[id_]] = first + code
    return _View(places=places, column=column)


def _chances(one: _DrawnFrame) -> Chances:
    """Return the chance of every object over the main draw and its rounds, by stratum and weight."""
    found = dict(chances_of(one.terms, one.frame))
    for made in one.draw.rounds if isinstance(one.draw, SupplementDraw) else ():
        left = made.request.taken.left(one.terms.name)
        for stratum, quota in made.request.supplement.quotas.get(one.terms.name, {}).items():
            if one.terms.design == "pareto":
                again: Iterable[tuple[int | None, Fraction]] = weighted_chances(
                    left.weight_counts()[stratum], Fraction(quota)
                ).items()
            else:
                again = [(None, Fraction(quota, left.counts()[stratum]))]
            for weight, pi in again:
                found[stratum, weight] = 1 - (1 - found[stratum, weight]) * (1 - pi)
    return found


def _cells(one: _DrawnFrame) -> tuple[list[tuple[str, int | None]], Sequence[int]]:
    """Return the strata of a frame, parted by weight where it is drawn by weight, and for each row which it is in."""
    strata, weights = one.frame.strata, one.frame.weights
    if one.terms.design != "pareto" or weights is None:
        used = strata.take(range(len(strata)))  # without labels that no row bears
        return [(stratum, None) for stratum in used.labels], used.codes
    pairs: dict[tuple[int, int], int] = {}
    codes = array("I", (pairs.setdefault(pair, len(pairs)) for pair in zip(strata.codes, weights.codes, strict=True)))
    return [(strata.labels[stratum], int(weights.labels[weight])) for stratum, weight in pairs], codes


def _outside(one: _DrawnFrame, pool: ObjectPool, rows: Mapping[str, int]) -> array[int]:
    """Return for each object 0, or 1 where the pool of the draw did not hold it, as far as that pool is at hand."""
    basis = one.draw.commitment.basis
    if basis is None or basis.pool.columns is pool.columns:
        return array("I", [0]) * len(rows)
    known = set(basis.pool.columns.ids)
    return array("I", (id_ not in known for id_ in rows))


def _members(one: _DrawnFrame) -> dict[str, tuple[str, ...]]:
    """Return what tells the population of each stratum: its objects, or the stratum's name where it stands alone."""
    if not one.is_nested:
        return {stratum: (str(one.number), one.terms.name, stratum) for stratum in one.frame.strata.labels}
    members: dict[str, list[str]] = defaultdict(list)
    for id_, stratum in zip(one.frame.ids, one.frame.strata, strict=True):
        members[stratum].append(id_)
    # No id is empty, so that no population is taken for a name.
    return {stratum: ("", *ids) for stratum, ids in members.items()}


def _standing(path: Sequence[_Place], items: Iterable[str]) -> Standing:
    """Return the chances of the objects that stood in these places."""
    missed = dict.fromkeys(items, Fraction(1))
    draws: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for place in path:
        if place.chance:
            missed[place.item_code] *= 1 - place.chance
            nested = draws[place.number]
            nested[place.population] = max(place.chance, nested.get(place.population, place.chance))
    most, least = Fraction(1), Fraction(1)  # of not being drawn in the year
    for nested in draws.values():
        most *= 1 - max(nested.values())
        least *= max(Fraction(0), 1 - sum(nested.values()))
    return Standing(
        lower=1 - most,
        upper=1 - least,
        by_item={item: 1 - never for item, never in missed.items()},
        expected=sum((place.chance for place in path), Fraction(0)),
        absences=tuple(place.absence for place in path if place.absence is not None),
    )


def _drawn(made: Iterable[Draw | SupplementDraw], items: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often each object was drawn: in how many draws, and counted for each item."""
    wanted = set(items)
    visits, times = Counter[str](), Counter[str]()
    for one in made:
        drawn = [id_ for name, strata in one.taken.drawn.items() if name in wanted for id_ in strata]
        times.update(drawn)
        visits.update(set(drawn))
    return dict(visits), dict(times)
