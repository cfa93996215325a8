"""A changed byte anywhere in the records of a store is found, and which entry it is: 2.1.9."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from shuangsuiji.errors import StoreError
from shuangsuiji.inspection import append_entry
from shuangsuiji.inspection.dossiers import DossierHead
from shuangsuiji.store import Store, heads, open_store, save, verify_store
from shuangsuiji.values import Finding, Severity
from tests.unit.dossier_days import opened, whole
from tests.unit.lead_days import RECORDED_AT, lead
from tests.unit.test_stores import register

ID = "2025/2025-07/1"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a whole dossier and a register of leads."""
    path = tmp_path_factory.mktemp("store") / "案卷.db"
    with open_store(path, new=True) as store:
        save(store, whole())
        save(store, register())
    return path


@pytest.fixture
def tampered(kept: Path, tmp_path: Path) -> Callable[[str], tuple[Finding, ...]]:
    """Return a function that runs a statement on a copy, triggers off, and returns what is found."""

    def run(statement: str) -> tuple[Finding, ...]:
        path = tmp_path / "副本.db"
        shutil.copy(kept, path)
        with open_store(path) as store:
            triggers = store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            store.connection.execute("PRAGMA foreign_keys = OFF")
            for name, _ in triggers:
                store.connection.execute(f"DROP TRIGGER {name}")
            store.connection.execute(statement)
            for _, sql in triggers:
                store.connection.execute(sql)
            return verify_store(store, [whole().head])

    return run


def test_nothing_is_found_in_a_store_as_it_was_written(kept: Path) -> None:
    head = register().head
    with open_store(kept) as store:
        heads = [whole().head, DossierHead(dossier=head.register, number=head.entries, digest=head.digest)]
        assert verify_store(store, heads) == ()


@pytest.mark.parametrize("column", ["number", "kind", "filed_on", "record_digest", "previous", "digest", "body"])
def test_every_column_of_an_entry_is_held_to(tampered: Callable[[str], tuple[Finding, ...]], column: str) -> None:
    changes = {
        "number": "number = 99",
        "kind": "kind = 'Result'",
        "filed_on": "filed_on = '2025-06-11'",
        "body": 'body = replace(body, \'"remarks": ""\', \'"remarks":  ""\')',
    }
    change = changes.get(column, f"{column} = '{'0' * 64}'")
    found = tampered(f"UPDATE entry SET {change} WHERE number = 10 AND kind = 'Visit'")  # noqa: S608 - ours
    assert found
    assert all((one.severity, one.clause is not None) == (Severity.ERROR, True) for one in found)
    numbers = {one.where.rpartition("#")[2] for one in found}
    assert numbers & {"10", "11", "99"}


def test_an_entry_that_was_taken_out_or_put_in_is_found(tampered: Callable[[str], tuple[Finding, ...]]) -> None:
    assert "dossier.number" in {one.code for one in tampered("DELETE FROM entry WHERE number = 10")}
    gone = f"DELETE FROM entry WHERE number = {len(whole().entries)}"  # noqa: S608 - ours
    assert [one.code for one in tampered(gone)] == ["dossier.head"]
    swapped = "UPDATE entry SET number = CASE number WHEN 10 THEN -11 ELSE 10 END WHERE number IN (10, 11)"
    codes = {one.code for one in tampered(swapped.replace("-11", "110"))}
    assert {"dossier.number", "dossier.link"} <= codes


def test_a_record_of_another_class_in_its_place_is_found(tampered: Callable[[str], tuple[Finding, ...]]) -> None:
    found = tampered('UPDATE entry SET body = \'{"format": "shuangsuiji/1"}\' WHERE number = 10')
    assert ("store.body", f"{ID}#10") in {(one.code, one.where) for one in found}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("genesis = '" + "0" * 64 + "'", "store.opening"),
        ("opening = replace(opening, '\"serial\": 1', '\"serial\": 2')", "store.opening"),
        ("opening = replace(opening, ': ', ':  ')", "store.opening"),
        ("opening = 'x'", "store.opening"),
        ("id = '另一案卷'", "store.orphan"),
    ],
)
def test_what_opened_a_dossier_is_held_to(
    tampered: Callable[[str], tuple[Finding, ...]], change: str, code: str
) -> None:
    statement = f"UPDATE chain SET {change} WHERE kind = 'Dossier'"  # noqa: S608 - ours
    assert code in {one.code for one in tampered(statement)}


