"""A store is opened, or it is said in one line why not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from shuangsuiji.errors import StoreError
from shuangsuiji.store import SCHEMA_VERSION, open_store, save, schema, verify_store
from tests.unit.dossier_days import opened


def test_a_missing_file_is_said_in_one_line_of_each_language(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such file") as caught:
        open_store(tmp_path / "无.db")
    assert caught.value.zh_line.endswith("无.db：没有此文件")
    assert not (tmp_path / "无.db").exists()


@pytest.mark.parametrize("content", [b"x" * 5000, b"id,name\n1,a\n", b"SQLite format 3\x00" + b"\x00" * 84])
def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(content)
    for new in (False, True):
        with pytest.raises(StoreError, match=r"is no store of dossiers|cannot be used"):
            open_store(path, new=new)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "其他.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE x (y)")
    other.close()
    for new in (False, True):
        with pytest.raises(StoreError, match="is no store of dossiers"):
            open_store(path, new=new)


def test_a_folder_or_a_path_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "无此目录" / "案卷.db"):
        with pytest.raises(StoreError, match="cannot be used"):
            open_store(path, new=True)


def test_an_empty_file_becomes_a_store_only_where_a_new_one_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "案卷.db"
    path.touch()
    with pytest.raises(StoreError, match="is no store of dossiers"):
        open_store(path)
    with open_store(path, new=True) as store:
        assert repr(store) == f"<案卷库 {path}>"
        assert save(store, opened()) == 8
    with open_store(path, new=True) as again:
        assert verify_store(again) == ()


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "案卷.db"
    with open_store(path, new=True) as store:
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(StoreError, match=f"has schema_version {SCHEMA_VERSION + 1}") as caught:
        open_store(path)
    assert "请升级 shuangsuiji" in caught.value.zh_line


def test_an_older_store_is_brought_up_to_date_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "案卷.db"
    with open_store(path, new=True) as store:
        save(store, opened())
    monkeypatch.setattr(schema, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(schema, "_MIGRATIONS", {SCHEMA_VERSION: ("CREATE TABLE more (x)", "CREATE TABLE chain (x)")})
    with pytest.raises(StoreError, match="already exists"):
        open_store(path)
    monkeypatch.setattr(schema, "_MIGRATIONS", {SCHEMA_VERSION: ("CREATE TABLE more (x)",)})
    with open_store(path) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)
        assert store.connection.execute("SELECT count(*) FROM more").fetchone() == (0,)
