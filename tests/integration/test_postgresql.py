"""The tables for PostgreSQL hold to what the store holds to, on a real server where there is one."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from shuangsuiji.inspection import Dossier, verify_dossier
from shuangsuiji.store import open_store, rows, save
from tests.unit.dossier_days import opened, whole
from tests.unit.lead_days import june

SQL = Path(__file__).parents[2] / "src" / "shuangsuiji" / "store" / "postgresql.sql"
COLUMNS = rows.COLUMNS


def _programs() -> Path | None:
    """Return where initdb, pg_ctl and psql are, None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    return next((one for one in folders if all((one / name).exists() for name in ("initdb", "pg_ctl", "psql"))), None)


PROGRAMS = _programs()
ROOT = os.getuid() == 0
USER = "postgres" if ROOT else None  # the server refuses to run as root
pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not installed")

Psql = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """Start a server of our own on a socket in a folder of its own, and stop it."""
    assert PROGRAMS is not None
    folder = Path(tempfile.mkdtemp(prefix="ssj-pg-"))
    if USER:
        shutil.chown(folder, USER)
    encoding = ["--encoding=UTF8", "--locale=C", "--auth=trust", "--username=postgres", "--no-sync"]
    as_server(folder, "initdb", "--pgdata", "data", *encoding)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    as_server(folder, "pg_ctl", "--pgdata", "data", "--wait", "--log", "log", "--options", options, "start")
    yield folder
    as_server(folder, "pg_ctl", "--pgdata", "data", "--wait", "--mode=immediate", "stop")
    shutil.rmtree(folder)


def as_server(folder: Path, program: str, *arguments: str) -> None:
    assert PROGRAMS is not None
    command = [str(PROGRAMS / program), *arguments]
    subprocess.run(command, user=USER, check=True, cwd=folder, stdout=subprocess.DEVNULL)  # what it starts keeps a pipe


@pytest.fixture
def psql(server: Path) -> Psql:
    """Return a function that runs SQL in a fresh database with the tables in it."""
    assert PROGRAMS is not None
    base = [str(PROGRAMS / "psql"), "--host", str(server), "--username", "postgres", "--no-psqlrc", "--quiet"]

    def run(*arguments: str, given: str = "", database: str = "ssj") -> subprocess.CompletedProcess[str]:
        command = [*base, "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--dbname", database, *arguments]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=False)

    for statement in ("DROP DATABASE IF EXISTS ssj", "CREATE DATABASE ssj"):
        assert run("--command", statement, database="postgres").returncode == 0
    laid = run("--single-transaction", given=SQL.read_text(encoding="utf-8"))
    assert laid.returncode == 0, laid.stderr
    return run


def in_csv(table: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def copied(psql: Psql, tmp_path: Path, *, entries: int | None = None) -> None:
    """Copy a store with a dossier and a register from SQLite to PostgreSQL."""
    with open_store(tmp_path / "案卷.db", new=True) as store:
        save(store, whole())
        save(store, june())
        chains = store.connection.execute("SELECT id, kind, genesis, opening FROM chain").fetchall()
        kept = store.connection.execute(f"SELECT {COLUMNS} FROM entry ORDER BY chain, number").fetchall()  # noqa: S608 - ours
    for table, content in (("chain", chains), ("entry", kept[:entries])):
        done = psql("--command", f"\\copy {table} FROM STDIN CSV", given=in_csv(content))
        assert done.returncode == 0, done.stderr


def test_a_store_is_copied_and_verifies_on_the_other_side(psql: Psql, tmp_path: Path) -> None:
    copied(psql, tmp_path)
    query = f"\\copy (SELECT {COLUMNS} FROM entry WHERE chain = '{whole().id}' ORDER BY number) TO STDOUT CSV"  # noqa: S608 - ours
    read = list(csv.reader(io.StringIO(psql("--command", query).stdout)))
    made = tuple(rows.entry_of((row[0], int(row[1]), *row[2:])) for row in read)
    dossier = attrs.evolve(whole(), entries=made)
    assert dossier == whole()
    assert verify_dossier(dossier, [whole().head]) == ()
    heads = psql("--command", "SELECT dossier, number, digest FROM head ORDER BY dossier").stdout.splitlines()
    assert f"{whole().id}|{whole().head.number}|{whole().head.digest}" in heads
    assert f"{june().id}|{june().head.entries}|{june().head.digest}" in heads


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE entry SET body = '{}' WHERE number = 1", "nothing in a store is changed"),
        ("DELETE FROM entry WHERE number = 8", "nothing in a store is changed"),
        ("TRUNCATE entry", "nothing in a store is changed"),
        ("TRUNCATE chain CASCADE", "nothing in a store is changed"),
        ("DELETE FROM chain", "nothing in a store is changed"),
        ("UPDATE chain SET genesis = repeat('0', 64)", "nothing in a store is changed"),
    ],
)
def test_nothing_is_changed_deleted_or_emptied(psql: Psql, tmp_path: Path, statement: str, said: str) -> None:
    copied(psql, tmp_path)
    refused = psql("--command", statement)
    assert refused.returncode != 0
    assert said in refused.stderr


def insertion(dossier: Dossier, place: int, **changes: object) -> str:
    names = COLUMNS.split(", ")
    row = {**dict(zip(names, rows.row_of(dossier.id, dossier.entries[place]), strict=True)), **changes}
    return in_csv([tuple(row[name] for name in names)])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": 7}, "number does not run on"),
        ({"number": 9}, "number does not run on"),
        ({"previous": "0" * 64}, "does not bear the digest of the entry before"),
        ({"filed_on": "2025-05-12"}, "is filed before the last entry"),
        ({"filed_on": "2025-06-30"}, "the digest is not that of the entry"),
        ({"record_digest": "0" * 64}, "the digest is not that of the entry"),
        ({"digest": "0" * 64}, "the digest is not that of the entry"),
        ({"kind": "Result"}, "the digest is not that of the entry"),
        ({"body": '{"kind": "Visit"}'}, "check constraint"),
        ({"body": "x"}, "json"),
        ({"chain": "另一案卷"}, "query returned no rows"),
    ],
)
def test_an_entry_that_does_not_follow_is_refused(
    psql: Psql, tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    count = len(opened().entries)
    copied(psql, tmp_path, entries=count - 1)
    refused = psql("--command", "\\copy entry FROM STDIN CSV", given=insertion(opened(), count - 1, **changes))
    assert refused.returncode != 0
    assert said in refused.stderr
    accepted = psql("--command", "\\copy entry FROM STDIN CSV", given=insertion(opened(), count - 1))
    assert accepted.returncode == 0, accepted.stderr


def test_two_writers_cannot_fork_a_chain(psql: Psql, server: Path, tmp_path: Path) -> None:
    assert PROGRAMS is not None
    count = len(opened().entries)
    copied(psql, tmp_path, entries=count - 1)
    values = insertion(opened(), count - 1)
    command = [
        str(PROGRAMS / "psql"),
        "--host",
        str(server),
        "--username",
        "postgres",
        "--no-psqlrc",
        "--dbname",
        "ssj",
    ]
    script = f"BEGIN;\n\\copy entry FROM STDIN CSV\n{values}\\.\nSELECT pg_sleep(0.5);\nCOMMIT;\n"
    both = [
        subprocess.Popen(
            [*command, "--dbname", "ssj"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for one in both:
        assert one.stdin is not None
        one.stdin.write(script)
        one.stdin.flush()
    said = [one.communicate()[1] for one in both]
    assert sorted("does not run on" in one for one in said) == [False, True], said
    assert psql("--command", "SELECT max(number) FROM entry").stdout.strip() == str(count)
