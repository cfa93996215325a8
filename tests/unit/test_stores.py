"""Dossiers and registers are kept in a file, continued in turn, and never changed: 2.1.9."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError, StoreError, UnknownNameError
from shuangsuiji.inspection import append_entry
from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.dossiers import Dossier, DossierHead, Opening, file_record
from shuangsuiji.inspection.lead_registers import LeadRegister
from shuangsuiji.store import Store, append, heads, open_store, read_dossier, read_register, save, verify_store
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import FORMED_ON, VISITED_ON, all_results, all_visits, opened, whole
from tests.unit.lead_days import RECORDED_AT, lead
from tests.unit.record_samples import records

ID = "2025/2025-07/1"
RECORDS = records()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "案卷.db", new=True) as opened_store:
        yield opened_store


def register() -> LeadRegister:
    empty = LeadRegister(id="线索-2025", keeper=AGENCY, departments=(AGENCY,))
    return append_entry(empty, lead(), recorded_at=RECORDED_AT)


def test_a_dossier_comes_back_as_it_was_saved(store: Store) -> None:
    assert save(store, whole()) == len(whole().entries)
    assert read_dossier(store, ID) == whole()
    assert verify_store(store, [whole().head]) == ()
    assert heads(store) == (whole().head,)


def test_a_register_comes_back_as_it_was_saved(store: Store) -> None:
    assert save(store, register()) == 1
    assert read_register(store, "线索-2025") == register()
    head = DossierHead(dossier="线索-2025", number=1, digest=register().head.digest)
    assert heads(store) == (head,)
    assert verify_store(store, [head]) == ()


def test_only_what_came_since_is_written(store: Store) -> None:
    save(store, opened())
    assert save(store, opened()) == 0
    assert save(store, whole()) == len(whole().entries) - len(opened().entries)
    assert read_dossier(store, ID) == whole()


def test_an_empty_dossier_has_its_first_head(store: Store) -> None:
    empty = Dossier(id="个案", opened_by=Opening(department=AGENCY, matter="个案 2025"))
    assert save(store, empty) == 0
    assert heads(store) == (empty.head,)
    assert read_dossier(store, "个案") == empty


def test_a_record_is_appended_on_top_of_what_is_there(store: Store) -> None:
    save(store, opened())
    entry = append(store, ID, all_visits()[0], VISITED_ON)
    assert entry == file_record(opened(), all_visits()[0], VISITED_ON).entries[-1]
    assert read_dossier(store, ID).entries[-1] == entry
    assert verify_store(store) == ()


def test_a_dossier_that_another_writer_continued_is_not_forked(store: Store) -> None:
    save(store, opened())
    mine = file_record(opened(), all_visits()[0], VISITED_ON)
    append(store, ID, all_visits()[1], VISITED_ON)
    for attempt in (
        lambda: save(store, mine),
        lambda: append(store, ID, all_visits()[2], VISITED_ON, after=opened().head),
    ):
        with pytest.raises(BrokenChainError, match="another writer has continued it to entry 9") as caught:
            attempt()
        assert "另一写入者已续写至第 9 件" in caught.value.zh_line
    assert len(read_dossier(store, ID).entries) == len(opened().entries) + 1
    assert verify_store(store) == ()


def test_a_shorter_dossier_than_the_stored_one_is_not_saved(store: Store) -> None:
    save(store, whole())
    with pytest.raises(BrokenChainError, match="another writer"):
        save(store, opened())


def test_another_dossier_of_the_same_id_is_not_saved(store: Store) -> None:
    save(store, opened())
    with pytest.raises(DuplicateError, match=ID):  # and no word of a writer who came first
        save(store, Dossier(id=ID, opened_by=Opening(department=AGENCY, matter="个案")))
    with pytest.raises(UnknownNameError):
        save(store, attrs.evolve(register(), id=ID, entries=()))
    assert read_dossier(store, ID) == opened()


def test_two_writers_at_once_make_one_chain(store: Store) -> None:
    save(store, opened())
    visits = all_visits()
    failed: list[BaseException] = []

    def write(part: int) -> None:
        try:
            with open_store(store.path) as own:
                for visit in visits[part::2]:
                    append(own, ID, visit, VISITED_ON)
        except BaseException as error:  # noqa: BLE001 - seen by the test
            failed.append(error)

    writers = [threading.Thread(target=write, args=(part,)) for part in (0, 1)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert failed == []
    dossier = read_dossier(store, ID)
    assert {one.id for one in dossier.records("Visit")} == {one.id for one in visits}  # type: ignore[attr-defined]
    assert verify_store(store) == ()


def test_what_goes_wrong_leaves_nothing_behind(store: Store) -> None:
    save(store, opened())
    for record, on, said in (
        (all_visits()[0], date(2025, 6, 1), "is not filed before what it tells"),
        (all_results()[0], date(2025, 5, 12), "is not filed before the last one"),
    ):
        with pytest.raises(BrokenChainError, match=said):
            append(store, ID, record, on)
    append(store, ID, all_visits()[0], VISITED_ON)
    append(store, ID, all_results()[0], FORMED_ON)
    with pytest.raises(BrokenChainError, match="was filed already"):
        append(store, ID, all_visits()[0], FORMED_ON)
    assert len(read_dossier(store, ID).entries) == len(opened().entries) + 2


def test_a_record_is_stored_once(store: Store) -> None:
    save(store, whole())
    with pytest.raises(BrokenChainError, match="is not the next entry, or was filed already"):
        append(store, ID, all_visits()[0], date(2025, 7, 1))


def test_an_unknown_dossier_is_named(store: Store) -> None:
    save(store, opened())
    for attempt in (lambda: read_dossier(store, "无"), lambda: append(store, "无", all_visits()[0], VISITED_ON)):
        with pytest.raises(UnknownNameError, match="2025/2025-07/1"):
            attempt()
    with pytest.raises(UnknownNameError, match="none"):
        read_register(store, "无")


COPY = "INSERT INTO entry SELECT chain, {}, kind, {}, {}, {}, digest, {} FROM entry WHERE number = {}"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = '{}' WHERE number = 1",
        "DELETE FROM entry WHERE number = 8",
        "DELETE FROM chain",
        "UPDATE chain SET id = 'x'",
        COPY.replace("INSERT INTO", "INSERT OR REPLACE INTO").format(
            3, "filed_on", "record_digest", "previous", "'{}'", 3
        ),
        COPY.format(10, "filed_on", "digest", "digest", "body", 8),
        COPY.format(9, "filed_on", "digest", "previous", "body", 7),
        COPY.format(9, "'2025-01-01'", "digest", "digest", "body", 8),
        COPY.format(9, "filed_on", "record_digest", "digest", "body", 8),
    ],
)
def test_other_programs_cannot_change_delete_or_fork_either(store: Store, statement: str) -> None:
    save(store, opened())
    assert len(opened().entries) == 8
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(statement)
    assert verify_store(store) == ()


def test_a_writer_waits_for_his_turn_and_says_when_it_does_not_come(store: Store) -> None:
    save(store, opened())
    with open_store(store.path) as other:
        other.connection.execute("PRAGMA busy_timeout = 1")
        store.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="database is locked") as caught:
            append(other, ID, all_visits()[0], VISITED_ON)
        store.connection.execute("ROLLBACK")
        assert "不可用" in caught.value.zh_line
        append(other, ID, all_visits()[0], VISITED_ON)


def test_reading_goes_on_while_somebody_writes(store: Store) -> None:
    save(store, opened())
    store.connection.execute("BEGIN IMMEDIATE")
    with open_store(store.path) as other:
        assert read_dossier(other, ID) == opened()
    store.connection.execute("ROLLBACK")


def test_a_commitment_is_on_the_disk_when_it_returns(store: Store) -> None:
    level = store.connection.execute("PRAGMA synchronous").fetchone()[0]
    assert (store.connection.execute("PRAGMA journal_mode").fetchone()[0], level) == ("wal", 2)


def test_a_dossier_made_otherwise_than_the_stored_one_is_refused(store: Store) -> None:
    save(store, opened())
    other = attrs.evolve(opened(), entries=opened().entries[:-1])
    changed = file_record(other, all_visits()[0], VISITED_ON)
    with pytest.raises(BrokenChainError, match="another writer"):
        save(store, changed)


@pytest.mark.parametrize("name", sorted(set(RECORDS) - {"Visit", "Result", "FiledDraw", "Citation"}))
def test_every_kind_of_record_can_be_filed_and_read_again(store: Store, name: str) -> None:
    empty = Dossier(id="案卷", opened_by=Opening(department=AGENCY, matter="样本"))
    sample = RECORDS[name]
    record = attrs.evolve(sample, head=empty.head) if isinstance(sample, ArchiveRecord) else sample
    save(store, empty)
    append(store, "案卷", record, date(2026, 12, 31))
    assert read_dossier(store, "案卷").records(name) == (record,)
    assert verify_store(store) == ()


def test_a_record_of_a_kind_that_is_not_filed_is_refused_before_it_is_written(store: Store) -> None:
    save(store, opened())
    with pytest.raises(UnknownNameError, match="Opening"):
        append(store, ID, Opening(department=AGENCY, matter="甲"), VISITED_ON)
    assert read_dossier(store, ID) == opened()


def test_what_somebody_elses_trigger_swallows_is_not_acknowledged(store: Store) -> None:
    save(store, opened())
    store.connection.execute("CREATE TRIGGER swallow BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END")
    with pytest.raises(StoreError, match="未写入"):
        append(store, ID, all_visits()[0], VISITED_ON)
    assert [one.code for one in verify_store(store, [opened().head])] == ["store.schema"]


@pytest.mark.parametrize("version", [0, -3])
def test_a_store_of_a_version_that_never_was_is_refused(tmp_path: Path, version: int) -> None:
    path = tmp_path / "案卷.db"
    with open_store(path, new=True) as made:
        made.connection.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(StoreError, match=f"没有结构第 {version} 版"):
        open_store(path)
