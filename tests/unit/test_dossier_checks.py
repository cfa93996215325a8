"""What a dossier lacks, and what does not belong there, with severity and clause; and the way to the archive: 2.1.9."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, LawError
from shuangsuiji.inspection import Result
from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.dossier_checks import archive, check_dossier
from shuangsuiji.inspection.dossier_matters import open_matters
from shuangsuiji.inspection.dossier_parts import file_draw
from shuangsuiji.inspection.dossiers import Dossier, Opening, file_record, file_records
from shuangsuiji.inspection.inspection_terms import DisclosureGrade
from shuangsuiji.inspection.matters import OpenMatter
from shuangsuiji.inspection.publishing import publish
from shuangsuiji.planning import MarkedPoint, PointMark
from shuangsuiji.values import Severity
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import (
    ENTERED_ON,
    VISITED_ON,
    all_results,
    all_visits,
    entered,
    opened,
    published,
    terms,
    whole,
)
from tests.unit.inspection_days import case_visit, found, joint_items, joint_matching, labels_only, next_round, visited
from tests.unit.test_check_sheets import sheet
from tests.unit.test_dossier_matters import without

ON = date(2025, 6, 20)


def codes(dossier: Dossier, on: date = ON) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in check_dossier(dossier, on, terms())]


def refiled(*records: tuple[object, date], opened_by: Dossier | None = None) -> Dossier:
    return file_records(attrs.evolve(opened_by or opened(), entries=()), records)


def test_nothing_is_said_of_a_dossier_that_is_whole() -> None:
    assert check_dossier(whole(), ON, terms(), heads=[whole().head]) == ()


def test_every_finding_has_a_clause_and_both_languages() -> None:
    findings = check_dossier(opened(), date(2025, 8, 1), terms())
    assert findings
    assert all(one.clause is not None and one.zh != one.en for one in findings)
    assert {one.severity for one in findings} == {Severity.ERROR}  # every visit is overdue


def test_a_dossier_cites_what_its_draw_rests_on_2_1_4() -> None:
    bare = refiled()
    assert codes(bare) == [("dossier.uncited", Severity.ERROR)] * 4 + [("dossier.no_draw", Severity.WARNING)]
    assert [one.zh for one in check_dossier(bare, ON, terms())][:2] == ["案卷未引 ItemList", "案卷未引 ObjectPool"]


def test_a_chain_of_cases_cites_no_draw() -> None:
    cases = Dossier(id="个案", opened_by=Opening(department=AGENCY, matter="个案 2025"))
    assert codes(file_record(cases, case_visit(), VISITED_ON)) == [("result.missing", Severity.WARNING)]


def test_a_visit_to_what_was_not_drawn_is_an_error_and_to_what_was_replaced_a_warning() -> None:
    stranger = attrs.evolve(visited(None, labels_only()), id="V-stranger", object_id="未抽中的对象")
    [(code, severity)] = [one for one in codes(file_record(whole(), stranger, ON)) if one[0] == "visit.stranger"]
    assert (code, severity) == ("visit.stranger", Severity.ERROR)
    gone = labels_only()
    after = next_round(joint_matching(), replaced={gone: "查无下落"})
    late = file_record(whole(), file_draw(after, joint_items()), ON)
    assert [one for one in codes(late) if one[0] == "visit.stranger"] == [("visit.stranger", Severity.WARNING)]


def test_a_record_rests_on_what_is_filed_as_it_stands() -> None:
    other = attrs.evolve(all_visits()[0], remarks="另一份")
    begun = [(one.record, one.on) for one in opened().entries]
    dossier = refiled(*begun, (all_visits()[0], VISITED_ON), (found(other), date(2025, 6, 12)))
    [finding] = [one for one in check_dossier(dossier, ON, terms()) if one.code == "dossier.unfiled"]
    assert finding.where == f"2025/2025-07/1#{len(dossier.entries)}"
    assert "Visit" in finding.en


def test_two_results_of_one_item_of_a_visit_contradict_each_other() -> None:
    one = all_results()[0]
    dossier = file_record(whole(), attrs.evolve(one, id="R-other"), ON)
    assert ("result.contradiction", Severity.ERROR) in codes(dossier)


def test_a_broken_chain_is_among_the_findings() -> None:
    broken = attrs.evolve(whole(), entries=whole().entries[1:])
    assert ("dossier.link", Severity.ERROR) in codes(broken)
    with pytest.raises(BrokenChainError, match="its chain is broken"):
        archive(broken, "档-01", by=AGENCY, on=ON, terms=terms())


def test_the_marks_of_a_visit_are_held_against_its_check_sheet_2_4_3() -> None:
    taken = sheet()
    point = taken.points[0]
    item = attrs.evolve(case_visit().items[0], sheet_digest=taken.digest)
    mark = MarkedPoint(item_code=point.item_code, department=AGENCY, point_id=point.point.id, mark=PointMark.CONFORMING)
    visit = case_visit(items=(item,), marks=(mark,))
    cases = file_record(Dossier(id="个案", opened_by=Opening(department=AGENCY, matter="个案")), visit, VISITED_ON)
    found_codes = {one.code for one in check_dossier(cases, ON, terms(), sheets=[taken])}
    assert found_codes == {"marks.unmarked", "result.missing"}
    assert {one.code for one in check_dossier(cases, ON, terms())} == {"result.missing"}


def test_a_finished_task_goes_to_the_archive_and_an_unfinished_one_does_not() -> None:
    done = archive(whole(), "档-2025-01", by=AGENCY, on=ON, terms=terms())
    record = done.entries[-1].record
    assert isinstance(record, ArchiveRecord)
    assert (record.head, record.archive_number) == (whole().head, "档-2025-01")
    assert check_dossier(done, ON, terms()) == ()
    begun = [(one.record, one.on) for one in opened().entries]
    late = refiled(*begun, *((one, VISITED_ON) for one in all_visits()), *((one, ENTERED_ON) for one in all_results()))
    with pytest.raises(LawError, match="matters are still open") as caught:
        archive(late, "档-2025-02", by=AGENCY, on=ON, terms=terms())
    assert "尚有 9 项未结" in caught.value.zh_line


def test_what_comes_in_late_is_filed_after_the_archive_and_seen() -> None:
    done = archive(whole(), "档-2025-01", by=AGENCY, on=ON, terms=terms())
    result = entered(all_results()[0])
    assert isinstance(result, Result)
    more = file_record(done, attrs.evolve(all_visits()[0], id="V-late"), date(2025, 7, 1))
    [matter] = [one for one in open_matters(more, date(2025, 7, 1), terms()) if one.code == "result.missing"][:1]
    assert isinstance(matter, OpenMatter)


def test_what_is_withheld_is_pointed_out_though_nothing_is_open_3_3_4() -> None:
    one = entered(all_results()[0])
    kept = publish(one, grade=DisclosureGrade.INTERNAL, reason="涉及商业秘密")
    dossier = file_record(without("Publication"), kept, ON)
    told = [(each.code, each.where) for each in check_dossier(dossier, ON, terms())]
    assert told == [("publication.withheld", one.id)]


def test_what_tells_of_a_day_within_the_term_and_is_filed_after_it_is_pointed_out_3_3_2() -> None:
    late = date(2025, 12, 1)
    dossier = file_record(without("Publication"), published(entered(all_results()[0])), late)
    number = len(dossier.entries)
    told = [(one.code, one.where) for one in check_dossier(dossier, late, terms())]
    assert told == [("dossier.late", f"2025/2025-07/1#{number}")]


def test_a_task_of_which_no_draw_is_filed_is_not_handed_over() -> None:
    cited = [(entry.record, entry.on) for entry in opened().entries if entry.kind == "Citation"]
    dossier = file_records(attrs.evolve(opened(), entries=()), cited)
    with pytest.raises(LawError, match="尚未收入抽取"):
        archive(dossier, "档-1", by=AGENCY, on=ON, terms=terms())
