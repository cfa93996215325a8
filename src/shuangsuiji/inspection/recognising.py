"""Whom a draw leaves out since results of others stand in for the visit: 3.3.8 (互认免检).

A draw leaves an object out for all its items at once, so that every one of them has to be stood in for; where some are
not, the object stays in, and the record says for which items it could be spared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.inspection_terms import OutcomeGroup
from shuangsuiji.inspection.recognitions import Equivalence, MutualRecognition, RecognitionReading
from shuangsuiji.inspection.results import Result, current
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.values import FrozenMap, check_field, check_kind, check_name, record_digest, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["RecognitionRecord", "recognised"]

_Pair = tuple[str, str]


@attrs.frozen(kw_only=True)
class RecognitionRecord:
    """What was recognised before a draw, and whom it leaves out for that: 3.3.8, 2.1.9 (互认记录).

    Attributes:
        pool_id: the pool.
        pool_digest: digest of its version.
        department: id of the department that recognises.
        item_codes: the items of the draw.
        on: the day.
        recognitions: one for an object and an item at most, sorted by these.

    Raises:
        InvalidValueError: a field of the wrong form, or a recognition of another day, department or item, or twice.

    """

    pool_id: str
    pool_digest: str
    department: str
    item_codes: tuple[str, ...] = attrs.field(converter=texts)
    on: date
    recognitions: tuple[MutualRecognition, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_name(self.pool_id, "RecognitionRecord.pool_id")
        check_field(self.pool_digest, "RecognitionRecord.pool_digest")
        check_name(self.department, "RecognitionRecord.department")
        check_day(self.on, "RecognitionRecord.on")
        check_kind(self.recognitions, tuple, "RecognitionRecord.recognitions")
        if not self.item_codes:
            zh, en = "至少一个事项", "at least one item"
            raise InvalidValueError(field="RecognitionRecord.item_codes", rule_zh=zh, rule=en, value=())
        seen: set[_Pair] = set()
        for one in self.recognitions:
            check_kind(one, MutualRecognition, "RecognitionRecord.recognitions")
            pair = (one.object_id, one.item_code)
            if (one.on, one.department) != (self.on, self.department) or pair[1] not in self.item_codes or pair in seen:
                zh, en = (
                    "应为当日、该部门、所列事项的互认，各一次",
                    "is of another day, department or item, or stands twice",
                )
                field, value = "RecognitionRecord.recognitions", repr(one)
                raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=value)
            seen.add(pair)

    @property
    def _items(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.recognitions:
            found[one.object_id].append(one.item_code)
        return {id_: tuple(codes) for id_, codes in found.items()}

    @property
    def excluded(self) -> Mapping[str, ExclusionReason]:
        """The reason by id of every object that need not be visited for any item; ``commit`` takes it so."""
        whole = [id_ for id_, codes in self._items.items() if set(codes) == set(self.item_codes)]
        return FrozenMap(dict.fromkeys(whole, ExclusionReason.MUTUAL_RECOGNITION))

    @property
    def partial(self) -> Mapping[str, tuple[str, ...]]:
        """The items that are stood in for, by id of every object that has to be visited for another one still."""
        excluded = self.excluded
        return FrozenMap({id_: codes for id_, codes in self._items.items() if id_ not in excluded})

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<互认记录 {self.pool_id} {self.on}：{len(self.recognitions)} 项，{len(self.excluded)} 个对象免检>"


def recognised(  # noqa: PLR0913 - what there is, what is asked for, and two readings
    pool: ObjectPool,
    results: Iterable[Result],
    equivalences: Iterable[Equivalence],
    item_codes: Iterable[str],
    on: date,
    *,
    department: str = "",
    reading: RecognitionReading = RecognitionReading.CLEAN_ONLY,
    follow_ups: Iterable[FollowUp] = (),
) -> RecognitionRecord:
    """Return which results of others stand in for visits to the objects of a pool: 3.3.8 (结果互认核定).

    The latest good result counts. One that is not good, found at the same time or later, by another department under
    an equivalence or by this one itself, stands against it, also where it came of a lead or is not entered yet.

    Args:
        pool: the pool that is to be drawn from.
        results: results of any department; those formed later are not there yet.
        equivalences: the table; those not in force that day say nothing.
        item_codes: the items of the draw.
        on: the day of the draw's commitment.
        department: id of the department that draws; the owner of the pool where nothing is said.
        reading: whether a problem that has been closed may be recognised.
        follow_ups: for that reading, how problems were closed.

    Raises:
        DuplicateError: as ``current`` says, of which BrokenChainError comes as well.
        InvalidValueError: no item.

    """
    check_day(on, "on")
    own, codes = department or pool.owner, texts(item_codes)
    formed = (one for one in results if one.formed_on <= on and _is_of(pool, one))
    table = [one for one in equivalences if one.to_department == own and one.to_item in codes and one.is_in_force(on)]
    closed = {one.result.id: one for one in follow_ups if one.closure is not None and one.closure.on <= on}
    grounds = _grounds(current(formed), table, own, codes)
    found: list[MutualRecognition] = []
    for _, several in sorted(grounds.items()):
        good, bad = _sorted_out(several, on, reading, closed)
        latest = max(good, key=lambda one: (one.result.visit.completed_on, one.result.id), default=None)
        if latest is not None and all(day < latest.result.visit.completed_on for day in bad):
            found.append(latest)
    return RecognitionRecord(
        pool_id=pool.id,
        pool_digest=pool.digest,
        department=own,
        item_codes=codes,
        on=on,
        recognitions=tuple(found),
    )


_Ground = tuple[Result, Equivalence | None]


def _grounds(
    results: Sequence[Result], table: Sequence[Equivalence], own: str, codes: Sequence[str]
) -> Mapping[_Pair, list[_Ground]]:
    """Return what speaks of each object and item: results of others, each with its ground, and one's own."""
    by_source: defaultdict[_Pair, list[Equivalence]] = defaultdict(list)
    for one in table:
        by_source[one.from_item, one.from_department].append(one)
    found: defaultdict[_Pair, list[_Ground]] = defaultdict(list)
    for result in results:
        for ground in by_source.get((result.item_code, result.department), ()):
            found[result.visit.object_id, ground.to_item].append((result, ground))
        if result.department == own and result.item_code in codes:
            found[result.visit.object_id, result.item_code].append((result, None))
    return found


