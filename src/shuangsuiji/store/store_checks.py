"""Whether a store holds what was filed: every byte of every row, every link, every head: 2.1.9 (案卷库核验)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from sqlite3 import Error

import attrs

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import ShuangsuijiError, StoreError
from shuangsuiji.inspection.dossier_verification import verify_dossier
from shuangsuiji.inspection.dossiers import Dossier, DossierEntry, DossierHead
from shuangsuiji.inspection.lead_entries import LeadEntry, RegisterHead
from shuangsuiji.inspection.lead_registers import LeadRegister, register_faults
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.store.connections import Store
from shuangsuiji.store.rows import COLUMNS, Row, entry_of, genesis_of, lead_entry_of, row_of
from shuangsuiji.store.schema import missing_parts, strange_parts
from shuangsuiji.store.stores import opening_of, rows_of
from shuangsuiji.values import Finding, Severity

__all__ = ["verify_store"]

_NAMES = COLUMNS.split(", ")
_CLAUSE = LIYANG_2020.ref("2.1.9")


def verify_store(store: Store, heads: Iterable[DossierHead] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong with a store, ``where`` being ``CHAIN#NUMBER``: 2.1.9 (核验案卷库).

    Every row is made again from the record in it and compared byte by byte; then the chain is walked. Without heads,
    entries missing at the end are not noticed.

    Args:
        store: the store.
        heads: those that were published, of dossiers and of registers.

    """
    published = tuple(heads)
    try:
        with _as_it_stands(store):
            return (*_damages(store), *_chains(store, published))
    except (Error, StoreError, UnicodeDecodeError) as error:
        shown = error.zh_line if isinstance(error, StoreError) else str(error)
        return (_finding("damaged", store.path, f"文件已损坏：{shown}", f"the file is damaged: {error}"),)


@contextmanager
def _as_it_stands(store: Store) -> Generator[None]:
    """Look at one state of the file, whoever writes meanwhile; in a transaction that is open already, at that."""
    if store.connection.in_transaction:
        yield
        return
    store.connection.execute("BEGIN")
    try:
        yield
    finally:
        if store.connection.in_transaction:
            store.connection.execute("ROLLBACK")


def _damages(store: Store) -> Iterator[Finding]:
    for (said,) in store.connection.execute("PRAGMA integrity_check").fetchall():
        if said != "ok":
            yield _finding("damaged", store.path, f"文件已损坏：{said}", f"the file is damaged: {said}")
    for name in missing_parts(store.connection):
        yield _finding(
            "schema", store.path, f"库结构 {name} 缺失或被改动", f"{name} of the schema is missing or changed"
        )

    for name in strange_parts(store.connection):
        yield _finding("schema", store.path, f"库结构多出 {name}", f"{name} of the schema is none of a store's")


def _chains(store: Store, heads: Sequence[DossierHead]) -> Iterator[Finding]:
    chains = store.connection.execute("SELECT id, kind, genesis FROM chain ORDER BY id").fetchall()
    known = {id_ for id_, _, _ in chains}
    for id_, kind, genesis in chains:
        yield from _chain(store, id_, kind, genesis, [one for one in heads if one.dossier == id_])
    for one in heads:
        if one.dossier not in known:
            yield _finding(
                "head", one.dossier, "已公布链头的案卷不在库中", "has a published head and is not in the store"
            )
    for (lost,) in store.connection.execute("SELECT DISTINCT chain FROM entry ORDER BY chain").fetchall():
        if lost not in known:
            yield _finding("orphan", str(lost), "条目没有所属案卷", "has entries and no chain of that id")


def _chain(store: Store, id_: str, kind: str, genesis: str, heads: Sequence[DossierHead]) -> Iterator[Finding]:
    try:
        text = opening_of(store, id_, kind)
        opening = from_json(text, Dossier) if kind == "Dossier" else from_json(text, LeadRegister)
    except (ShuangsuijiError, ValueError, TypeError) as error:
        yield _finding("opening", id_, f"立卷记录不可读：{error}", f"its opening cannot be read: {error}")
        return
    if (to_json(opening, indent=None), opening.id, genesis_of(opening)) != (text, id_, genesis):
        yield _finding("opening", id_, "立卷记录与库内所载不符", "its opening is not as it was stored")
    entries: list[DossierEntry | LeadEntry] = []
    for row in rows_of(store, id_):
        entry = yield from _entry(id_, row, entry_of if isinstance(opening, Dossier) else lead_entry_of)
        if entry is not None:
            entries.append(entry)
    yield from _walked(opening, entries, heads)


def _entry(
    id_: str, row: Row, make: Callable[[Row], DossierEntry | LeadEntry]
) -> Generator[Finding, None, DossierEntry | LeadEntry | None]:
    """Yield what is wrong with a row by itself, and return the entry in it as far as there is one."""
    where = f"{id_}#{row[1]}"
    try:
        made = make(row)
        again = row_of(id_, made)
    except (ShuangsuijiError, ValueError, TypeError) as error:
        shown = error.zh_line if isinstance(error, ShuangsuijiError) else str(error)
        yield _finding("body", where, f"第 {row[1]} 件不可读：{shown}", f"entry {row[1]} cannot be read: {error}")
        return None
    wrong = [name for name, kept, due in zip(_NAMES, row, again, strict=True) if kept != due]
    if wrong:
        zh = f"第 {row[1]} 件的 {'、'.join(wrong)} 与归档时不符"
        yield _finding("row", where, zh, f"entry {row[1]} is not as it was filed: {', '.join(wrong)}")
    return made


def _walked(
    opening: Dossier | LeadRegister, entries: Sequence[DossierEntry | LeadEntry], heads: Sequence[DossierHead]
) -> tuple[Finding, ...]:
    """Return what is wrong with a chain as a whole."""
    if isinstance(opening, Dossier):
        filed = tuple(one for one in entries if isinstance(one, DossierEntry))
        return verify_dossier(attrs.evolve(opening, entries=filed), heads)
    entered = tuple(one for one in entries if isinstance(one, LeadEntry))
    given = [RegisterHead(register=one.dossier, entries=one.number, digest=one.digest) for one in heads]
    return register_faults(attrs.evolve(opening, entries=entered), given)


def _finding(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=f"store.{code}", where=where, zh=zh, en=en, clause=_CLAUSE)
