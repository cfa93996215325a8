"""A store of dossiers is one file of SQLite, opened so that what is acknowledged is on the disk (案卷库文件).

Write-ahead log and ``synchronous = FULL``: a transaction that has returned survives the end of the process, and of the
machine as far as its disk keeps what it says it has written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs

from shuangsuiji.errors import BrokenChainError, StoreError
from shuangsuiji.store.schema import create, migrate

__all__ = ["Store", "open_store", "reading", "unusable", "writing"]

_WAIT = 30.0  # seconds that a writer waits for his turn


@attrs.frozen(kw_only=True, eq=False)
class Store:
    """A file of dossiers and registers that is open; use it in ``with``, or close it (案卷库).

    Attributes:
        path: the file.
        connection: to the database; for this process and thread alone.

    """

    path: str
    connection: sqlite3.Connection

    def close(self) -> None:
        """Close the file (关闭)."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<案卷库 {self.path}>"


def open_store(path: str | Path, *, new: bool = False) -> Store:
    """Open a store of dossiers (打开案卷库).

    Args:
        path: the file; on a disk of this machine, not on a network share, where locks cannot be relied on.
        new: whether to make it where there is no such file.

    Raises:
        StoreError: no such file, no store, one of a later version, or one that cannot be opened.

    """
    where = Path(path)
    if not where.exists() and not new:
        raise StoreError(path=str(path), rule_zh="没有此文件", rule="there is no such file")
    connection: sqlite3.Connection | None = None
    try:
        uri = f"{where.absolute().as_uri()}?mode={'rwc' if new else 'rw'}"
        connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
        _prepare(connection, str(path), new=new)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # what SQLite says of a damaged schema may be no UTF-8
        if connection is not None:
            connection.close()
        raise unusable(path, error) from None
    except StoreError:
        if connection is not None:
            connection.close()
        raise
    return Store(path=str(path), connection=connection)


def _prepare(connection: sqlite3.Connection, path: str, *, new: bool) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if new:
        create(connection)
    migrate(connection, path)
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        zh, en = f"此处不能使用预写日志（{mode}）", f"cannot keep a write-ahead log here ({mode})"
        raise StoreError(path=path, rule_zh=zh, rule=en)


def reading(store: Store, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query (查询).

    Raises:
        StoreError: the file cannot be read.

    """
    try:
        return store.connection.execute(query, values).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unusable(store.path, error) from None


@contextmanager
def writing(store: Store) -> Generator[sqlite3.Connection]:
    """Hold the only transaction that may write; what goes wrong in it leaves nothing behind (写入).

    Raises:
        BrokenChainError: what was to be written does not continue its chain.
        StoreError: the file cannot be written, or somebody keeps it locked.

    """
    try:
        store.connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise unusable(store.path, error) from None
    try:
        yield store.connection
        store.connection.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        _give_up(store)
        zh, en = "未写入：不是下一件，或已归档", "not written: is not the next entry, or was filed already"
        raise BrokenChainError(link=store.path, rule_zh=zh, rule=en, expected="续接 the next", value=error) from None
    except sqlite3.Error as error:
        _give_up(store)
        raise unusable(store.path, error) from None
    except BaseException:
        _give_up(store)
        raise


def _give_up(store: Store) -> None:
    if store.connection.in_transaction:
        store.connection.execute("ROLLBACK")


def unusable(path: str | Path, error: sqlite3.Error | UnicodeDecodeError) -> StoreError:
    """Return the error for what SQLite said of a file (案卷库不可用)."""
    if "not a database" in str(error):
        return StoreError(path=str(path), rule_zh="不是案卷库", rule="is no store of dossiers")
    return StoreError(path=str(path), rule_zh=f"不可用：{error}", rule=f"cannot be used: {error}")
