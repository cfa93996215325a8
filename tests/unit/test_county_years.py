"""The county's year under both rule books: the same plan, drawn whole, and different where the books differ."""

from collections import Counter
from functools import cache

from shuangsuiji.draws import verify
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import JointStage
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.testing.county import city_plan
from shuangsuiji.testing.county_years import CountyYear, county_year, rules_of_2025
from shuangsuiji.values import Severity

BOOKS = (LIYANG_RULES, rules_of_2025())


@cache
def year(book_id: str) -> CountyYear:
    return county_year(next(book for book in BOOKS if book.id == book_id))


def of_2020() -> CountyYear:
    return year(LIYANG_RULES.id)


def of_2025() -> CountyYear:
    return year(BOOKS[1].id)


def left_out(found: CountyYear) -> Counter[str]:
    return Counter(
        reason
        for one in found.all_draws
        for excluded in one.commitment.excluded.values()
        for reason in excluded.values()
    )


def test_every_scheduled_draw_is_drawn_under_both_books() -> None:
    for found in (of_2020(), of_2025()):
        assert len(found.all_draws) == len(found.scheduled) == sum(map(found.plan.draws_of, found.plan.tasks)) == 237
        assert {one.commitment.manifest.task for one in found.all_draws} == {task.id for task in city_plan().tasks}


def test_every_agency_has_a_chain_of_its_own_without_a_gap() -> None:
    for department, draws in of_2020().draws.items():
        assert {one.commitment.manifest.agency for one in draws} == {department}
        assert [one.commitment.manifest.serial for one in draws] == list(range(1, len(draws) + 1))


def test_every_joint_draw_cites_an_effective_procedure() -> None:
    joint = [one for one in of_2020().all_draws if "rules.joint" in one.commitment.manifest.entries]
    assert len(joint) == 13
    for one in joint:
        assert one.commitment.manifest.entries["rules.joint.stage"] == JointStage.EFFECTIVE.name
    assert {one.commitment.manifest.entries["rules.joint.route"] for one in joint} >= {"LEAD_DEPARTMENT"}


def test_the_cap_of_2025_holds_for_every_department_and_firm_and_2020_knows_none() -> None:
    assert of_2020().most_visits > 1
    assert of_2025().most_visits == 1


def test_who_has_been_visited_is_left_out_with_the_reason_and_under_2020_nobody_is() -> None:
    assert left_out(of_2020()) == {}
    assert set(left_out(of_2025())) == {str(ExclusionReason.VISIT_CAP)}


def test_the_manifest_states_the_cap_and_without_one_has_no_line() -> None:
    assert {one.commitment.manifest.entries.get("rules.visit_cap") for one in of_2020().all_draws} == {None}
    assert {one.commitment.manifest.entries.get("rules.visit_cap") for one in of_2025().all_draws} == {"1 CASES_COUNT"}


def test_the_findings_differ_in_caps_and_visits_that_could_be_one() -> None:
    def graver(found: CountyYear) -> set[str]:
        return {one.code for one in found.findings if one.severity is not Severity.NOTE}

    assert graver(of_2020()) == set()
    assert graver(of_2025()) == {"plan.visit_cap", "plan.merge"}
    cited = {str(one.clause) for one in of_2025().findings if one.code == "plan.merge"}
    assert all("第五十四条" in one for one in cited)


def test_a_year_replayed_comes_out_byte_for_byte() -> None:
    again = county_year(LIYANG_RULES)
    assert [one.files for one in again.all_draws] == [one.files for one in of_2020().all_draws]


def test_the_verifier_accepts_the_draws() -> None:
    for book in BOOKS:
        found = year(book.id)
        for draws in found.draws.values():
            assert verify(draws[-1]).accepted
