"""Sampling frames: what can be drawn from, and the frame that lives in memory; SSJ-1 §3, §4.2 (抽样框)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import Protocol

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.lottery.digest import Algorithm, hasher
from shuangsuiji.lottery.forms import CHUNK_LINES
from shuangsuiji.lottery.pareto import check_weights
from shuangsuiji.lottery.samples import StratumDraw
from shuangsuiji.lottery.selection import by_weight, smallest
from shuangsuiji.lottery.tickets import Tickets
from shuangsuiji.lottery.weights import UNUSED, weight_counts, weight_numbers
from shuangsuiji.values import check_field
from shuangsuiji.values.columns import Column, find, holds

__all__ = ["UNUSED", "Frame", "TableFrame"]

COLUMNS = 4
_LOWER = re.compile("[a-z]")
_TO_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Frame(Protocol):
    """What every sampling frame can do, wherever its rows live (抽样框)."""

    @property
    def rows(self) -> int:
        """Number of rows."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return the number of rows per stratum."""
        ...

    def digest(self, alg: Algorithm) -> str:
        """Return the hash of the frame's table as SSJ-1 §3 defines it."""
        ...

    def draw(self, tickets: Tickets, quotas: Mapping[str, int], design: str = "stratified") -> tuple[StratumDraw, ...]:
        """Return what the tickets draw, stratum by stratum in byte order of the labels."""
        ...


@attrs.frozen(kw_only=True)
class TableFrame:
    """A frame in memory, held as columns; its rows are sorted by id (内存抽样框).

    Attributes:
        ids: sorted bytewise, unique also after upper-casing ASCII letters.
        strata: the stratum of each row.
        regions: the region of each row, ``-`` where unused.
        weights: the weight of each row, which ``pareto`` draws by and ``stratified`` does not use; None where all
            are ``-``.

    """

    ids: Sequence[str]
    strata: Column
    regions: Column
    weights: Column | None = None

    def __attrs_post_init__(self) -> None:
        for column, field in ((self.strata, "stratum"), (self.regions, "region")):
            for label in column.labels:
                check_field(label, field)
            if len(column) != len(self.ids):
                raise InvalidValueError(
                    field=field,
                    rule_zh=f"应有 {len(self.ids)} 行",
                    rule=f"must have {len(self.ids)} rows",
                    value=len(column),
                )
        for id_ in self.ids:
            check_field(id_, "id")
        check_unique(self.ids)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[str]]) -> TableFrame:
        """Return a frame of rows ``(id, stratum)`` or ``(id, stratum, region)``, in any order.

        Raises:
            InvalidValueError: an id or a label that is no field.
            DuplicateError: an id occurs twice, upper and lower case counted as the same.

        """
        ordered = sorted((row[0], row[1], row[2] if len(row) > 2 else UNUSED) for row in rows)  # noqa: PLR2004
        return cls.from_table(ordered)

    @classmethod
    def from_table(cls, rows: Sequence[Sequence[str]]) -> TableFrame:
        """Return the frame in the parsed rows of ``frame.F.tsv``; a fourth column holds weights.

        Raises:
            DuplicateError: an id occurs twice, upper and lower case counted as the same.

        """
        return cls(
            ids=tuple(row[0] for row in rows),
            strata=Column.of(row[1] for row in rows),
            regions=Column.of(row[2] for row in rows),
            weights=_weights(rows),
        )

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ids)

    def counts(self) -> dict[str, int]:
        """Return the number of rows per stratum."""
        return dict(self._counts)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return self.strata.counts()

    def lines(self) -> Iterator[str]:
        """Yield the lines of ``frame.F.tsv``, each with its LF."""
        if self.weights is not None:
            yield from map("{}\t{}\t{}\t{}\n".format, self.ids, self.strata, self.regions, self.weights)
            return
        tails = {
            (stratum, region): f"\t{stratum_label}\t{region_label}\t{UNUSED}\n"
            for stratum, stratum_label in enumerate(self.strata.labels)
            for region, region_label in enumerate(self.regions.labels)
        }
        for id_, tail in zip(self.ids, zip(self.strata.codes, self.regions.codes, strict=True), strict=True):
            yield id_ + tails[tail]

    def to_bytes(self) -> bytes:
        """Return the bytes of ``frame.F.tsv``."""
        return "".join(self.lines()).encode()

    def digest(self, alg: Algorithm) -> str:
        """Return the hash of the frame's table; computed once, as commitment and draw both ask for it."""
        if alg not in self._digests:
            self._digests[alg] = self._hashed(alg)
        return self._digests[alg]

    @cached_property
    def _digests(self) -> dict[Algorithm, str]:
        return {}

    def _hashed(self, alg: Algorithm) -> str:
        """Hash the table without holding more than one chunk of its lines."""
        lines = self.lines()
        hashes: list[str] = []
        while chunk := "".join(islice(lines, CHUNK_LINES)):
            hashes.append(hasher(alg, chunk.encode()).hexdigest())
        if len(hashes) == 1:
            return hashes[0]
        return hasher(alg, "".join(f"{one}\n" for one in hashes).encode()).hexdigest()

    def stratum(self, id_: str) -> str:
        """Return the stratum of one row.

        Raises:
            UnknownNameError: the id is not in the frame.

        """
        return self.strata[find(self.ids, id_)]

    def region(self, id_: str) -> str:
        """Return the region of one row, ``-`` where it has none; raises as ``stratum`` does."""
        return self.regions[find(self.ids, id_)]

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and holds(self.ids, id_)

    def weight(self, id_: str) -> int | None:
        """Return the weight of one row, None where the frame has no weights.

        Raises:
            UnknownNameError: the id is not in the frame.

        """
        return None if self.weights is None else int(self.weights[find(self.ids, id_)])

    def weight_counts(self) -> dict[str, dict[int, int]]:
        """Return how many rows of each weight every stratum holds (各层权重).

        Raises:
            InvalidValueError: a row without a weight, or with one that is no whole number from 1.

        """
        return weight_counts(self.strata, self.weights)

    def without(self, drawn: Collection[str]) -> TableFrame:
        """Return the frame of the rows whose ids are not among these: what a supplementary round draws from."""
        kept = [row for row, id_ in enumerate(self.ids) if id_ not in drawn]
        return TableFrame(
            ids=tuple(self.ids[row] for row in kept),
            strata=self.strata.take(kept),
            regions=self.regions.take(kept),
            weights=None if self.weights is None else self.weights.take(kept),
        )

    def draw(self, tickets: Tickets, quotas: Mapping[str, int], design: str = "stratified") -> tuple[StratumDraw, ...]:
        """Return what the tickets draw (抽取).

        ``stratified``: in each stratum the ``quota`` smallest, equal tickets by id. ``pareto``: by weight, SSJ-1 §4.3.

        Args:
            tickets: gives each id its ticket.
            quotas: how many to draw, by stratum; every stratum of the frame.
            design: ``stratified`` or ``pareto``.

        Raises:
            InvalidValueError: a quota above the number of rows, strata that are not those of the frame, or for
                ``pareto`` weights that are missing or too large.

        """
        counts = self._counts
        _check_quotas(quotas, counts)
        if design == "pareto":
            return self._draw_by_weight(tickets, quotas)
        found = smallest(self.ids, self.strata, tickets, quotas)
        return tuple(
            StratumDraw(stratum=label, rows=counts.get(label, 0), quota=quotas[label], drawn=found[label])
            for label in sorted(quotas)
        )

    def _draw_by_weight(self, tickets: Tickets, quotas: Mapping[str, int]) -> tuple[StratumDraw, ...]:
        for stratum, weights in self.weight_counts().items():
            check_weights(weights, quotas[stratum], f"weight {stratum}")
        found = by_weight(self.ids, self.strata, weight_numbers(self.weights), tickets, quotas)
        return tuple(
            StratumDraw(
                stratum=label,
                rows=self._counts.get(label, 0),
                quota=quotas[label],
                drawn=found[label].drawn,
                design="pareto",
                certain=found[label].certain,
                cutoff=found[label].threshold,
            )
            for label in sorted(quotas)
        )