def _sorted_out(
    grounds: Iterable[_Ground], on: date, reading: RecognitionReading, closed: Mapping[str, FollowUp]
) -> tuple[list[MutualRecognition], list[date]]:
    """Return what can be recognised, and the days of what stands against it."""
    good: list[MutualRecognition] = []
    bad: list[date] = []
    for result, ground in grounds:
        problem = result.outcome.group is OutcomeGroup.PROBLEM and reading is RecognitionReading.PROBLEM_CLOSED
        follow_up = closed.get(result.id) if problem else None
        if result.outcome.group is not OutcomeGroup.CLEAN and follow_up is None:
            bad.append(result.visit.completed_on)
        elif ground is not None:
            good += _try(result, ground, on, reading, follow_up)
    return good, bad


def _try(
    result: Result, ground: Equivalence, on: date, reading: RecognitionReading, follow_up: FollowUp | None
) -> tuple[MutualRecognition, ...]:
    """Return the recognition where the law lets it be: what is too old or not entered is left where it is."""
    try:
        made = MutualRecognition(result=result, equivalence=ground, on=on, reading=reading, follow_up=follow_up)
    except LawError:
        return ()
    return (made,)


def _is_of(pool: ObjectPool, result: Result) -> bool:
    """Tell whether a result is of an object of the pool: ids of products are the same in two pools by chance."""
    id_ = result.visit.object_id
    return id_ in pool and (pool.columns.holders[pool.columns.position(id_)] or id_) == result.visit.holder
