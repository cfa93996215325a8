"""A targeted inspection, beside what was planned and committed, and beside what a jurisdiction asks of its plan."""

from datetime import date

import attrs
import pytest

from shuangsuiji.draws import Commitment
from shuangsuiji.inspection import TargetedApproval, TargetedInspection, as_task, check_approval, check_targeted
from shuangsuiji.law import CN_2025_DUTIES, JIANGSU_2025_DUTIES, SUZHOU_2025, SUZHOU_2025_DUTIES
from shuangsuiji.planning import SupervisionMode, Task
from shuangsuiji.values import Severity
from tests.unit.builders import committed, design, task
from tests.unit.targeted_days import TOWN, drawn_half, ordered, targeted

COMMITTED = committed(as_task(targeted()))
IN_2026 = date(2026, 3, 1)


def told(one: Task | Commitment, of: TargetedInspection | None = None) -> list[str]:
    return [f"{found.code} {found.zh.split(' ', maxsplit=1)[0]}" for found in check_targeted(one, of or targeted())]


def test_the_task_and_its_commitment_are_what_was_decided_on_3_4_3() -> None:
    assert told(as_task(targeted())) == []
    assert told(as_task(targeted(), strata=["region"], rounding="ceil")) == []
    assert told(COMMITTED) == []
    assert told(committed(as_task(ordered())), ordered()) == []


def test_a_commitment_read_from_its_files_is_checked_as_well() -> None:
    assert told(Commitment.from_files(COMMITTED.files)) == []


def test_what_was_drawn_at_random_is_no_targeted_inspection_3_4_3() -> None:
    one = task(design("10%"), id="2025-专项-01", filters=(TOWN,))
    assert told(one) == ["targeted.differs mode"]
    assert told(committed(one)) == ["targeted.differs mode"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "2025-专项-02"}, "id"),
        ({"ratios": {"labels": "5%"}}, "ratio"),
        ({"ratios": {"labels": "10%", "lifts": "10%"}}, "items"),
        ({"filters": (attrs.evolve(TOWN, values=("戴埠",)),)}, "filters"),
        ({"department": "320481-YJJ"}, "department"),
        ({"superior_ordered": True, "order": "合成省局〔2025〕9号"}, "superior_ordered"),
    ],
)
def test_what_differs_from_the_decision_is_found(changes: dict[str, object], field: str) -> None:
    for one in (as_task(targeted()), COMMITTED):
        assert told(one, targeted(**changes)) == [f"targeted.differs {field}"]


def test_strata_with_ratios_of_their_own_differ_from_the_decision_3_4_4() -> None:
    one = as_task(targeted(), strata=["region"])
    other = attrs.evolve(one, designs=(design({"溧城": "10%", "*": "1%"}),))
    (found,) = check_targeted(other, targeted())
    assert (found.severity, found.zh) == (Severity.ERROR, "ratio labels 应为 1/10，实际为 1/100、1/10")


def test_a_commitment_before_the_decision_is_found() -> None:
    late = targeted(decided_on=date(2025, 5, 12))
    assert told(COMMITTED, late) == ["targeted.early 锁定于"]


def test_a_whole_pool_is_pointed_out() -> None:
    whole = targeted(filters=())
    (found,) = check_targeted(as_task(whole), whole)
    assert (found.severity, found.code) == (Severity.NOTE, "targeted.whole_pool")


def test_a_commitment_under_a_waiver_is_what_was_decided_on_3_4_4() -> None:
    assert told(drawn_half(), targeted(ratios={"labels": "1/2"})) == []


def test_the_mode_of_a_task_cannot_be_that_of_a_lead() -> None:
    assert SupervisionMode.CASE is not as_task(targeted()).mode


def test_suzhou_asks_for_approval_filing_and_publication_from_2026() -> None:
    found = check_approval(targeted(), SUZHOU_2025_DUTIES, IN_2026)
    assert [(one.code, one.severity) for one in found] == [
        ("targeted.number.unchecked", Severity.NOTE),
        ("targeted.plan.approved", Severity.WARNING),
        ("targeted.plan.filed", Severity.WARNING),
        ("targeted.plan.published", Severity.WARNING),
    ]
    assert {one.clause for one in found} == {SUZHOU_2025.ref("15")}
    assert check_approval(targeted(), SUZHOU_2025_DUTIES, date(2025, 5, 11)) == ()


def test_what_was_approved_filed_and_published_by_the_day_is_not_lacking() -> None:
    one = targeted(
        approval=TargetedApproval(
            approved_by="市人民政府",
            approved_on=date(2026, 2, 1),
            document="合成批复〔2026〕1号",
            filed_with="市司法局",
            filed_on=date(2026, 2, 2),
            published_on=date(2026, 3, 2),
            published_at="门户网站（合成）",
        )
    )
    found = check_approval(one, SUZHOU_2025_DUTIES, IN_2026)
    assert [one.code for one in found] == ["targeted.number.unchecked", "targeted.plan.published"]
    assert len(check_approval(one, SUZHOU_2025_DUTIES, date(2026, 3, 2))) == 1


def test_what_a_superior_ordered_is_no_plan_of_the_own_level() -> None:
    assert check_approval(ordered(), SUZHOU_2025_DUTIES, IN_2026) == ()


def test_a_duty_that_was_not_read_in_the_original_gives_a_note_and_only_where_asked_for() -> None:
    assert check_approval(targeted(), JIANGSU_2025_DUTIES, IN_2026) == ()
    found = check_approval(targeted(), JIANGSU_2025_DUTIES, IN_2026, include_unverified=True)
    assert {(one.severity, one.clause) for one in found} == {(Severity.NOTE, None)}
    assert "未核对原文" in found[0].zh
    assert check_approval(targeted(), CN_2025_DUTIES, IN_2026, include_unverified=True) == ()
