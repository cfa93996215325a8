"""Designs beyond the plain one, from plan to answer: chance, pareto, batches, joint plans, Merkle roots."""

from fractions import Fraction

import attrs
import pytest

from shuangsuiji.draws import Draw, verify
from shuangsuiji.errors import DuplicateError, InvalidRatioError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.lottery import Algorithm, CheckStatus, check_inclusion, prove_inclusion, verify_files
from shuangsuiji.planning import JointPlan, SamplingDesign
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import CapScope, ExclusionReason
from tests.unit.builders import (
    AGENCY,
    committed,
    design,
    drawn,
    enterprise,
    item,
    item_list,
    key_item,
    plan_of,
    pool_of,
    task,
    uscc,
)


def weighed(count: int = 60, weights: tuple[str, ...] = ("1", "2", "3", "5")) -> ObjectPool:
    """Return a pool whose objects have these weights in turn."""
    attributes = [{"风险分": weights[number % len(weights)]} for number in range(count)]
    return pool_of([enterprise(number, attributes=one) for number, one in enumerate(attributes)])


def by_weight(pool: ObjectPool, ratio: str = "20%", **changes: object) -> Draw:
    one = design(ratio, "lifts", design="pareto", weight="风险分", **changes)
    return drawn(committed(task(one), pool))


def test_a_draw_by_weight_is_committed_drawn_and_accepted() -> None:
    record = by_weight(weighed())
    manifest = record.commitment.manifest.entries
    assert (manifest["frame.lifts.design"], manifest["rules.weight.lifts"]) == ("pareto", "风险分")
    assert len(record.objects) == 12
    assert verify(record).exit_status == 0
    threshold = record.files["thresholds.tsv"].decode().split("\t")[-1].strip()
    assert float.fromhex(threshold) > 0


def test_the_exact_chances_are_published_before_the_beacon() -> None:
    table = committed(task(design("20%", "lifts", design="pareto", weight="风险分")), weighed()).files["inclusion.tsv"]
    rows = [line.split("\t") for line in table.decode().splitlines()]
    assert [row[2] for row in rows] == ["1", "2", "3", "5"]
    expected = sum(15 * float(row[4]) for row in rows)
    assert expected == pytest.approx(12, abs=1e-6)
    assert all(float(row[3]) == pytest.approx(float(row[4]), rel=0.01) for row in rows)


def test_an_altered_table_of_chances_is_refused() -> None:
    record = by_weight(weighed())
    lines = record.files["inclusion.tsv"].decode().splitlines()
    lines[0] = lines[0][: lines[0].rindex("\t")] + "\t0.9"
    verdict = verify_files({**record.files, "inclusion.tsv": "".join(f"{one}\n" for one in lines).encode()})
    assert {check.code for check in verdict.of(CheckStatus.REFUSED)} == {"inclusion"}


def test_the_certain_are_drawn_whatever_their_tickets() -> None:
    record = by_weight(weighed(weights=("1", "1", "1", "1", "1", "1000")))
    heavy = {one.id for one in record.commitment.basis.pool if one.attributes["风险分"] == "1000"}  # type: ignore[union-attr]
    assert heavy <= set(record.objects)
    answer = record.why(min(heavy))
    (one,) = answer.frames
    assert (one.inclusion_probability, one.ranking_value) == (Fraction(1), None)
    assert "必然抽中" in one.zh


def test_an_owner_is_told_weight_ranking_value_and_chance() -> None:
    record = by_weight(weighed())
    for id_ in record.commitment.frames["lifts"].ids:
        (one,) = record.why(id_).frames
        assert one.weight is not None
        assert one.threshold is not None
        assert one.ranking_value is not None
        assert one.drawn is (float.fromhex(one.ranking_value) <= float.fromhex(one.threshold))
        assert float(one.inclusion_probability) == pytest.approx(0.2 * 60 * one.weight / 165, rel=0.02)


@pytest.mark.parametrize("bad", ["0", "01", "1.5", "高", "-1"])
def test_an_object_without_a_whole_weight_is_named(bad: str) -> None:
    with pytest.raises(InvalidValueError, match="有 15 个不是"):
        by_weight(weighed(weights=("1", "2", "3", bad)))


def test_weights_too_large_for_a_double_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="weight lifts"):
        by_weight(weighed(weights=("1", str(2**52))))


