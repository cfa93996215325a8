"""What was drawn: of one stratum, of one frame, and the two tables that publish it; SSJ-1 §3, §4 (抽取结果)."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery.forms import table_bytes

__all__ = ["FrameDraw", "StratumDraw", "drawn_bytes", "thresholds_bytes"]

NO_THRESHOLD = "-"
_NOBODY = frozenset[str]()


@attrs.frozen(kw_only=True)
class StratumDraw:
    """What was drawn of one stratum (层抽取结果).

    Attributes:
        stratum: its label.
        rows: N, objects in it.
        quota: n, how many are drawn.
        drawn: (ticket as 64 hex digits, id), in order of the tickets.
        design: ``stratified`` or ``pareto``.
        certain: ids whose weight is so large that they are drawn whatever their ticket; only with ``pareto``.
        cutoff: with ``pareto`` the largest ranking value drawn, as a hex float, None where only the certain are drawn.

    """

    stratum: str
    rows: int
    quota: int
    drawn: tuple[tuple[str, str], ...]
    design: str = "stratified"
    certain: frozenset[str] = _NOBODY
    cutoff: str | None = None

    @property
    def threshold(self) -> str | None:
        """What ``thresholds.tsv`` publishes, None where there is nothing to compare with.

        ``stratified``: the largest ticket drawn, and a row is drawn iff its ticket is not above it. ``pareto``: the
        largest ranking value drawn beyond the certain.
        """
        if self.design == "pareto":
            return self.cutoff
        return self.drawn[-1][0] if self.drawn else None


@attrs.frozen(kw_only=True)
class FrameDraw:
    """What was drawn of one frame (抽样框抽取结果)."""

    name: str
    strata: tuple[StratumDraw, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids drawn, stratum by stratum, in order of the tickets."""
        return tuple(id_ for one in self.strata for _, id_ in one.drawn)

    @property
    def quotas(self) -> dict[str, int]:
        """How many were drawn, by stratum."""
        return {one.stratum: one.quota for one in self.strata}

    def stratum(self, label: str) -> StratumDraw:
        """Return what was drawn of one stratum.

        Raises:
            UnknownNameError: the frame has no such stratum.

        """
        for one in self.strata:
            if one.stratum == label:
                return one
        known = "、".join(one.stratum for one in self.strata)
        raise UnknownNameError(field=f"stratum {self.name}", value=label, known=known)


def drawn_bytes(draws: Iterable[FrameDraw]) -> bytes:
    """Return the bytes of ``drawn.tsv``: frame, stratum, ticket, id; its lines stand in order of the tickets."""
    return table_bytes(
        (draw.name, one.stratum, ticket, id_) for draw in draws for one in draw.strata for ticket, id_ in one.drawn
    )


def thresholds_bytes(draws: Iterable[FrameDraw]) -> bytes:
    """Return the bytes of ``thresholds.tsv``: frame, stratum, rows, quota, threshold (``-`` where there is none)."""
    return table_bytes(
        (draw.name, one.stratum, str(one.rows), str(one.quota), one.threshold or NO_THRESHOLD)
        for draw in draws
        for one in draw.strata
    )
