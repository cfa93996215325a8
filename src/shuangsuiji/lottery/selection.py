"""Finding whom the tickets draw in every stratum: SSJ-1 §4.2, §4.3 (择小)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from shuangsuiji.lottery.pareto import ParetoDraw, pareto_draw
from shuangsuiji.lottery.tickets import Tickets
from shuangsuiji.values.columns import Column

__all__ = ["by_weight", "smallest"]

Drawn = tuple[tuple[str, str], ...]
Candidate = tuple[bytes, str]

_BATCH = 65_536
_SIGMAS = 7.0
_OPEN = b"\xff" * 33


def smallest(ids: Sequence[str], strata: Column, tickets: Tickets, quotas: Mapping[str, int]) -> dict[str, Drawn]:
    """Return the ``quota`` smallest (ticket, id) of every stratum, in order.

    One pass keeps the tickets below a bound that will almost surely hold enough of them; where it does not, the
    stratum is passed over again with the bound wide open. So the answer is always exact, and only the few are sorted.
    """
    counts = strata.counts()
    bounds = {label: _bound(need, counts.get(label, 0)) for label, need in quotas.items()}
    found: dict[str, Drawn] = {}
    while bounds:
        kept = _below(ids, strata, tickets, bounds)
        for label, candidates in kept.items():
            if len(candidates) >= quotas[label]:
                found[label] = tuple((ticket.hex(), id_) for ticket, id_ in sorted(candidates)[: quotas[label]])
        bounds = {label: _OPEN for label in bounds if label not in found}
    return found


def by_weight(
    ids: Sequence[str], strata: Column, weights: Sequence[int], tickets: Tickets, quotas: Mapping[str, int]
) -> dict[str, ParetoDraw]:
    """Return what every stratum draws by weight."""
    rows: dict[str, list[int]] = {label: [] for label in quotas}
    for row, code in enumerate(strata.codes):
        rows[strata.labels[code]].append(row)
    found: dict[str, ParetoDraw] = {}
    for label, members in rows.items():
        own = [ids[row] for row in members]
        found[label] = pareto_draw(own, [weights[row] for row in members], tickets.digests(own), quotas[label])
    return found


def _below(
    ids: Sequence[str], strata: Column, tickets: Tickets, bounds: Mapping[str, bytes]
) -> dict[str, list[Candidate]]:
    """Return the candidates whose tickets lie below the bound of their stratum."""
    kept: dict[str, list[Candidate]] = {label: [] for label in bounds}
    bound_of = [bounds.get(label, b"") for label in strata.labels]
    add = [kept[label].append if label in kept else _pass_over for label in strata.labels]
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        codes = strata.codes[start : start + _BATCH]
        for ticket, code, id_ in zip(tickets.digests(batch), codes, batch, strict=True):
            if ticket < bound_of[code]:
                add[code]((ticket, id_))
    return kept


def _pass_over(_: Candidate) -> None:
    """Take no candidate of a stratum whose draw is already found."""


def _bound(need: int, rows: int) -> bytes:
    """Return a bound that ``need`` of ``rows`` tickets lie below with a chance of all but about 10⁻¹²."""
    if need == 0:
        return b""
    share = need / rows
    share += _SIGMAS * math.sqrt(share * (1 - share) / rows) + _SIGMAS**2 / rows
    return _OPEN if share >= 1 else int(share * 2**64).to_bytes(8, "big")
