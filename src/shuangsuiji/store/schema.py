"""The tables of a store, and how an older store becomes a newer one (案卷库结构).

What SQLite itself can hold to is held to here as well, for whoever writes with another program: nothing is changed or
deleted, numbers run on, and an entry bears the digest of the one before. The digests themselves SQLite cannot take.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from shuangsuiji.errors import StoreError

__all__ = ["SCHEMA_VERSION", "create", "migrate", "missing_parts", "strange_parts"]

SCHEMA_VERSION = 1
_APPLICATION = 0x53534A31  # SSJ1

_PARTS: Mapping[str, str] = {
    "chain": """CREATE TABLE chain (
    id TEXT NOT NULL PRIMARY KEY CHECK (typeof(id) = 'text'),
    kind TEXT NOT NULL CHECK (kind IN ('Dossier', 'LeadRegister')),
    genesis TEXT NOT NULL CHECK (length(genesis) = 64),
    opening TEXT NOT NULL CHECK (typeof(opening) = 'text')
)""",
    "entry": """CREATE TABLE entry (
    chain TEXT NOT NULL REFERENCES chain (id),
    number INTEGER NOT NULL CHECK (typeof(number) = 'integer' AND number >= 1),
    kind TEXT NOT NULL,
    filed_on TEXT NOT NULL CHECK (length(filed_on) = 10),
    record_digest TEXT NOT NULL CHECK (length(record_digest) = 64),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    body TEXT NOT NULL CHECK (typeof(body) = 'text'),
    PRIMARY KEY (chain, number),
    UNIQUE (chain, previous),
    UNIQUE (chain, record_digest)
)""",
    "entry_follows": """CREATE TRIGGER entry_follows BEFORE INSERT ON entry BEGIN
    SELECT RAISE(ABORT, 'number does not run on')
    WHERE NEW.number <> 1 + coalesce((SELECT max(number) FROM entry WHERE chain = NEW.chain), 0);
    SELECT RAISE(ABORT, 'does not bear the digest of the entry before')
    WHERE NEW.previous <> coalesce(
        (SELECT digest FROM entry WHERE chain = NEW.chain AND number = NEW.number - 1),
        (SELECT genesis FROM chain WHERE id = NEW.chain)
    );
    SELECT RAISE(ABORT, 'is filed before the last entry')
    WHERE NEW.filed_on < (SELECT filed_on FROM entry WHERE chain = NEW.chain AND number = NEW.number - 1);
END""",
}
_FROZEN: Mapping[str, str] = {
    f"{table}_no_{verb.lower()}": (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN\n"
        f"    SELECT RAISE(ABORT, 'nothing in a store is changed or deleted');\nEND"
    )
    for table in ("chain", "entry")
    for verb in ("UPDATE", "DELETE")
}
_WHOLE = {**_PARTS, **_FROZEN}

# What to run on a store of version n to make it one of version n + 1; none yet.
_MIGRATIONS: Mapping[int, tuple[str, ...]] = {}


def create(connection: sqlite3.Connection) -> None:
    """Lay out an empty database as a store, in one transaction; leave one that holds something (新建案卷库)."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _WHOLE.values():
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring a store up to ``SCHEMA_VERSION``; it goes through whole or not at all (升级案卷库).

    Raises:
        StoreError: a database that is no store, one that a later version of this library made, or of no version.

    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        raise StoreError(path=path, rule_zh="不是案卷库", rule="is no store of dossiers")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < SCHEMA_VERSION and not all(step in _MIGRATIONS for step in range(version, SCHEMA_VERSION)):
        zh, en = f"没有结构第 {version} 版：文件已损坏", f"there is no schema_version {version}: the file is damaged"
        raise StoreError(path=path, rule_zh=zh, rule=en)
    if version > SCHEMA_VERSION:
        zh = f"案卷库结构为第 {version} 版，本版本只识第 {SCHEMA_VERSION} 版及以前：请升级 shuangsuiji"
        en = f"has schema_version {version}, this version knows up to {SCHEMA_VERSION}: upgrade shuangsuiji"
        raise StoreError(path=path, rule_zh=zh, rule=en)
    if version == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(version, SCHEMA_VERSION):
            for statement in _MIGRATIONS[step]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def missing_parts(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the tables and triggers that a store should have and has not, or has otherwise (结构缺失)."""
    found = _laid_out(connection)
    return tuple(name for name, statement in _WHOLE.items() if found.get(name) != statement)


def strange_parts(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return what a store has beside its own: a trigger of somebody else can swallow what is written (结构多余)."""
    return tuple(name for name in _laid_out(connection) if name not in _WHOLE and not name.startswith("sqlite_"))


def _laid_out(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall())