def test_a_register_is_held_to_as_well(tampered: Callable[[str], tuple[Finding, ...]]) -> None:
    change = "UPDATE entry SET body = replace(body, '12315-0001', '12315-0002') WHERE kind = 'LeadEntry'"
    found = tampered(change)
    assert [(one.code, one.where) for one in found] == [("store.row", "线索-2025#1")]
    assert "record_digest、digest" in found[0].zh


def test_a_dossier_that_is_gone_is_found_by_its_published_head(
    tampered: Callable[[str], tuple[Finding, ...]],
) -> None:
    assert "store.head" in {one.code for one in tampered("DELETE FROM chain WHERE kind = 'Dossier'")}


def test_a_trigger_that_was_taken_away_is_found(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "副本.db"
    shutil.copy(kept, path)
    with open_store(path) as store:
        store.connection.execute("DROP TRIGGER entry_no_delete")
        assert [one.code for one in verify_store(store)] == ["store.schema"]


def test_a_changed_byte_anywhere_in_the_records_is_found(kept: Path, tmp_path: Path) -> None:
    content = kept.read_bytes()
    places = [place for row in _texts(kept) for place in _places(content, row)]
    assert len(places) > 60_000
    path = tmp_path / "副本.db"
    for place in places[:: len(places) // 150]:
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert _found(path, place), place


def _found(path: Path, place: int) -> bool:
    """Tell whether anything is found in a file; one that cannot be opened is found too."""
    try:
        with open_store(path) as store:
            return bool(verify_store(store, [whole().head]))
    except StoreError:
        return place >= 0
    finally:
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def _texts(path: Path) -> list[bytes]:
    """Return the text of every row, as it stands in the file."""
    with open_store(path) as store:
        rows = store.connection.execute(
            "SELECT kind || filed_on || record_digest || previous || digest || body FROM entry"
        ).fetchall()
        rows += store.connection.execute("SELECT id || kind || genesis || opening FROM chain").fetchall()
    return [row[0].encode() for row in rows]


def _places(content: bytes, text: bytes) -> range:
    """Return where a text stands, as far as it stands in one piece; a long one goes on in other pages."""
    start = content.find(text[:200])
    assert start >= 0
    length = next((size for size in range(len(text), 200, -64) if content[start : start + size] == text[:size]), 200)
    return range(start, start + length)


def test_a_dossier_without_its_last_entries_is_found_by_a_head_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "案卷.db", new=True) as store:
        save(store, opened())
        assert verify_store(store) == ()
        assert [one.code for one in verify_store(store, [whole().head])] == ["dossier.head"]
        other = attrs.evolve(whole().head, dossier="无此案卷")
        assert [one.code for one in verify_store(store, [other])] == ["store.head"]


def test_a_file_that_was_damaged_while_open_is_said_to_be(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "副本.db"
    content = kept.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])
    try:
        with open_store(path) as store:
            assert isinstance(store, Store)
            assert "store.damaged" in {one.code for one in verify_store(store)}
    except StoreError as error:
        assert "cannot be used" in error.en_line  # noqa: PT017 - either is right, by the version of SQLite


def test_who_writes_while_it_is_checked_disturbs_nothing(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "副本.db"
    shutil.copy(kept, path)
    other = attrs.evolve(register(), id="线索-甲", entries=())
    other = append_entry(other, lead(), recorded_at=RECORDED_AT)

    def written(statement: str) -> None:
        if statement.startswith("SELECT DISTINCT chain"):
            with open_store(path) as writer:
                save(writer, other)

    with open_store(path) as store:
        store.connection.set_trace_callback(written)
        assert verify_store(store, [whole().head]) == ()
        store.connection.set_trace_callback(None)
        assert {one.dossier for one in heads(store)} == {ID, register().id, other.id}