def _weights(rows: Sequence[Sequence[str]]) -> Column | None:
    weighted = any(len(row) == COLUMNS and row[-1] != UNUSED for row in rows)
    return Column.of(row[-1] for row in rows) if weighted else None


def upper(id_: str) -> str:
    """Return an id with its ASCII letters in upper case: ids that differ in case alone count as one."""
    return id_.translate(_TO_UPPER)


def check_unique(ids: Sequence[str]) -> None:
    """Check that ids stand in byte order and are unique, upper and lower case counted as the same: SSJ-1 §2.

    Raises:
        DuplicateError: an id occurs twice.
        InvalidValueError: the ids are not sorted.

    """
    for before, after in pairwise(ids):
        if before >= after:
            if before == after:
                raise DuplicateError(field="id", value=after)
            raise InvalidValueError(
                field="id", rule_zh="各行须按标识排序", rule="rows must be sorted by id", value=after
            )
    with_lower: list[str] = [id_ for id_ in ids if _LOWER.search(id_)]
    if with_lower:
        seen: set[str] = {id_ for id_ in ids if not _LOWER.search(id_)}
        for id_ in with_lower:
            if upper(id_) in seen:
                raise DuplicateError(field="id", value=id_)
            seen.add(upper(id_))


def _check_quotas(quotas: Mapping[str, int], counts: Mapping[str, int]) -> None:
    strangers = set(counts) - set(quotas)
    if strangers:
        raise InvalidValueError(
            field="quota", rule_zh="每层须有名额", rule="every stratum needs a quota", value=sorted(strangers)
        )
    for label, number in quotas.items():
        if not 0 <= number <= counts.get(label, 0):
            raise InvalidValueError(
                field=f"quota {label}",
                rule_zh=f"应为 0 至 {counts.get(label, 0)}",
                rule=f"must be from 0 to {counts.get(label, 0)}",
                value=number,
            )
