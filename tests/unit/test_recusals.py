"""Recusals: a pair, a reason, who said so, and what shows it."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.errors import InvalidIdentifierError, InvalidValueError
from shuangsuiji.registry import barred_pairs, check_recusals
from shuangsuiji.registry.recusals import DECLARER_OF
from shuangsuiji.terms import RecusalDeclarer, RecusalReason
from shuangsuiji.values import Severity
from tests.unit.builders import inspector_pool, pool_of, recusal, uscc

DAY = date(2025, 5, 1)


@pytest.mark.parametrize(
    ("field", "message"), [("inspector_id", "回避须指明检查人员"), ("object_id", "回避须指明检查对象")]
)
def test_a_recusal_that_names_nobody_is_refused(field: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message) as caught:
        recusal(**{field: ""})
    assert "a recusal names its" in caught.value.en_line


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("object_id", "a|b"),
        ("reason", "亲属关系"),
        ("declared_by", "检查人员本人"),
        ("declared_on", "2025-03-01"),
        ("evidence", "a=b"),
        ("expires_on", date(2025, 2, 28)),
    ],
)
def test_a_field_of_the_wrong_form_is_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidValueError):
        recusal(**{field: value})


def test_the_number_of_an_identity_card_names_nobody() -> None:
    with pytest.raises(InvalidIdentifierError):
        recusal(inspector_id="320481199001011234")


@pytest.mark.parametrize("reason", DECLARER_OF)
def test_a_request_is_declared_by_whoever_makes_it(reason: RecusalReason) -> None:
    for declarer in RecusalDeclarer:
        if declarer is DECLARER_OF[reason]:
            assert recusal(reason=reason, declared_by=declarer).declared_by is declarer
        else:
            with pytest.raises(InvalidValueError, match=f"须由{DECLARER_OF[reason]}提出"):
                recusal(reason=reason, declared_by=declarer)


@pytest.mark.parametrize("declarer", list(RecusalDeclarer))
def test_kinship_may_be_declared_by_anybody(declarer: RecusalDeclarer) -> None:
    assert recusal(declared_by=declarer).declared_by is declarer


def test_a_recusal_holds_from_its_declaration_to_its_last_day() -> None:
    one = recusal(expires_on=date(2025, 3, 31))
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1)]
    assert [one.is_in_force(day) for day in days] == [False, True, True, False]
    assert recusal().is_in_force(date(2099, 1, 1))


def test_the_committed_form_has_every_pair_in_force_once_and_in_order() -> None:
    own = recusal(reason=RecusalReason.OWN_REQUEST)
    cool = {"reason": RecusalReason.COOL_OFF, "declared_by": RecusalDeclarer.DEPARTMENT}
    over = recusal(inspector_id="JS0002", expires_on=date(2025, 4, 30), **cool)
    other = recusal(object_id=uscc(0), inspector_id="JS0003", **cool)
    pairs = barred_pairs([own, recusal(), over, other], DAY)
    assert list(pairs) == sorted(pairs)
    assert pairs == {(uscc(0), "JS0003"): "冷却期", (uscc(1), "JS0001"): "亲属关系"}


def test_whom_a_recusal_names_must_be_known() -> None:
    unknown = recusal(inspector_id="JS0077", object_id=uscc(999))
    findings = check_recusals([recusal(), unknown], inspector_pool(), pool_of(5))
    assert [(one.severity, one.code) for one in findings] == [
        (Severity.ERROR, "recusals.inspector"),
        (Severity.WARNING, "recusals.object"),
    ]
    assert all("JS0077" in one.where for one in findings)


def test_a_recusal_without_evidence_is_warned_of() -> None:
    [finding] = check_recusals([recusal(evidence="")], inspector_pool(), pool_of(5))
    assert (finding.code, finding.severity) == ("recusals.evidence", Severity.WARNING)


def test_whoever_steps_back_from_nearly_everything_is_warned_of() -> None:
    many = [recusal(object_id=uscc(number)) for number in range(4)]
    [finding] = check_recusals(many, inspector_pool(), pool_of(5), many=4)
    assert (finding.code, finding.where) == ("recusals.many", "JS0001")
    assert check_recusals(many, inspector_pool(), pool_of(5)) == ()


def test_an_expert_may_be_recused_as_well() -> None:
    assert check_recusals([recusal(inspector_id="ZJ01")], inspector_pool(), pool_of(5)) == ()
