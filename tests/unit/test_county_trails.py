"""The county's year to its end: visits, results, leads, targeted inspections, dossiers; the same each time."""

from collections import Counter
from datetime import date, datetime
from functools import cache

from shuangsuiji.bundle import to_json
from shuangsuiji.draws import verify
from shuangsuiji.inspection import (
    LeadState,
    OutcomeGroup,
    check_booking,
    check_dossier,
    check_register,
    check_visits,
    leads_on,
    overdue,
)
from shuangsuiji.inspection.dossier_verification import verify_dossier
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.registry import ANNEX_MEMBERS
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.testing.county_cases import LEADS
from shuangsuiji.testing.county_trails import CountyRecords, county_records
from shuangsuiji.values import CHINA, Severity


@cache
def records() -> CountyRecords:
    return county_records(LIYANG_RULES)


def test_1_225_objects_are_visited_at_random_and_others_on_leads_and_in_targeted_inspections() -> None:
    modes = Counter(one.mode for one in records().score_basis.visits)
    assert modes[SupervisionMode.RANDOM] == 1_225
    assert modes[SupervisionMode.CASE] == len(records().cases.visits)
    assert modes[SupervisionMode.TARGETED] == sum(len(one.matching.draw.objects) for one in records().cases.targeted)


def test_two_draws_of_a_key_item_are_visited_in_batches() -> None:
    batched = [one for one in records().year.all_draws if one.batches]
    assert [len(one.objects) for one in batched] == [49, 49]
    assert {one.commitment.manifest.task for one in batched} == {"2026-12-01"}


def test_every_visit_has_a_result_of_each_item_and_answers_its_draw() -> None:
    for commit, one in records().aftermaths.items():
        assert check_visits(one.visits) == ()
        assert Counter((r.visit.id, r.item_code, r.department) for r in one.results) == Counter(
            (v.id, item.item_code, item.department) for v in one.visits for item in v.items
        )
        assert {v.draw.commit for v in one.visits if v.draw} == {commit}


def test_results_are_clean_problems_and_what_tells_of_the_frame() -> None:
    groups = Counter(one.outcome.group for one in records().score_basis.results)
    assert set(groups) == set(OutcomeGroup)
    assert groups[OutcomeGroup.CLEAN] > groups[OutcomeGroup.PROBLEM] > groups[OutcomeGroup.STATUS]


def test_most_results_are_public_in_time_and_some_are_late() -> None:
    basis = records().score_basis
    late = overdue(basis.results, basis.publications, date(2026, 12, 31), basis.terms)
    assert 0 < len(late) < len(basis.results) // 10
    for one in records().bulletin.scores:
        share = one.indicator("timeliness").share
        assert share is not None
        assert share < 1 or one.overdue == 0


def test_leads_are_never_booked_as_random_and_the_register_holds() -> None:
    cases = records().cases
    assert len(cases.register.leads) == LEADS
    assert check_booking(records().score_basis.visits, cases.register) == ()
    assert [
        one for one in check_register(cases.register, [cases.register.head]) if one.severity is Severity.ERROR
    ] == []


def test_the_register_answers_of_an_object_with_and_one_without_a_lead() -> None:
    register = records().cases.register
    as_of = datetime(2027, 2, 1, 9, tzinfo=CHINA)
    lead = next(one for one in register.leads.values() if one.object_id)
    span = (date(2026, 1, 1), date(2026, 12, 31))
    found = leads_on(
        register, lead.object_id, department=lead.department, received_from=span[0], received_to=span[1], as_of=as_of
    )
    assert found.state is LeadState.FOUND
    known = {one.object_id for one in register.leads.values()}
    other = next(id_ for id_ in records().score_basis.pools[0].columns.ids if id_ not in known)
    none = leads_on(
        register, other, department=ANNEX_MEMBERS[0], received_from=span[0], received_to=span[1], as_of=as_of
    )
    assert none.state is LeadState.NONE_ON_RECORD


def test_a_result_of_another_department_spares_a_visit_of_a_targeted_inspection() -> None:
    on_leads, ordered = records().cases.targeted
    assert on_leads.recognised is not None
    assert ordered.recognised is None
    excluded = on_leads.matching.commitment.excluded[on_leads.decision.item_codes[0]]
    assert excluded
    assert set(excluded.values()) == {str(ExclusionReason.MUTUAL_RECOGNITION)}
    assert ordered.matching.commitment.manifest.entries["rules.superior_ordered"] == "yes"
    for one in (on_leads, ordered):
        assert one.matching.commitment.manifest.entries["rules.mode"] == SupervisionMode.TARGETED.name
        assert verify(one.matching).accepted


def test_every_draw_has_a_dossier_whose_chain_holds() -> None:
    assert len(records().dossiers) == 239
    for one in records().dossiers.values():
        assert verify_dossier(one, [one.head]) == ()


def test_the_dossiers_say_what_is_open_and_nothing_is_wrong_with_them() -> None:
    codes: dict[Severity, set[str]] = {severity: set() for severity in Severity}
    for one in records().dossiers.values():
        for found in check_dossier(one, date(2026, 12, 31), records().score_basis.terms, heads=[one.head]):
            codes[found.severity].add(found.code)
    late = {"publication.missing", "entry.missing", "result.missing", "followup.open", "visit.missing"}
    assert codes[Severity.ERROR] <= late
    assert codes[Severity.WARNING] <= {"marks.missing", "dossier.late", "followup.missing"}


def test_the_bulletin_goes_to_every_member_and_speaks_of_every_department_by_id() -> None:
    told = records().bulletin
    assert [one.department for one in told.scores] == sorted(ANNEX_MEMBERS)
    assert all(one.standing.is_covered for one in told.scores)
    assert "320481-HG" not in told.to  # its seat still waits for somebody: A2.3
    assert sum(one.joint.initiated for one in told.scores) == 13


def test_results_change_grades_for_the_next_year_with_a_reason_each() -> None:
    for one in records().regradings:
        assert one.pool.version == 2
        assert one.changes
        assert one.pool.revision is not None


def test_the_year_replayed_is_the_same_byte_for_byte() -> None:
    again = county_records(LIYANG_RULES)
    assert [one.head for one in again.dossiers.values()] == [one.head for one in records().dossiers.values()]
    assert again.cases.register.head == records().cases.register.head
    assert to_json(again.bulletin) == to_json(records().bulletin)
    assert [one.files for one in again.year.matchings.values()] == [
        one.files for one in records().year.matchings.values()
    ]