def test_a_weight_whose_chance_is_far_from_its_aim_is_warned_of() -> None:
    one = design("40%", "lifts", design="pareto", weight="风险分")
    found = committed(task(one), weighed(5, ("1", "30"))).findings
    assert "draw.off_target" in {finding.code for finding in found}
    assert "draw.off_target" not in {finding.code for finding in committed(task(one), weighed()).findings}


def test_pareto_needs_a_weight_and_nothing_else_has_one() -> None:
    for changes in ({"design": "pareto"}, {"weight": "风险分"}, {"design": "systematic"}):
        with pytest.raises(InvalidValueError, match="weight"):
            design("5%", **changes)


def test_rounding_by_chance_draws_one_quota_or_the_next() -> None:
    sizes = set[int]()
    for number in range(12):
        one = committed(task(design("11/120", "lifts", rounding="chance")), None, number)
        record = drawn(one, number)
        assert verify(record).exit_status == 0
        sizes.add(len(record.objects))
        (answer,) = record.why(uscc(1)).frames
        assert answer.inclusion_probability == Fraction(11, 120)
    assert sizes == {5, 6}


def test_key_items_up_to_all_are_visited_in_batches() -> None:
    record = drawn(committed(task(design("100%", "lifts", batches=7))))
    batches = record.batches["lifts"]
    assert [len(one) for one in batches] == [9, 9, 9, 9, 8, 8, 8]
    assert sorted(id_ for one in batches for id_ in one) == list(record.commitment.frames["lifts"].ids)
    tickets = {id_: ticket for ticket, id_ in record.frames[0].strata[0].drawn}
    order = [tickets[id_] for one in batches for id_ in one]
    assert order == sorted(order)
    assert record.why(batches[2][0]).frames[0].batch == 3
    assert "第 3 批检查" in str(record.why(batches[2][0]))
    assert verify(record).exit_status == 0


def test_more_batches_than_drawn_leave_the_last_ones_empty() -> None:
    record = drawn(committed(task(design("5%", "lifts", batches=10**17))))
    assert [len(one) for one in record.batches["lifts"]] == [1, 1, 1]
    assert verify(record).exit_status == 0


def test_batches_of_a_general_item_are_pointed_out() -> None:
    assert "draw.batches" in {one.code for one in committed(task(design("5%", batches=2))).findings}


def test_a_merkle_root_proves_one_object_at_a_time() -> None:
    commitment = committed(merkle=True)
    (terms,) = commitment.manifest.frames
    assert terms.merkle is not None
    proof = prove_inclusion(Algorithm.SHA256, commitment.frames["labels"], uscc(7))
    check_inclusion(Algorithm.SHA256, proof, terms.merkle, terms.rows)
    assert verify(drawn(commitment)).exit_status == 0


JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=("320481-WJW",))


def test_a_joint_task_is_drawn_under_its_plan_and_the_manifest_says_so() -> None:
    items = item_list(item(), key_item(implementing_body="320481-WJW"))
    one = task(design("5%"), design("20%", "lifts"), joint_plan=JOINT.id)
    commitment = committed(one, items=items, plan=plan_of(one, joint_plans=(JOINT,)))
    entries = commitment.manifest.entries
    assert entries["rules.joint"] == "联合-01"
    assert entries["rules.joint.initiator"] == AGENCY
    assert entries["rules.joint.participants"] == "320481-WJW"
    record = drawn(commitment)
    assert set(record.taken.drawn["labels"]) <= set(record.taken.drawn["lifts"])
    assert verify(record).exit_status == 0


def test_an_item_of_a_department_without_a_part_is_refused() -> None:
    items = item_list(item(), key_item(implementing_body="320481-YJJ"))
    one = task(design("5%"), design("20%", "lifts"), joint_plan=JOINT.id)
    with pytest.raises(LawError, match="三（二）"):
        committed(one, items=items, plan=plan_of(one, joint_plans=(JOINT,)))


def test_items_of_several_departments_without_a_joint_plan_are_pointed_out() -> None:
    items = item_list(item(), key_item(implementing_body="320481-WJW"))
    found = committed(task(design("5%"), design("20%", "lifts")), items=items).findings
    assert "draw.no_joint_plan" in {one.code for one in found}


