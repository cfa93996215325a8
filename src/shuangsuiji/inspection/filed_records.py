"""The records of a dossier by kind and by id, each in its latest state (归档记录).

A record of an id that is there, and does not carry on what is there, counts for nothing: ``verify_dossier`` names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from shuangsuiji.inspection.successions import latest
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
        return next((one for one in reversed(self._states) if isinstance(one, FiledDraw)), None)

    @cached_property
    def _states(self) -> tuple[object, ...]:
        return tuple(latest(one.record for one in self.entries).values())

    def states_of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the records of a class, of each id its latest state, by the first of each (同类记录现状)."""
        return tuple(one for one in self._states if isinstance(one, kind))

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        """The visits by id."""
        return {one.id: one for one in self.states_of(Visit)}

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """The results by id, corrections among them."""
        return {one.id: one for one in self.states_of(Result)}

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
        return {one.result.id: one for one in self.states_of(Publication)}

    @cached_property
    def follow_ups(self) -> Mapping[str, FollowUp]:
        """The follow-ups by id."""
        return {one.id: one for one in self.states_of(FollowUp)}

    def is_followed(self, line: Sequence[Result]) -> bool:
        """Tell whether a follow-up deals with a result, behind those that it corrects, as a problem or a re-check."""
        ids = {one.id for one in line}
        return any(
            one.deals_with(line[-1]) and not ids.isdisjoint(each.id for each in (one.result, *one.rechecks))
            for one in self.follow_ups.values()
        )

    @cached_property
    def objections(self) -> Mapping[str, Objection | ObjectionAnswer | SettledObjection]:
        """How far each objection has come, by its id."""
        found: dict[str, Objection | ObjectionAnswer | SettledObjection] = {}
        found |= {one.id: one for one in self.states_of(Objection)}
        found |= {one.objection.id: one for one in self.states_of(ObjectionAnswer)}
        return found | {one.answer.objection.id: one for one in self.states_of(SettledObjection)}
