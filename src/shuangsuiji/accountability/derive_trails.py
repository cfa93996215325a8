"""A dossier as the records have it: whether its chain holds, how far it is anchored, what it tells of a day (在案案卷).

A dossier whose chain is broken tells nothing. One that holds tells what its published heads hold: what was filed behind
the last of them could have been made anew by whoever keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.inspection import (
    Dossier,
    DossierEntry,
    DossierHead,
    DrawCitation,
    FollowUp,
    OpenMatter,
    Publication,
    PublicationTerms,
    Result,
    Visit,
    check_dossier,
    open_matters,
    verify_dossier,
)
from shuangsuiji.inspection.dossier_parts import Citation, FiledDraw
from shuangsuiji.inspection.filed_records import FiledRecords
from shuangsuiji.inspection.standing import same_result
from shuangsuiji.planning import CheckSheet
from shuangsuiji.values import Finding, Severity

__all__ = ["Trail"]

_NOT_WHOLE = frozenset({"dossier.uncited", "dossier.unfiled", "result.contradiction"})


@attrs.frozen(kw_only=True)
class Trail:
    """A dossier with the heads that hold it, looked at on a day (在案案卷).

    Attributes:
        dossier: the dossier.
        heads: those that were published, of this dossier.
        as_of: the day; what was filed later is not looked at.
        terms: calendar, rule book and readings.
        sheets: the check sheets at hand.

    """

    dossier: Dossier
    heads: tuple[DossierHead, ...]
    as_of: date
    terms: PublicationTerms
    sheets: tuple[CheckSheet, ...] = ()

    @property
    def id(self) -> str:
        """Id of the dossier."""
        return self.dossier.id

    @property
    def commit(self) -> str:
        """COMMIT of the draw that it is of; empty for a chain of cases."""
        opened = self.dossier.opened_by
        return opened.commit if isinstance(opened, DrawCitation) else ""

    @property
    def agency(self) -> str:
        """Id of the department that drew, or whose cases they are."""
        opened = self.dossier.opened_by
        return opened.agency if isinstance(opened, DrawCitation) else opened.department

    @cached_property
    def faults(self) -> tuple[Finding, ...]:
        """Where the chain is broken, or is not that of a published head."""
        return verify_dossier(self.dossier, self.heads)

    @cached_property
    def gaps(self) -> tuple[Finding, ...]:
        """What a chain that holds lacks: records that it does not cite, or that others rest on."""
        found = check_dossier(self.dossier, self.as_of, self.terms, sheets=self.sheets)
        return tuple(one for one in found if one.code in _NOT_WHOLE and one.severity is Severity.ERROR)

    def gaps_at(self, visit: Visit) -> tuple[Finding, ...]:
        """Return what it lacks as a whole, or in what it holds of one visit (案卷缺件)."""
        other = {
            f"{self.id}#{one.number}"
            for one in self.filed.entries
            if (own := _visit_of(one.record)) is not None and own.id != visit.id
        }
        return tuple(one for one in self.gaps if one.where not in other)

    @cached_property
    def anchored_to(self) -> int:
        """Number of the last entry that a published head holds, -1 without a head."""
        return max((one.number for one in self.heads), default=-1)

    @cached_property
    def filed(self) -> FiledRecords:
        """What it holds on the day."""
        return FiledRecords.of(self.dossier, self.as_of)

    @cached_property
    def matters(self) -> tuple[OpenMatter, ...]:
        """What is still to be done in it on the day."""
        return open_matters(self.dossier, self.as_of, self.terms)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites instead of holding it."""
        return self.filed.all_of(Citation)

    def cited(self, kind: str) -> Citation | None:
        """Return the last citation of a kind, None where there is none (引用)."""
        return next((one for one in reversed(self.citations) if one.kind == kind), None)

    @cached_property
    def _entries(self) -> Mapping[int, DossierEntry]:
        return {id(one.record): one for one in self.filed.entries}

    def entry_of(self, record: object) -> DossierEntry:
        """Return the entry that holds this very record (归档条目)."""
        return self._entries[id(record)]

    def first_entry_of(self, result: Result) -> DossierEntry:
        """Return the entry in which a result was filed first, entered on the platform or not yet (首次归档条目)."""
        same = (
            one
            for one in self.filed.entries
            if isinstance(one.record, Result) and one.record.id == result.id and same_result(one.record, result)
        )
        return next(same, self.entry_of(result))

    @cached_property
    def drawn(self) -> frozenset[tuple[str, str]] | None:
        """The objects and items that the filed draw leaves to be visited, None while none was filed."""
        filed = self.filed.drawn
        if filed is None:
            return None
        return frozenset((one.object_id, item.item_code) for one in filed.objects for item in one.items)

    @property
    def filed_draw(self) -> FiledDraw | None:
        """The draw as it was filed last."""
        return self.filed.drawn

    def holds(self, object_id: str) -> bool:
        """Tell whether an object was drawn in it or visited (是否载有)."""
        visited = (one.object_id == object_id for one in self.filed.all_of(Visit))
        return any(visited) or any(id_ == object_id for id_, _ in self.drawn or ())

    def __repr__(self) -> str:
        state = "断链" if self.faults else f"链头存根至第 {max(self.anchored_to, 0)} 件"
        return f"<在案案卷 {self.id}：{len(self.filed.entries)} 件，{state}>"


def _visit_of(record: object) -> Visit | None:
    """Return the visit that a record comes from, None where it comes from none alone."""
    match record:
        case Visit():
            return record
        case Result():
            return record.visit
        case Publication() | FollowUp():
            return record.result.visit
        case _:
            return None
