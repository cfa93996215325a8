"""Dossiers and registers of leads in a store: saved, continued, read (案卷库读写).

Writers take turns, each in a transaction of its own that looks at the head first, so that a chain cannot fork: whoever
comes second continues the chain as he finds it, or is told, where he says which head he continues.
"""

from __future__ import annotations

import sqlite3
from datetime import date

import attrs

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, StoreError, UnknownNameError
from shuangsuiji.inspection.dossiers import Dossier, DossierEntry, DossierHead, file_record
from shuangsuiji.inspection.lead_entries import LeadEntry
from shuangsuiji.inspection.lead_registers import LeadRegister
from shuangsuiji.store.connections import Store, reading, writing
from shuangsuiji.store.rows import COLUMNS, Row, entry_of, genesis_of, lead_entry_of, row_of
from shuangsuiji.values import record_digest

__all__ = ["append", "heads", "kinds", "read_dossier", "read_register", "rows_of", "save"]


def save(store: Store, chain: Dossier | LeadRegister) -> int:
    """Store a dossier or a register, or what came to it since; return how many entries are new (保存).

    Raises:
        BrokenChainError: what is stored is not the beginning of it: another writer has continued it otherwise.
        DuplicateError: another dossier or register of that id is stored, such as one of an earlier draw of the task.
        UnknownNameError: a register under the id of a dossier, or the other way round.
        StoreError: the file cannot be written, or somebody keeps it locked.

    """
    with writing(store) as connection:
        known = _head(connection, chain.id)
        if known is None:
            values = (chain.id, type(chain).__name__, genesis_of(chain), to_json(_bare(chain), indent=None))
            connection.execute("INSERT INTO chain (id, kind, genesis, opening) VALUES (?, ?, ?, ?)", values)
            known = (0, genesis_of(chain))
        elif opening_of(store, chain.id, type(chain).__name__) != to_json(_bare(chain), indent=None):
            raise DuplicateError(field=f"{store.path} {chain.id}", value=repr(chain))
        number, digest = known
        own = genesis_of(chain) if number == 0 else ""
        if 0 < number <= len(chain.entries):
            own = chain.entries[number - 1].digest
        if own != digest:
            raise _forked(chain.id, number, digest, own)
        for entry in chain.entries[number:]:
            _insert(connection, chain.id, entry)
    return len(chain.entries) - number


def append(
    store: Store, dossier_id: str, record: object, on: date, *, after: DossierHead | None = None
) -> DossierEntry:
    """File one more record in a dossier of the store; when it returns, the entry is on the disk: 2.1.9 (续卷).

    Args:
        store: the store.
        dossier_id: the dossier.
        record: the record.
        on: the day on which it is filed.
        after: the head that it continues; None for whichever is the last.

    Raises:
        UnknownNameError: no such dossier, or a record of a kind that is not filed.
        BrokenChainError: another writer has continued it since ``after``, the record was filed already, or as
            ``file_record`` says.
        StoreError: the file cannot be written, or somebody keeps it locked.

    """
    with writing(store) as connection:
        dossier = _dossier(store, dossier_id, rows_of(store, dossier_id, last=True))
        if after is not None and after != dossier.head:
            raise _forked(dossier_id, dossier.head.number, dossier.head.digest, after.digest)
        entry = file_record(dossier, record, on).entries[-1]
        _insert(connection, dossier_id, entry)
    return entry


def read_dossier(store: Store, dossier_id: str) -> Dossier:
    """Return a dossier as it is stored; ``verify_store`` says whether it is as it was filed (读取案卷).

    Raises:
        UnknownNameError: no such dossier.
        StoreError: the file is damaged.
        InvalidJsonError: a body that holds no record; ``verify_store`` names it.

    """
    return _dossier(store, dossier_id, rows_of(store, dossier_id))


def read_register(store: Store, register_id: str) -> LeadRegister:
    """Return a register of leads as it is stored (读取线索登记簿).

    Raises:
        UnknownNameError: no such register.
        StoreError: the file is damaged.
        InvalidJsonError: a body that holds no entry; ``verify_store`` names it.

    """
    opening = from_json(opening_of(store, register_id, "LeadRegister"), LeadRegister)
    return attrs.evolve(opening, entries=tuple(map(lead_entry_of, rows_of(store, register_id))))


