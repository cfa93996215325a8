"""A store says what is due, overdue and incomplete, by department and by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.inspection import archive, file_record
from shuangsuiji.store import Store, append, by_department, due, incomplete, open_store, overdue, save
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import VISITED_ON, all_visits, opened, terms, whole
from tests.unit.inspection_days import HEALTH
from tests.unit.test_stores import register

LAST = date(2025, 7, 31)  # of the task


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "案卷.db", new=True) as opened_store:
        save(opened_store, opened())
        save(opened_store, register())
        yield opened_store


def test_everything_that_is_open_comes_by_the_day_on_which_it_is_due(store: Store) -> None:
    found = incomplete(store, LAST, terms())
    assert [one.code for one in found] == ["lead.unhandled"] + ["visit.missing"] * 9
    assert [one.due_on for one in found] == [date(2025, 6, 10)] + [LAST] * 9


def test_what_is_overdue_is_past_its_last_day(store: Store) -> None:
    assert [one.dossier for one in overdue(store, LAST, terms())] == ["线索-2025"]
    assert len(overdue(store, date(2025, 8, 1), terms())) == 10


@pytest.mark.parametrize(("on", "within", "count"), [(24, 7, 9), (23, 7, 0), (23, 8, 9), (31, 0, 9)])
def test_what_is_due_is_due_today_or_in_so_many_days(store: Store, on: int, within: int, count: int) -> None:
    assert len(due(store, date(2025, 7, on), terms(), within=within)) == count


def test_the_lists_are_kept_apart_by_department(store: Store) -> None:
    every = incomplete(store, LAST, terms())
    apart = by_department(every)
    assert {name: len(those) for name, those in apart.items()} == {AGENCY: 7, HEALTH: 3}
    assert incomplete(store, LAST, terms(), department=HEALTH) == apart[HEALTH]
    assert overdue(store, LAST, terms(), department=HEALTH) == ()
    assert len(due(store, LAST, terms(), department=AGENCY)) == 6


def test_what_is_filed_is_no_longer_open(store: Store) -> None:
    append(store, opened().id, all_visits()[0], VISITED_ON)
    codes = [one.code for one in incomplete(store, LAST, terms())]
    assert codes.count("result.missing") == len(all_visits()[0].items)
    assert codes.count("visit.missing") == 9 - len(all_visits()[0].items)


def test_an_archived_dossier_is_passed_over_until_something_comes_in_again(tmp_path: Path) -> None:
    done = archive(whole(), "档-2025-01", by=AGENCY, on=date(2025, 6, 20), terms=terms())
    late = file_record(done, opened().opened_by, date(2025, 7, 1))
    assert len(late.entries) == len(done.entries) + 1
    with open_store(tmp_path / "案卷.db", new=True) as store:
        save(store, done)
        assert incomplete(store, LAST, terms()) == ()
        assert [one.code for one in incomplete(store, VISITED_ON, terms())] == ["result.missing"] * 9
