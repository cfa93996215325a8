"""A dossier is appended to; every entry knows the one before: 2.1.9."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidJsonError, InvalidValueError, NotADayError
from shuangsuiji.inspection import enter
from shuangsuiji.inspection.dossier_verification import verify_dossier
from shuangsuiji.inspection.dossiers import (
    Dossier,
    DossierEntry,
    DossierHead,
    Opening,
    days_of,
    file_record,
    open_dossier,
)
from shuangsuiji.inspection.inspection_terms import Channel, ReferralKind
from shuangsuiji.inspection.publishing import post, publish
from shuangsuiji.inspection.referrals import Referral
from shuangsuiji.lottery.digest import Algorithm, hash_message
from shuangsuiji.values import record_digest
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import COMMITTED_ON, DRAWN_ON, VISITED_ON, all_results, all_visits, opened, whole
from tests.unit.inspection_days import case_visit, entered, found, joint_matching, own_draw, visited

OTHER = visited(own_draw())


def test_a_dossier_is_opened_by_the_commitment_and_cites_list_pools_plan_and_commit_2_1_4() -> None:
    dossier, manifest = opened(), joint_matching().commitment.manifest
    cited = {one.kind: one for one in dossier.records("Citation")}  # type: ignore[attr-defined]
    assert dossier.id == f"{manifest.plan}/{manifest.task}/{manifest.serial}"
    assert dossier.opened_by.commit == manifest.commit  # type: ignore[union-attr]
    kinds = {"ItemList", "ObjectPool", "AnnualPlan", "JointRelaxation", "InspectorPool", "Commitment", "Matching"}
    assert set(cited) == kinds
    assert cited["Commitment"].digest == manifest.commit  # type: ignore[attr-defined]
    assert cited["ObjectPool"].digest == manifest.entries["rules.pool.hash"]  # type: ignore[attr-defined]
    assert cited["InspectorPool"].digest == manifest.entries["rules.inspectors.hash"]  # type: ignore[attr-defined]


def test_a_dossier_may_have_an_id_of_its_own() -> None:
    assert open_dossier(own_draw().commitment, COMMITTED_ON, dossier_id="案卷-07").id == "案卷-07"


def test_every_entry_bears_the_digest_of_the_one_before() -> None:
    dossier = whole()
    previous = dossier.genesis
    for number, entry in enumerate(dossier.entries, 1):
        assert (entry.number, entry.previous) == (number, previous)
        previous = entry.digest
    assert dossier.head == DossierHead(dossier=dossier.id, number=len(dossier.entries), digest=previous)
    assert str(dossier.head).endswith(previous)


def test_the_digest_of_an_entry_can_be_taken_again_from_its_description() -> None:
    first = whole().entries[0]
    opening = record_digest(whole().opened_by)
    genesis = hash_message(Algorithm.SHA256, "ssj-dossier", whole().id, opening)
    day = "2025-05-11"
    message = ("ssj-dossier-entry", "1", "ItemList", day, record_digest(first.record), genesis)
    assert first.digest != hash_message(Algorithm.SHA256, *message)  # it files a citation, not the list
    assert first.digest == hash_message(Algorithm.SHA256, message[0], "1", "Citation", *message[3:])


def test_what_was_filed_stays_as_it_is() -> None:
    before = opened()
    after = file_record(before, all_visits()[0], VISITED_ON)
    assert after.entries[:-1] == before.entries
    assert len(opened().entries) == len(before.entries)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        after.id = "另一案卷"  # type: ignore[misc]


def test_nothing_is_filed_before_the_last_entry() -> None:
    with pytest.raises(BrokenChainError, match="is not filed before the last one") as caught:
        file_record(opened(), Opening(department="320481-SCJG", matter="甲"), date(2025, 5, 12))
    assert caught.value.params["link"] == f"2025/2025-07/1#{len(opened().entries) + 1}"
    assert "归档日不得早于前一件" in caught.value.zh_line


def test_nothing_is_filed_before_what_it_tells() -> None:
    with pytest.raises(BrokenChainError, match="is not filed before what it tells"):
        file_record(opened(), all_visits()[0], date(2025, 6, 9))


def test_a_record_is_filed_once_and_each_of_its_states_too() -> None:
    visit = all_visits()[0]
    dossier = file_record(opened(), visit, VISITED_ON)
    with pytest.raises(BrokenChainError, match="was filed already"):
        file_record(dossier, visit, VISITED_ON)
    formed = file_record(dossier, found(visit), date(2025, 6, 12))
    assert len(file_record(formed, entered(found(visit)), date(2025, 6, 13)).records("Result")) == 2


@pytest.mark.parametrize("record", [OTHER, found(OTHER), case_visit()])
def test_a_record_of_another_draw_or_of_a_case_is_not_filed(record: object) -> None:
    with pytest.raises(BrokenChainError, match="the record belongs to another draw"):
        file_record(opened(), record, date(2025, 7, 1))


def test_cases_have_a_chain_of_their_own_3_4_1() -> None:
    cases = Dossier(id="个案-2025", opened_by=Opening(department="320481-SCJG", matter="个案 2025"))
    filed = file_record(cases, case_visit(), date(2025, 6, 11))
    assert verify_dossier(filed) == ()
    with pytest.raises(BrokenChainError, match="another draw"):
        file_record(filed, all_visits()[0], date(2025, 7, 1))


@pytest.mark.parametrize("record", ["文本", 7, None, date(2025, 7, 1)])
def test_only_records_are_filed(record: object) -> None:
    with pytest.raises(InvalidValueError, match="must be a record"):
        file_record(opened(), record, date(2025, 7, 1))


def test_an_entry_is_filed_on_a_day() -> None:
    with pytest.raises(NotADayError):
        file_record(opened(), all_visits()[0], "2025-07-01")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"), [("number", 0), ("kind", "a b"), ("record_digest", "f" * 63), ("previous", "F" * 64)]
)
def test_an_entry_of_the_wrong_form_is_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidValueError, match=field):
        attrs.evolve(opened().entries[0], **{field: value})  # type: ignore[arg-type]


def test_a_dossier_goes_to_json_and_back() -> None:
    dossier = whole()
    text = to_json(dossier)
    again = from_json(text, Dossier)
    assert again == dossier
    assert to_json(again) == text
    assert verify_dossier(again, [dossier.head]) == ()
    assert from_json(to_json(dossier.entries[7]), DossierEntry) == dossier.entries[7]


def test_json_names_the_kind_of_a_record_or_is_refused() -> None:
    text = to_json(opened())
    with pytest.raises(InvalidJsonError, match="Citatio"):
        from_json(text.replace('"kind": "Citation"', '"kind": "Citatio"', 1), Dossier)
    with pytest.raises(InvalidJsonError, match="must have the fields number, kind"):
        from_json(text.replace('"previous":', '"before":', 1), Dossier)


def test_a_dossier_shows_itself() -> None:
    assert repr(opened()).startswith("<案卷 2025/2025-07/1：320481-SCJG 第1号")
    assert repr(opened().entries[0]).startswith("<案卷条目 1 2025-05-11 Citation")
    assert "<td>Citation</td>" in opened()._repr_html_()
    assert str(Opening(department="320481-SCJG", matter="个案 2025")) == "320481-SCJG 个案 2025"
    assert opened().entries[-1].on == DRAWN_ON


def test_a_public_bundle_opens_a_dossier_too() -> None:
    read = attrs.evolve(joint_matching().commitment, basis=None)
    cited = {one.kind: one for one in open_dossier(read, COMMITTED_ON).records("Citation")}  # type: ignore[attr-defined]
    assert set(cited) == {"ItemList", "ObjectPool", "AnnualPlan", "InspectorPool", "Commitment"}


def test_nothing_is_filed_before_what_any_part_of_it_tells() -> None:
    one = all_results()[0]
    result = enter(one, on=date(2025, 6, 13), by=one.department)
    half = post(publish(result), Channel.NATIONAL, on=date(2025, 9, 1), reference="甲", by=result.department)
    with pytest.raises(BrokenChainError, match="2025-09-01"):
        file_record(whole(), half, date(2025, 8, 1))
    assert days_of(half) == {"records.on": date(2025, 9, 1)}
    referral = Referral(
        id="移送-01",
        kind=ReferralKind.JUDICIAL,
        sender=AGENCY,
        addressee="公安机关（合成）",
        referred_on=date(2026, 1, 5),
        document="移送书（合成）",
        grounds="涉嫌犯罪",
        lead_id="线索-01",
    )
    with pytest.raises(BrokenChainError, match="2026-01-05"):
        file_record(whole(), referral, date(2025, 8, 1))
