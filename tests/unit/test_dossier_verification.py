"""A changed, dropped, inserted, reordered or back-dated entry is found, with its number: 2.1.9."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.dossier_verification import verify_dossier
from shuangsuiji.inspection.dossiers import Dossier, DossierEntry, DossierHead, file_record, file_records
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.visit_parts import DrawCitation
from shuangsuiji.values import Severity, record_digest
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import VISITED_ON, all_visits, opened, whole
from tests.unit.inspection_days import own_draw, visited

WHOLE = whole()
EVERY = range(len(WHOLE.entries))


def codes(dossier: Dossier, *heads: DossierHead) -> list[tuple[str, str]]:
    """Return what is found, by code and number of the entry."""
    found = verify_dossier(dossier, heads)
    assert all(one.severity is Severity.ERROR and one.clause is not None for one in found)
    return [(one.code.removeprefix("dossier."), one.where.rpartition("#")[2]) for one in found]


def with_entries(*entries: DossierEntry) -> Dossier:
    return attrs.evolve(WHOLE, entries=entries)


def replaced(place: int, entry: DossierEntry) -> Dossier:
    return with_entries(*WHOLE.entries[:place], entry, *WHOLE.entries[place + 1 :])


def test_a_dossier_as_it_was_filed_has_nothing_wrong_with_it() -> None:
    assert codes(WHOLE, WHOLE.head) == []
    assert codes(attrs.evolve(WHOLE, entries=())) == []


@pytest.mark.parametrize("place", EVERY[:-1])
def test_a_dropped_entry_is_found(place: int) -> None:
    found = codes(with_entries(*WHOLE.entries[:place], *WHOLE.entries[place + 1 :]))
    assert ("number", str(place + 2)) in found
    assert ("link", str(place + 2)) in found


@pytest.mark.parametrize("place", EVERY)
def test_an_inserted_entry_is_found(place: int) -> None:
    extra = attrs.evolve(WHOLE.entries[place], record_digest="0" * 64)
    found = codes(with_entries(*WHOLE.entries[: place + 1], extra, *WHOLE.entries[place + 1 :]))
    assert {("number", str(place + 1)), ("link", str(place + 1)), ("record", str(place + 1))} <= set(found)


@pytest.mark.parametrize("place", EVERY[:-1])
def test_reordered_entries_are_found(place: int) -> None:
    one, other = WHOLE.entries[place : place + 2]
    found = codes(with_entries(*WHOLE.entries[:place], other, one, *WHOLE.entries[place + 2 :]))
    assert {("number", str(place + 2)), ("number", str(place + 1)), ("link", str(place + 1))} <= set(found)


@pytest.mark.parametrize("place", EVERY[:-1])
def test_an_entry_that_was_dated_anew_breaks_the_next(place: int) -> None:
    entry = WHOLE.entries[place]
    found = codes(replaced(place, attrs.evolve(entry, on=entry.on + timedelta(days=1))))
    assert ("link", str(place + 2)) in found


def test_a_back_dated_entry_is_found_though_its_links_were_made_anew() -> None:
    entry = attrs.evolve(WHOLE.entries[-1], on=date(2025, 6, 1))
    found = codes(replaced(len(WHOLE.entries) - 1, entry))
    assert found == [("day", str(entry.number))] * 3  # before the last entry, the publication, its channels


def test_a_record_that_was_changed_is_found_with_its_number() -> None:
    place = next(place for place, one in enumerate(WHOLE.entries) if one.kind == "Result")
    entry = WHOLE.entries[place]
    result = entry.record
    assert isinstance(result, Result)
    found = verify_dossier(replaced(place, attrs.evolve(entry, record=attrs.evolve(result, finding="已处理"))))
    assert [one.code for one in found] == ["dossier.record"]
    assert (found[0].where, found[0].en.split(" has")[0]) == (f"2025/2025-07/1#{place + 1}", f"entry {place + 1}")
    assert "归档后被改动" in found[0].zh


def test_a_record_whose_digest_was_made_anew_breaks_the_next_entry() -> None:
    place = next(place for place, one in enumerate(WHOLE.entries) if one.kind == "Result")
    result = WHOLE.entries[place].record
    assert isinstance(result, Result)
    changed = attrs.evolve(result, finding="已处理")
    entry = attrs.evolve(WHOLE.entries[place], record=changed, record_digest=record_digest(changed))
    assert codes(replaced(place, entry)) == [("link", str(place + 2))]


def test_a_kind_that_was_changed_is_found() -> None:
    assert ("kind", "3") in codes(replaced(2, attrs.evolve(WHOLE.entries[2], kind="Result")))


def test_what_is_no_record_is_found() -> None:
    assert ("record", "3") in codes(replaced(2, attrs.evolve(WHOLE.entries[2], record="文本")))


def test_another_opening_breaks_the_first_entry() -> None:
    assert isinstance(WHOLE.opened_by, DrawCitation)
    other = attrs.evolve(WHOLE.opened_by, serial=2)
    assert ("link", "1") in codes(attrs.evolve(WHOLE, opened_by=other))
    assert codes(attrs.evolve(WHOLE, id="另一案卷"))[0] == ("link", "1")


def test_a_visit_of_another_draw_is_found_though_all_links_hold() -> None:
    citation = visited(own_draw()).draw
    assert citation is not None
    made = file_records(
        Dossier(id="2025/2025-07", opened_by=citation), [(one.record, one.on) for one in opened().entries[:6]]
    )
    filed = file_record(made, visited(own_draw()), VISITED_ON)
    assert codes(attrs.evolve(filed, opened_by=opened().opened_by))[-1] == ("draw", "7")


def test_a_dossier_cut_off_or_made_anew_is_found_by_a_published_head() -> None:
    cut = with_entries(*WHOLE.entries[:-3])
    assert codes(cut) == []
    assert codes(cut, WHOLE.head) == [("head", str(WHOLE.head.number))]
    anew = file_record(opened(), all_visits()[1], VISITED_ON)
    head = file_record(opened(), all_visits()[0], VISITED_ON).head
    assert codes(anew) == []
    assert codes(anew, head) == [("head", str(head.number))]
    assert codes(anew, opened().head, attrs.evolve(head, dossier="另一案卷")) == []


def test_a_handing_over_that_tells_another_last_entry_is_found() -> None:
    record = ArchiveRecord(archive_number="档-1", by=AGENCY, on=date(2025, 12, 31), head=WHOLE.head)
    assert codes(file_record(WHOLE, record, record.on)) == []
    for wrong in (
        attrs.evolve(WHOLE.head, number=WHOLE.head.number - 1),
        attrs.evolve(WHOLE.head, digest="0" * 64),
        attrs.evolve(WHOLE.head, dossier="2025/2025-07/2"),
    ):
        told = file_record(WHOLE, attrs.evolve(record, head=wrong), record.on)
        assert codes(told) == [("archive", str(len(told.entries)))]
