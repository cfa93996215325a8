"""``shuangsuiji status``: what is overdue, due and open, by department; one clear line where there is no store."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import attrs
import pytest

from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.dossier_checks import archive
from shuangsuiji.inspection.dossiers import file_records
from shuangsuiji.store import append, open_store, save
from tests.unit.builders import AGENCY
from tests.unit.command_line import Run
from tests.unit.dossier_days import all_visits, opened, terms, whole
from tests.unit.inspection_days import HEALTH
from tests.unit.test_stores import register


@pytest.fixture
def stored(run: Run) -> Run:
    """Return the command line beside a store of a begun task and a register."""
    with open_store("案卷.db", new=True) as store:
        save(store, opened())
        save(store, register())
    return run


def test_matters_are_told_by_department_with_their_days_and_clauses(stored: Run) -> None:
    ran = stored("status", "案卷.db", "--on", "2025-07-25")
    status, out = ran.status, ran.out
    assert status == 0
    lines = out.splitlines()
    assert lines[0] == "案卷库 案卷.db：截至 2025-07-25，案卷和登记簿 2 件，逾期 1 项，将到期 9 项，未结 0 项"
    assert f"{AGENCY}：逾期 1 项，将到期 6 项，未结 0 项" in lines
    assert f"{HEALTH}：逾期 0 项，将到期 3 项，未结 0 项" in lines
    [lead] = [line for line in lines if "[逾期]" in line]
    assert lead.startswith("  [逾期] 2025-06-10 线索-2025 线索-01")
    assert "线索尚未检查、处置（溧政办发〔2020〕27号 三（四））" in lead
    assert "    overdue, due 2025-06-10: nobody has looked into the lead" in lines


def test_one_department_and_fewer_days_ahead_may_be_asked_for(stored: Run) -> None:
    out = stored("status", "案卷.db", "--on", "2025-07-25", "--department", HEALTH, "--within", "5").out
    assert "逾期 0 项，将到期 0 项，未结 3 项" in out
    assert AGENCY not in out.replace("2025/2025-07/1", "")


def test_json_says_the_same(stored: Run) -> None:
    document = json.loads(stored("status", "案卷.db", "--on", "2025-07-25", "--json").out)
    assert document["counts"] == {"overdue": 1, "due": 9, "open": 0}
    assert document["departments"][HEALTH] == {"overdue": 0, "due": 3, "open": 0}
    assert document["matters"][0] | {"where": ""} == {
        "state": "overdue",
        "due_on": "2025-06-10",
        "latest_on": None,
        "department": AGENCY,
        "dossier": "线索-2025",
        "code": "lead.unhandled",
        "where": "",
        "zh": "线索尚未检查、处置",
        "en": "nobody has looked into the lead",
        "clause": "3.4.1",
    }
    assert [one["dossier"] for one in document["heads"]] == ["2025/2025-07/1", "线索-2025"]
    assert document["verified"] is None


def test_what_is_overdue_makes_it_fail_where_that_is_asked_for(stored: Run) -> None:
    assert stored("status", "案卷.db", "--on", "2025-07-25", "--strict").status == 1
    assert stored("status", "案卷.db", "--on", "2025-06-10", "--strict").status == 0


def test_a_store_may_be_verified_first(stored: Run) -> None:
    document = json.loads(stored("status", "案卷.db", "--verify", "--on", "2025-07-25", "--json").out)
    assert document["verified"] is True
    with open_store("案卷.db") as store:
        store.connection.execute("DROP TRIGGER entry_no_update")
        store.connection.execute("UPDATE entry SET kind = 'Visit' WHERE number = 2")
    ran = stored("status", "案卷.db", "--verify", "--on", "2025-07-25")
    status, out = ran.status, ran.out
    assert status == 1
    assert "核验不通过" in out
    assert "2025/2025-07/1#2" in out
    assert json.loads(stored("status", "案卷.db", "--verify", "--json").out)["verified"] is False


def test_an_archived_dossier_has_nothing_open(run: Run) -> None:
    done = archive(whole(), "档-2025-01", by=AGENCY, on=date(2025, 6, 20), terms=terms())
    with open_store("案卷.db", new=True) as store:
        save(store, done)
    assert "逾期 0 项，将到期 0 项，未结 0 项" in run("status", "案卷.db", "--on", "2025-07-25").out
    assert "未结 9 项" in run("status", "案卷.db", "--on", "2025-06-13").out


def test_a_missing_file_is_said_in_one_line(run: Run) -> None:
    ran = run("status", "无.db")
    status, out, err = ran.status, ran.out, ran.err
    assert (status, out) == (2, "")
    assert err == "无.db：没有此文件\n无.db: there is no such file\n"
    assert not Path("无.db").exists()


def test_a_file_that_is_no_store_is_said_in_one_line(run: Run) -> None:
    Path("表.csv").write_text("名称,代码\n" * 100, encoding="utf-8")
    assert run("status", "表.csv").err == "表.csv：不是案卷库\n表.csv: is no store of dossiers\n"
    document = json.loads(run("status", "表.csv", "--json").out)
    assert document["error"]["code"] == "store"


@pytest.mark.parametrize(("option", "value"), [("--on", "昨天"), ("--within", "-1")])
def test_an_option_of_the_wrong_form_is_named(stored: Run, option: str, value: str) -> None:
    ran = stored("status", "案卷.db", option, value)
    status, err = ran.status, ran.err
    assert (status, option in err) == (2, True)


def test_the_latest_day_of_a_term_stands_beside_the_earliest_where_no_notice_has_come(run: Run) -> None:
    begun = [(entry.record, entry.on) for entry in whole().entries if entry.kind in {"Citation", "FiledDraw"}]
    one = all_visits()[0]
    moved = attrs.evolve(
        one,
        officers=tuple(attrs.evolve(each, valid_until=date(2027, 12, 31)) for each in one.officers),
        started_at=datetime.fromisoformat("2026-12-10T09:00:00+08:00"),
        ended_at=datetime.fromisoformat("2026-12-10T10:00:00+08:00"),
    )
    dossier = file_records(attrs.evolve(whole(), entries=()), [*begun, (moved, date(2026, 12, 10))])
    with open_store("案卷.db", new=True) as store:
        save(store, dossier)
    out = run("status", "案卷.db", "--on", "2026-12-20").out
    assert "（最迟 2027-" in out
    overdue = [line for line in out.splitlines() if "[逾期]" in line]
    assert all("抽中对象尚未检查" in line for line in overdue)


def test_an_archive_record_over_what_is_open_hides_nothing(stored: Run) -> None:
    record = ArchiveRecord(archive_number="档-1", by=AGENCY, on=date(2025, 7, 25), head=opened().head)
    before = stored("status", "案卷.db", "--on", "2025-07-25").out
    with open_store("案卷.db") as store:
        append(store, opened().id, record, date(2025, 7, 25))
    assert stored("status", "案卷.db", "--on", "2025-07-25").out == before


def test_heads_that_were_told_before_must_still_be_there(stored: Run) -> None:
    Path("链头.json").write_text(stored("status", "案卷.db", "--json").out, encoding="utf-8")
    assert stored("status", "案卷.db", "--on", "2025-07-25", "--heads", "链头.json").status == 0
    last = opened().head
    with open_store("案卷.db") as store:
        [(trigger,)] = store.connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entry_no_delete'")
        store.connection.execute("DROP TRIGGER entry_no_delete")
        store.connection.execute("DELETE FROM entry WHERE chain = ? AND number = ?", (last.dossier, last.number))
        store.connection.execute(trigger)
    assert stored("status", "案卷.db", "--on", "2025-07-25", "--verify").status == 0
    ran = stored("status", "案卷.db", "--on", "2025-07-25", "--heads", "链头.json")
    assert ran.status == 1
    assert f"{last.dossier}#{last.number}" in ran.out
    assert "已公布链头" in ran.out


@pytest.mark.parametrize("text", ["", "[]", '{"heads": [{"dossier": "x"}]}', '{"heads": 3}'])
def test_what_is_no_answer_of_the_command_holds_no_heads(stored: Run, text: str) -> None:
    Path("链头.json").write_text(text, encoding="utf-8")
    ran = stored("status", "案卷.db", "--heads", "链头.json")
    assert ran.status == 2
    assert "--heads：应为 status --json 的输出" in ran.err