def test_a_task_names_a_joint_plan_of_its_annual_plan() -> None:
    with pytest.raises(UnknownNameError, match="joint_plan"):
        plan_of(task(joint_plan="联合-02"), joint_plans=(JOINT,))
    with pytest.raises(DuplicateError):
        plan_of(task(), joint_plans=(JOINT, JOINT))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"participants": ()}, InvalidValueError),
        ({"participants": (AGENCY,)}, DuplicateError),
        ({"participants": ("a", "a")}, DuplicateError),
        ({"initiator": "市场监管局"}, InvalidValueError),
        ({"id": ""}, InvalidValueError),
    ],
    ids=str,
)
def test_a_joint_plan_has_an_initiator_and_others(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        attrs.evolve(JOINT, **changes)  # type: ignore[arg-type]


def test_exclusions_by_hand_or_for_own_reasons_are_pointed_out() -> None:
    reasons = {uscc(1): ExclusionReason.BY_HAND, uscc(2): "重大项目", uscc(3): ExclusionReason.COOL_OFF}
    commitment = committed(excluded=reasons)
    found = [(one.code, one.where) for one in commitment.findings]
    assert found == [("draw.excluded", "手工排除"), ("draw.excluded", "重大项目")]
    assert commitment.excluded["labels"][uscc(3)] == "冷却期"


def test_a_design_says_what_it_cannot_mean() -> None:
    with pytest.raises(InvalidValueError, match="batches"):
        SamplingDesign(item_code="labels", ratios="5%", batches=0)


def test_one_ratio_speaks_for_every_stratum() -> None:
    assert design("5%").ratios == {"*": Fraction(1, 20)}
    assert design("5%").ratio_of("anything") == Fraction(1, 20)


def test_a_named_stratum_goes_before_the_rest() -> None:
    one = design({"A": "10%", "*": "1%"})
    assert (one.ratio_of("A"), one.ratio_of("B")) == (Fraction(1, 10), Fraction(1, 100))


def test_a_stratum_of_which_the_design_says_nothing_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'B'"):
        design({"A": "10%"}).ratio_of("B")


@pytest.mark.parametrize("ratio", [0.05, {"A": 0.05}, {"A": "5%", "B": "200%"}, None], ids=str)
def test_a_ratio_that_is_not_exact_is_refused(ratio: object) -> None:
    with pytest.raises(InvalidRatioError):
        design(ratio)


@pytest.mark.parametrize("ratio", [{"": "5%"}, {"a|b": "5%"}, {" a": "5%"}], ids=str)
def test_a_stratum_is_a_field(ratio: object) -> None:
    with pytest.raises(InvalidValueError):
        design(ratio)


@pytest.mark.parametrize("changes", [{"ratios": {}}, {"rounding": "half-even"}, {"item_code": "标签"}], ids=str)
def test_a_design_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        design(**changes)


def test_the_stricter_reading_and_rounding_down_are_the_defaults() -> None:
    one = SamplingDesign(item_code="labels", ratios={"*": Fraction(1, 20)})
    assert (one.cap_scope, one.rounding) == (CapScope.STRATUM, "floor")


def test_a_reading_of_the_cap_given_as_text_is_refused() -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        design(cap_scope="STRATUM")


def test_a_design_may_aim_at_chances_over_the_year_by_stratum_3_1_8() -> None:
    one = design({"A": "10%", "*": "1%"}, inclusion_targets={"A": "1/2", "*": "1/20"})
    assert (one.target_of("A"), one.target_of("B")) == (Fraction(1, 2), Fraction(1, 20))
    assert design(inclusion_targets="1/3").target_of("A") == Fraction(1, 3)
    assert design(inclusion_targets={"A": "1/2"}).target_of("B") is None


def test_a_design_that_aims_at_no_chance_says_so() -> None:
    assert design().inclusion_targets == {}
    assert design().target_of("*") is None


@pytest.mark.parametrize("targets", [0.5, {"A": "200%"}, {"": "1/2"}, {"a|b": "1/2"}], ids=str)
def test_an_aim_is_exact_and_of_a_stratum(targets: object) -> None:
    with pytest.raises(InvalidValueError):
        design(inclusion_targets=targets)


def test_ratio_and_aim_are_two_things() -> None:
    assert design("5%", inclusion_targets="5%") != design("5%")
    assert design("5%", inclusion_targets="50%").ratio_of("*") == Fraction(1, 20)
