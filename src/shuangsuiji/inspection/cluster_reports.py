"""Problems by region or trade, so that a cluster is seen: 3.4.5 «确保不发生系统性、区域性风险» (问题分布).

A share is told of inspections by lot alone: a lead or a targeted inspection goes where a problem is expected, and would
make any place look worse. Objects that could not be inspected are counted apart, and a row with few objects is marked
as not telling. The report compares places, and neither officers nor departments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.inspection_terms import OutcomeGroup
from shuangsuiji.inspection.results import Result, current
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.registry import ObjectPool
from shuangsuiji.registry.objects import UNKNOWN
from shuangsuiji.values import check_count, check_field, check_kind
from shuangsuiji.values.columns import holds
from shuangsuiji.workdays.layers import check_day

__all__ = ["TELLING_FROM", "Cluster", "ClusterReport", "clusters"]

TELLING_FROM = 30  # a default of this library: of fewer objects, one more or less moves the share by over three points

_BY_LOT = frozenset({SupervisionMode.RANDOM, SupervisionMode.KEY_FULL})


@attrs.frozen(kw_only=True)
class Cluster:
    """How many objects of a region or a trade were inspected by lot, and how many had a problem (问题分布行).

    Attributes:
        label: the region or trade; ``-`` where it is not known.
        inspected: objects inspected by lot, each once, those that could not be inspected left out.
        problems: those of them with a problem in any item.
        not_inspected: objects drawn that were closed, gone or not to be found, and no more than that.
        beside: objects with a problem that came to light by a lead or a targeted inspection; never part of the share.
        telling: whether enough were inspected for the share to say something.

    """

    label: str
    inspected: int
    problems: int
    not_inspected: int
    beside: int
    telling: bool

    def __attrs_post_init__(self) -> None:
        check_field(self.label, "Cluster.label")
        for field in ("inspected", "problems", "not_inspected", "beside"):
            check_count(getattr(self, field), f"{self.label}.{field}")
        check_kind(self.telling, bool, f"{self.label}.telling")
        if self.problems > self.inspected:
            zh, en = "不得多于检查数", "must not be more than were inspected"
            raise InvalidValueError(field=f"{self.label}.problems", rule_zh=zh, rule=en, value=self.problems)

    @property
    def share(self) -> Fraction | None:
        """Problems among the inspected, exact; None where nothing was inspected."""
        return Fraction(self.problems, self.inspected) if self.inspected else None


@attrs.frozen(kw_only=True)
class ClusterReport:
    """Problems by region or trade on a day: 3.4.5 (问题分布报告).

    Attributes:
        by: the column of the pool, such as ``region`` or 行业.
        on: the day of the report; later results are left out.
        pool: id, version and digest of the pool that says where an object belongs.
        results: how many results it rests on.
        results_digest: SHA-256 over their digests in byte order, one a line.
        telling_from: from how many objects a share says something.
        rows: by label.

    """

    by: str
    on: date
    pool: str
    results: int
    results_digest: str
    telling_from: int
    rows: tuple[Cluster, ...]

    @property
    def whole(self) -> Fraction | None:
        """The share of problems in all of them together; None where nothing was inspected."""
        inspected = sum(one.inspected for one in self.rows)
        return Fraction(sum(one.problems for one in self.rows), inspected) if inspected else None

    def above(self, factor: Fraction | int = 2) -> tuple[Cluster, ...]:
        """Return the telling rows whose share is so many times that of the whole or more, the largest first (突出行).

        Args:
            factor: how many times; two is a default of this library, and no finding of the law.

        """
        whole = self.whole
        if not whole:
            return ()
        found = [
            (one.share, one)
            for one in self.rows
            if one.telling and one.share is not None and one.share >= factor * whole
        ]
        return tuple(one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].label)))

    def __str__(self) -> str:
        lines = [f"{self.by} 截至 {self.on}（{self.results} 条结果，少于 {self.telling_from} 户的比例不作判断）"]
        lines += [
            f"{one.label}：检查 {one.inspected}，有问题 {one.problems}，占比 {'—' if one.share is None else one.share}"
            f"{'' if one.telling else '（数量过少）'}，未能检查 {one.not_inspected}，线索和专项另查出 {one.beside}"
            for one in self.rows
        ]
        return "\n".join(lines)


def clusters(
    results: Iterable[Result], *, by: str, pool: ObjectPool, on: date, telling_from: int = TELLING_FROM
) -> ClusterReport:
    """Return how many problems were found in each region or trade, beside how many were inspected: 3.4.5 (问题分布).

    A result that has been corrected by the day is left out for its correction. An object counts once, however many
    items of it were inspected; one with a problem in any item counts as one with a problem.

    Args:
        results: of any department and mode.
        by: the column of the pool: ``region``, or an attribute such as 行业.
        pool: says where an object belongs; of an object that is not there, ``-``.
        on: the day; results formed later are left out.
        telling_from: from how many inspected objects a share says something.

    Raises:
        UnknownNameError: the pool has no such column.
        DuplicateError: results that do not go together, as ``current`` says.
        BrokenChainError: the same.

    """
    check_day(on, "clusters.on")
    check_count(telling_from, "clusters.telling_from", at_least=1)
    column, columns = pool.columns.column(by), pool.columns
    standing = {one.digest: one for one in current(one for one in results if one.formed_on <= on)}
    places: dict[str, str] = {}
    for one in standing.values():
        id_ = one.visit.object_id
        places[id_] = column[columns.position(id_)] if holds(columns.ids, id_) else UNKNOWN
    return ClusterReport(
        by=by,
        on=on,
        pool=f"{pool.id}@{pool.version} {pool.digest}",
        results=len(standing),
        results_digest=sha256("".join(f"{one}\n" for one in sorted(standing)).encode()).hexdigest(),
        telling_from=telling_from,
        rows=_rows(standing.values(), places, telling_from),
    )


def _rows(results: Iterable[Result], places: Mapping[str, str], telling_from: int) -> tuple[Cluster, ...]:
    by_lot: dict[str, set[OutcomeGroup]] = defaultdict(set)
    beside: set[str] = set()
    for one in results:
        if one.visit.mode in _BY_LOT:
            by_lot[one.visit.object_id].add(one.outcome.group)
        elif one.outcome.group is OutcomeGroup.PROBLEM:
            beside.add(one.visit.object_id)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for id_, groups in by_lot.items():
        inspected = not groups.isdisjoint((OutcomeGroup.CLEAN, OutcomeGroup.PROBLEM))
        row = counted[places[id_]]
        row[0] += inspected
        row[1] += OutcomeGroup.PROBLEM in groups
        row[2] += not inspected
    for id_ in beside:
        counted[places[id_]][3] += 1
    return tuple(
        Cluster(
            label=label,
            inspected=inspected,
            problems=problems,
            not_inspected=gone,
            beside=other,
            telling=inspected >= telling_from,
        )
        for label, (inspected, problems, gone, other) in sorted(counted.items())
    )
