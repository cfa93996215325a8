"""The script looks at who established a fact and who decided, and on which day."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.accountability import assess
from shuangsuiji.accountability.evidence_bundles import evidence
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.lottery.forms import table_bytes
from tests.unit.accountability_days import undrawn
from tests.unit.builders import AGENCY
from tests.unit.evidence_checks import files_of, said
from tests.unit.evidence_days import assessed, records
from tests.unit.evidence_tamperings import Files, _fact, decided, swap


def test_what_was_so_by_the_event_is_looked_at_from_its_day_on(files: Files) -> None:
    for code in ("F0", "F6", "F7"):
        changed, path = dict(files), _fact(files, code)
        text = changed["assessment.txt"].decode().split("\n")
        early = [f"{line[: -len('2025-01-01')]}2025-07-09" if _is_day(line, path) else line for line in text]
        changed["assessment.txt"] = "\n".join(early).encode()
        told = f"{code}: was not looked at up to the day of the event"
        assert told in said(changed, "refused", "fact")
        assert told not in said(files, "refused", "fact")


def _is_day(line: str, path: str) -> bool:
    return line.startswith(f"{path}.evidence.") and ".as_of=" in line


def test_nobody_looks_later_than_the_records_nor_establishes_what_is_about_himself(files: Files) -> None:
    path = _fact(files, "F0")
    late = dict(files)
    swap(late, "assessment.txt", f"{path}.evidence.1.as_of=2025-07-20", f"{path}.evidence.1.as_of=2025-09-09")
    assert "F0: was looked at later than the records here" in said(late, "refused", "fact")
    subject = script.Record(files["assessment.txt"])["case.subject"]
    swap(
        files,
        "assessment.txt",
        f"{path}.evidence.1.established_by={AGENCY}",
        f"{path}.evidence.1.established_by={subject}",
    )
    assert "F0: was established by whoever the case is about" in said(files, "refused", "fact")


def test_traps_are_told_as_the_word_of_whoever_made_the_folder(files: Files) -> None:
    files["traps.tsv"] = table_bytes([("ERROR", "trap.serials", "案-01", "期间过短", "the span is short")])
    told = said(files, "unchecked", "trap")
    assert told == ("trap: traps are the word of whoever made the folder: ERROR trap.serials 案-01 the span is short")
    files["traps.tsv"] = b""
    assert "tells of no trap" in said(files, "note", "trap")


@pytest.mark.parametrize(
    ("by", "on", "words"),
    [
        ("JS0007", "2025-09-20", "decided_by: is whoever the case is about, or nobody"),
        (" ", "2025-09-20", "decided_by: is whoever the case is about, or nobody"),
        ("联席会议", "", "decided_by: decider and day go together"),
        ("", "2025-09-20", "decided_by: decider and day go together"),
        ("联席会议", "2025-07-09", "decided_on: lies before the case or its evidence"),
        ("联席会议", "2025-09-07", "decided_on: lies before the case or its evidence"),
        ("联席会议", "2025-9-20", "decided_on"),
    ],
)
def test_nobody_decides_about_himself_nor_before_the_evidence_was_looked_at(
    by: str, on: str, words: str, files: Files
) -> None:
    decided(files, by, on)
    told = said(files, "refused")
    assert words in told or (on == "2025-9-20" and "form: evidence" in told)


def test_a_decision_that_stands_is_not_refused() -> None:
    one = assessed(undrawn())
    made = assess(one.case, one.facts, decided_by="联席会议", decided_on=date(2025, 9, 20))
    assert said(files_of(evidence(made, records())), "refused") == ""


def test_a_case_is_opened_after_the_event_and_the_records_reach_up_to_it(files: Files) -> None:
    early = dict(files)
    swap(early, "assessment.txt", "case.opened_on=2025-07-10", "case.opened_on=2025-07-09")
    assert "case.opened_on: lies before the event" in said(early, "refused", "assessment")
    swap(files, "evidence.txt", "as_of=2025-09-08", "as_of=2025-07-09")
    assert "its records end before the event" in said(files, "refused", "assessment")
