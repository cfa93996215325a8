"""The draws of a basis as of a day, and whether they are all that there are: 2.3.1, 4.2.11 (抽取台账).

A commitment that was made after the day is not looked at; neither is its serial, where it was published since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.accountability.basis_parts import grouped
from shuangsuiji.accountability.derive_draws import DrawOnRecord, Recorded
from shuangsuiji.draws.history import PastDraw
from shuangsuiji.draws.redraws import error, said_failed
from shuangsuiji.draws.serials import check_serials
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding, Severity, day_in_china

__all__ = ["DrawBook"]


@attrs.frozen(kw_only=True)
class DrawBook:
    """What a basis has of draws (抽取台账); the fields are those of :class:`RecordsBasis`."""

    as_of: date
    draws: tuple[Recorded, ...]
    discarded: tuple[Recorded, ...]
    gazettes: Mapping[str, Mapping[int, str]]
    pools: tuple[ObjectPool, ...]

    @cached_property
    def on_record(self) -> tuple[DrawOnRecord, ...]:
        """Every draw and every attempt that was committed by the day, with its pool."""
        said = {agency: said_failed(past) for agency, past in self._past.items()}
        return tuple(
            attrs.evolve(one, pool=self._pool_of(one), failed=one.manifest.serial in said.get(one.manifest.agency, {}))
            for one in self._every
            if self._in_time(one)
        )

    @cached_property
    def faults(self) -> Mapping[str, tuple[Finding, ...]]:
        """By agency, why its commitments may not be all that there are.

        A gazette that lacks a commitment at hand is not whole, and neither is one that holds nothing at all.
        """
        return {agency: self._faults_of(agency) for agency in sorted({*self._past, *self.gazettes})}

    def _faults_of(self, agency: str) -> tuple[Finding, ...]:
        if agency in self.gazettes and not self.gazettes[agency]:
            zh, en = "公布的锁定一栏为空，不能说明没有锁定", "an empty gazette does not show that nothing was committed"
            return (error("chain.unpublished", "公布的 COMMIT", zh, en),)
        found = check_serials(self._past.get(agency, ()), published=self.gazette(agency)).findings
        return tuple(one for one in found if one.severity is Severity.ERROR or one.code == "chain.unpublished")

    def gazette(self, agency: str) -> Mapping[int, str] | None:
        """Return the COMMITs that an agency had published by the day, None where they are not at hand (已公布锁定)."""
        return self._published.get(agency)

    @cached_property
    def _published(self) -> Mapping[str, Mapping[int, str]]:
        later = {one.manifest.commit for one in self._every if not self._in_time(one)}
        return {
            agency: {serial: commit for serial, commit in published.items() if commit not in later}
            for agency, published in self.gazettes.items()
        }

    @cached_property
    def _every(self) -> tuple[DrawOnRecord, ...]:
        thrown = (DrawOnRecord(record=one, discarded=True) for one in self.discarded)
        return (*(DrawOnRecord(record=one) for one in self.draws), *thrown)

    def _in_time(self, one: DrawOnRecord) -> bool:
        return day_in_china(one.manifest.committed_at) <= self.as_of

    @cached_property
    def _past(self) -> Mapping[str, tuple[PastDraw, ...]]:
        return grouped((one.manifest.agency, _past_of(one)) for one in self._every if self._in_time(one))

    def _pool_of(self, one: DrawOnRecord) -> ObjectPool | None:
        due, basis = one.manifest.entries.get("rules.pool.hash"), one.commitment.basis
        known = (*self.pools, *((basis.pool,) if basis else ()))
        return next((each for each in known if each.digest == due), None)


def _past_of(one: DrawOnRecord) -> PastDraw:
    """Return a draw as the chain of serials has it: a commitment that was thrown away has failed."""
    past = PastDraw.of(one.record)
    return attrs.evolve(past, failed=True) if one.discarded and not past.drawn else past