def heads(store: Store) -> tuple[DossierHead, ...]:
    """Return the head of every dossier and register, by id: what to publish (全部链头).

    Raises:
        StoreError: the file is damaged.

    """
    last = "SELECT max(number) FROM entry WHERE chain = id"
    query = f"""SELECT id, coalesce(number, 0), coalesce(digest, genesis) FROM chain
        LEFT JOIN entry ON chain = id AND number = ({last}) ORDER BY id"""  # noqa: S608 - nothing is put in
    return tuple(DossierHead(dossier=row[0], number=row[1], digest=row[2]) for row in reading(store, query))


def rows_of(store: Store, chain_id: str, *, last: bool = False) -> list[Row]:
    """Return the stored entries of a chain by number, or the last of them alone (条目行).

    Raises:
        StoreError: the file is damaged.

    """
    order = "DESC LIMIT 1" if last else "ASC"
    query = f"SELECT {COLUMNS} FROM entry WHERE chain = ? ORDER BY number {order}"  # noqa: S608 - both are ours
    return reading(store, query, chain_id)


def kinds(store: Store) -> tuple[tuple[str, str], ...]:
    """Return id and kind of every chain, by id (各链类别).

    Raises:
        StoreError: the file is damaged.

    """
    return tuple((row[0], row[1]) for row in reading(store, "SELECT id, kind FROM chain ORDER BY id"))


def opening_of(store: Store, chain_id: str, kind: str) -> str:
    """Return the JSON of a chain without its entries (立卷记录).

    Raises:
        UnknownNameError: no such chain.
        StoreError: the file is damaged.

    """
    found = reading(store, "SELECT opening FROM chain WHERE id = ? AND kind = ?", chain_id, kind)
    if not found:
        known = [id_ for id_, one in kinds(store) if one == kind]
        raise UnknownNameError(field=store.path, value=chain_id, known="、".join(known[:10]) or "无 none")
    return str(found[0][0])


def _bare(chain: Dossier | LeadRegister) -> Dossier | LeadRegister:
    if isinstance(chain, Dossier):
        return attrs.evolve(chain, entries=())
    return attrs.evolve(chain, entries=())


def _dossier(store: Store, dossier_id: str, rows: list[Row]) -> Dossier:
    opening = from_json(opening_of(store, dossier_id, "Dossier"), Dossier)
    return attrs.evolve(opening, entries=tuple(map(entry_of, rows)))


def _head(connection: sqlite3.Connection, chain_id: str) -> tuple[int, str] | None:
    query = "SELECT number, digest FROM entry WHERE chain = ? ORDER BY number DESC LIMIT 1"
    found = connection.execute(query, (chain_id,)).fetchone()
    found = found or connection.execute("SELECT 0, genesis FROM chain WHERE id = ?", (chain_id,)).fetchone()
    return None if found is None else (int(found[0]), str(found[1]))


def _insert(connection: sqlite3.Connection, chain_id: str, entry: DossierEntry | LeadEntry) -> None:
    row = row_of(chain_id, entry)
    again = lead_entry_of(row).digest if isinstance(entry, LeadEntry) else record_digest(entry_of(row).record)
    if again != row[4]:  # what could not be read again as it was filed is not acknowledged
        zh, en = "记录不能原样读回", "could not be read again as it was filed"
        raise BrokenChainError(link=f"{chain_id}#{entry.number}", rule_zh=zh, rule=en, expected=row[4], value=again)
    query = f"INSERT INTO entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours
    if connection.execute(query, row).rowcount != 1:  # a trigger that is not ours can pass over a row in silence
        zh, en = "未写入：库结构被改动", "was not written: the schema has been changed"
        raise StoreError(path=f"{chain_id}#{entry.number}", rule_zh=zh, rule=en)


def _forked(chain_id: str, number: int, stored: str, own: str) -> BrokenChainError:
    zh = f"另一写入者已续写至第 {number} 件，链头与所依据的不同；请重新读取后再写"
    en = f"another writer has continued it to entry {number}; read it again, then write"
    return BrokenChainError(link=chain_id, rule_zh=zh, rule=en, expected=stored, value=own or "—")
