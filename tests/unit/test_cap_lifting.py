"""What a waiver lifts, and that the manifest says so in place of the cap; every verifier accepts it."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.draws import Draw, verify
from shuangsuiji.errors import InvalidValueError, LawError, RatioAboveCapError, YearlyCapError
from shuangsuiji.inspection import as_task
from shuangsuiji.lottery import CheckStatus, Manifest, verify_files
from shuangsuiji.planning import CountedVisit, PlanLimits, Task
from tests.unit.builders import (
    AGENCY,
    committed,
    design,
    drawn,
    item_list,
    key_item,
    past,
    plan_of,
    pool_of,
    task,
    uscc,
)
from tests.unit.inspection_days import next_round
from tests.unit.targeted_days import drawn_half, half, ordered, targeted, waiver

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "shuangsuiji" / "bundle"
KEY = item_list(key_item("labels", name="电梯检查"))


def visit(holder: str) -> CountedVisit:
    return CountedVisit(id=f"visit-{holder}", holder=holder, department=AGENCY, on=date(2025, 5, 6))


def test_without_a_waiver_the_cap_holds_for_a_targeted_draw_3_4_4() -> None:
    with pytest.raises(RatioAboveCapError):
        drawn_half(cap_waiver=None)


def test_a_waiver_lifts_the_cap_and_stands_in_the_manifest_in_its_place_3_4_4() -> None:
    one = drawn_half()
    entries = one.manifest.entries
    assert entries["quota.labels.全部"] == "10"
    assert entries["rules.cap_waiver"] == "320481-SCJG 2025-05-07 合成备案〔2025〕3号：风险突出，需扩大抽查"
    assert entries["rules.cap_waiver.ratio.labels"] == "1/10"
    assert [key for key in entries if key.startswith(("cap.", "used."))] == []
    assert "draw.cap_waiver" in {found.code for found in one.findings}


def test_without_a_waiver_the_manifest_says_nothing_of_one_and_keeps_its_caps() -> None:
    entries = committed(as_task(targeted())).manifest.entries
    assert not any(key.startswith("rules.cap_waiver") for key in entries)
    assert entries["cap.labels"] == "1/10"


def test_only_the_named_items_are_lifted() -> None:
    both = as_task(targeted(ratios={"labels": "1/2", "other": "1/2"}))
    items = item_list(*item_list().items, key_item("other", name="其他", key_ground=None, **_general()))
    pool = pool_of(60, item_codes=("labels", "lifts", "other"))
    with pytest.raises(RatioAboveCapError, match="other"):
        committed(both, pool, items=items, cap_waiver=waiver())


def _general() -> dict[str, object]:
    first = item_list().items[0]
    return {"kind": first.kind, "ratio_cap": first.ratio_cap}


def test_a_random_task_cannot_be_drawn_under_a_waiver_3_4_4() -> None:
    one = task(design("1/2"), id="2025-专项-01")
    with pytest.raises(LawError, match="只有专项抽查可以放宽上限"):
        committed(one, cap_waiver=waiver())


def test_a_cap_that_is_not_there_is_not_lifted() -> None:
    with pytest.raises(InvalidValueError, match="没有可放宽的上限"):
        drawn_half(items=KEY)
    with pytest.raises(InvalidValueError, match="没有可放宽的上限"):
        drawn_half(cap_waiver=waiver(visit_cap=True))


def test_what_was_drawn_under_a_waiver_uses_up_the_cap_of_the_year_for_others() -> None:
    made = drawn(drawn_half())
    other = task(design("10%"), id="2025-08", filters=half().filters)
    with pytest.raises(YearlyCapError):
        committed(other, None, 1, earlier=past(made), plan=plan_of(half(), other))


@pytest.mark.parametrize("lifted", [False, True])
def test_the_cap_of_visits_holds_for_a_targeted_draw_unless_it_is_lifted(lifted: bool) -> None:  # noqa: FBT001
    one = half()
    limited = plan_of(one, limits=PlanLimits(visit_cap=1))
    visits = [visit(uscc(number)) for number in (0, 3)]
    made = drawn_half(plan=limited, visits=visits, cap_waiver=waiver(visit_cap=lifted))
    entries = made.manifest.entries
    assert len(made.excluded["labels"]) == (0 if lifted else 2)
    assert entries.get("rules.cap_waiver.visit_cap") == ("1 CASES_COUNT" if lifted else None)
    assert entries.get("rules.visit_cap") == (None if lifted else "1 CASES_COUNT")


def test_what_a_superior_ordered_is_bound_by_the_ratio_cap_as_well() -> None:
    one: Task = as_task(ordered(ratios={"labels": "1/2"}))
    with pytest.raises(RatioAboveCapError):
        committed(one)
    assert committed(one, cap_waiver=waiver()).manifest.entries["rules.superior_ordered"] == "yes"


def files_of(made: Draw, folder: Path) -> Path:
    for name, content in made.files.items():
        (folder / name).write_bytes(content)
    return folder


def test_every_verifier_accepts_a_draw_under_a_waiver(tmp_path: Path) -> None:
    made = drawn(drawn_half())
    assert len(made.objects) == 10
    assert verify(made).accepted
    assert verify_files(made.files).accepted
    folder = files_of(made, tmp_path)
    for command in (["sh", str(BUNDLE / "verify.sh")], [sys.executable, str(BUNDLE / "verify.py")]):
        if shutil.which(command[0]) is None:
            continue
        done = subprocess.run([*command, str(folder)], capture_output=True, check=False, timeout=120)
        assert done.returncode in {0, 3}, done.stdout.decode()


def test_a_manifest_that_writes_the_lifted_cap_as_a_cap_is_refused_so_it_does_not_stand_there() -> None:
    one = drawn_half()
    claiming = Manifest({**one.manifest.entries, "cap.labels": one.manifest.entries["rules.cap_waiver.ratio.labels"]})
    verdict = verify_files({**one.files, "manifest.txt": claiming.to_bytes()})
    assert [check.code for check in verdict.checks if check.status is CheckStatus.REFUSED] == ["cap"]
    assert not any(check.status is CheckStatus.REFUSED for check in verify_files(one.files).checks)


def test_a_supplementary_round_of_a_draw_under_a_waiver_is_bound_by_no_cap_either() -> None:
    more = next_round(drawn(drawn_half()), extended={"labels": {"全部": 3}})
    assert len(more.objects) == 3
    assert verify(more).accepted
