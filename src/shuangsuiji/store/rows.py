"""What a store keeps of an entry, and the entry again (案卷库行)."""

from __future__ import annotations

from datetime import date
from typing import Any

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.bundle.record_kinds import record_kind
from shuangsuiji.inspection.dossiers import Dossier, DossierEntry
from shuangsuiji.inspection.lead_entries import LeadEntry
from shuangsuiji.inspection.lead_registers import LeadRegister
from shuangsuiji.lottery.digest import ZERO_DIGEST
from shuangsuiji.values import day_in_china

__all__ = ["COLUMNS", "Row", "entry_of", "genesis_of", "lead_entry_of", "row_of"]

COLUMNS = "chain, number, kind, filed_on, record_digest, previous, digest, body"
Row = tuple[Any, ...]


def row_of(chain_id: str, entry: DossierEntry | LeadEntry) -> Row:
    """Return the row of an entry, in the order of ``COLUMNS`` (入库行)."""
    if isinstance(entry, LeadEntry):
        on, kind, body = day_in_china(entry.recorded_at), "LeadEntry", to_json(entry, indent=None)
        return chain_id, entry.number, kind, on.isoformat(), entry.digest, entry.before, entry.digest, body
    body, on = to_json(entry.record, indent=None), entry.on
    return (
        chain_id,
        entry.number,
        entry.kind,
        on.isoformat(),
        entry.record_digest,
        entry.previous,
        entry.digest,
        body,
    )


def entry_of(row: Row) -> DossierEntry:
    """Return the entry of a dossier in a row (案卷条目).

    Raises:
        InvalidJsonError: a body that holds no record of its kind.
        UnknownNameError: a kind that is not filed.
        InvalidValueError: a column of the wrong form.
        ValueError: a day of the wrong form.

    """
    _, number, kind, filed_on, record_digest, previous, _, body = row
    return DossierEntry(
        number=number,
        kind=kind,
        on=date.fromisoformat(filed_on),
        record_digest=record_digest,
        previous=previous,
        record=from_json(body, record_kind(kind)),
    )


def lead_entry_of(row: Row) -> LeadEntry:
    """Return the entry of a register in a row (线索登记项).

    Raises:
        InvalidJsonError: a body that holds no entry.

    """
    return from_json(row[7], LeadEntry)


def genesis_of(chain: Dossier | LeadRegister) -> str:
    """Return what the first entry of a chain bears for the one before (链首)."""
    return chain.genesis if isinstance(chain, Dossier) else ZERO_DIGEST
