"""What a verifier has to say."""

import pytest

from shuangsuiji.lottery import CheckStatus, Verdict
from shuangsuiji.lottery.forms import form_error
from shuangsuiji.lottery.verdicts import Ledger


def verdict(*statuses: CheckStatus, level: int | None = None) -> Verdict:
    ledger = Ledger()
    say = {
        CheckStatus.OK: ledger.ok,
        CheckStatus.REFUSED: ledger.refuse,
        CheckStatus.UNCHECKED: ledger.leave,
        CheckStatus.NOTE: ledger.note,
    }
    for status in statuses:
        say[status]("code", "中文", "English")
    return Verdict(checks=tuple(ledger.checks), commit=None, level=level)


@pytest.mark.parametrize(
    ("statuses", "accepted", "exit_status"),
    [
        ([], True, 0),
        ([CheckStatus.OK], True, 0),
        ([CheckStatus.OK, CheckStatus.NOTE], True, 0),
        ([CheckStatus.OK, CheckStatus.UNCHECKED], True, 3),
        ([CheckStatus.REFUSED], False, 1),
        ([CheckStatus.OK, CheckStatus.UNCHECKED, CheckStatus.REFUSED], False, 1),
    ],
    ids=str,
)
def test_the_exit_status_is_that_of_every_verifier(
    statuses: list[CheckStatus], *, accepted: bool, exit_status: int
) -> None:
    one = verdict(*statuses)
    assert (one.accepted, one.exit_status) == (accepted, exit_status)


def test_checks_are_found_by_how_they_ended() -> None:
    one = verdict(CheckStatus.OK, CheckStatus.NOTE, CheckStatus.OK)
    assert len(one.of(CheckStatus.OK)) == 2
    assert one.of(CheckStatus.REFUSED) == ()


def test_a_check_shows_as_the_shell_verifier_shows_it() -> None:
    (one,) = verdict(CheckStatus.REFUSED).checks
    assert str(one) == "拒绝 refused code: 中文 / English"


def test_a_verdict_counts_its_checks() -> None:
    assert str(verdict(CheckStatus.OK, CheckStatus.OK, CheckStatus.NOTE, level=1)) == (
        "核验接受：通过 2，拒绝 0，未查 0，说明 1，保证等级 1"
    )
    assert str(verdict(CheckStatus.REFUSED)) == "核验拒绝：通过 0，拒绝 1，未查 0，说明 0"


def test_a_verdict_shows_every_check_escaped() -> None:
    ledger = Ledger()
    ledger.refuse("ticket", "<b>", "<script>")
    shown = Verdict(checks=tuple(ledger.checks), commit=None, level=None)._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_settling_records_and_returns_the_outcome() -> None:
    ledger = Ledger()
    assert ledger.settle(1 + 1 == 2, "a", "甲", "A") is True
    assert not ledger.refused
    assert ledger.settle(1 + 1 == 3, "b", "乙", "B") is False
    assert ledger.refused
    assert [check.status for check in ledger.checks] == [CheckStatus.OK, CheckStatus.REFUSED]


def test_a_fault_of_form_is_refused_under_its_own_code() -> None:
    ledger = Ledger()
    ledger.refuse_form(form_error("form.bom", "a.tsv", "不得带 BOM", "no BOM", "byte 1"))
    (one,) = ledger.checks
    assert (one.status, one.code) == (CheckStatus.REFUSED, "form.bom")
    assert (one.zh, one.en) == ("a.tsv：不得带 BOM（byte 1）", "a.tsv: no BOM (byte 1)")
