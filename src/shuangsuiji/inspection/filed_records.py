"""The records of a dossier by kind and by id, each in its latest state (归档记录)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

import attrs

from shuangsuiji.inspection.dossier_parts import FiledDraw
from shuangsuiji.inspection.dossiers import Dossier, DossierEntry
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.objections import Objection, ObjectionAnswer, SettledObjection
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.visits import Visit

__all__ = ["FiledRecords"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class FiledRecords:
    """What a dossier holds on a day, by kind; of each id the latest state (归档记录).

    Attributes:
        dossier_id: id of the dossier.
        entries: those filed by the day, in order.

    """

    dossier_id: str
    entries: tuple[DossierEntry, ...]

    @classmethod
    def of(cls, dossier: Dossier, on: date) -> FiledRecords:
        """Return what a dossier holds on a day."""
        return cls(dossier_id=dossier.id, entries=tuple(one for one in dossier.entries if one.on <= on))

    def all_of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the records of a class, in the order in which they were filed (同类记录)."""
        return tuple(one.record for one in self.entries if isinstance(one.record, kind))

    @cached_property
    def drawn(self) -> FiledDraw | None:
        """What the draw and its last round leave to be visited, None while no draw was filed."""
        found = self.all_of(FiledDraw)
        return found[-1] if found else None

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        """The visits by id."""
        return {one.id: one for one in self.all_of(Visit)}

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """The results by id, corrections among them."""
        return {one.id: one for one in self.all_of(Result)}

    @cached_property
    def lines(self) -> tuple[tuple[Result, ...], ...]:
        """Every result that stands, behind those that it corrects; results that contradict each other all stand."""
        by_digest = {digest: one for one in self.results.values() for digest in one.digests}
        gone = {by_digest[one.corrects].id for one in self.results.values() if one.corrects in by_digest}
        return tuple(self._line(one, by_digest) for id_, one in self.results.items() if id_ not in gone)

    @staticmethod
    def _line(result: Result, by_digest: Mapping[str, Result]) -> tuple[Result, ...]:
        line = [result]
        while line[-1].corrects in by_digest:
            line.append(by_digest[line[-1].corrects])
        return tuple(reversed(line))

    @cached_property
    def publications(self) -> Mapping[str, Publication]:
        """The publications by id of their results."""
        return {one.result.id: one for one in self.all_of(Publication)}

    @cached_property
    def follow_ups(self) -> Mapping[str, FollowUp]:
        """The follow-ups by id."""
        return {one.id: one for one in self.all_of(FollowUp)}

    @cached_property
    def followed(self) -> frozenset[str]:
        """The ids of the results that a follow-up is about, as a problem or as a re-check."""
        every = self.follow_ups.values()
        return frozenset(one.id for made in every for one in (made.result, *made.rechecks))

    @cached_property
    def objections(self) -> Mapping[str, Objection | ObjectionAnswer | SettledObjection]:
        """How far each objection has come, by its id."""
        found: dict[str, Objection | ObjectionAnswer | SettledObjection] = {}
        found |= {one.id: one for one in self.all_of(Objection)}
        found |= {one.objection.id: one for one in self.all_of(ObjectionAnswer)}
        return found | {one.answer.objection.id: one for one in self.all_of(SettledObjection)}
