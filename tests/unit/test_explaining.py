"""Why an assessment comes to what it comes to, in both languages, with the words of the law."""

from datetime import date

import attrs

from shuangsuiji.accountability import (
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    SAMR_41_GROUNDS,
    CausalReading,
    ExplanationNode,
    assess,
    explain,
    grounds_under,
    joined,
)
from shuangsuiji.law import LIYANG_2020, PENALTY_2021
from tests.unit.assessment_cases import EX_1, NONE_FREES, case, evidence, fact, facts

EXEMPT = assess(case(), facts(**EX_1))
OPEN = assess(case(), facts(F1="T", F2="F", F3="T", F4="F", F5="T"))
ALL = joined("ALL", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS, SAMR_41_GROUNDS), include_unverified=True)


def node(tree: ExplanationNode, zh: str) -> ExplanationNode:
    return next(one for one in tree.walk() if one.zh.startswith(zh))


def test_the_top_says_whom_what_and_the_verdicts() -> None:
    top = explain(EXEMPT)
    assert top.zh.startswith("案件 认-01：执法人员 I-0007，对象 91320481")
    assert top.zh.endswith("2025-09-08 → 免予追究")
    assert top.en.startswith("Case 认-01: officer I-0007")
    assert top.en.endswith("→ exempt")


def test_every_ground_that_counts_quotes_all_its_clauses() -> None:
    tree = explain(EXEMPT)
    for ground in LIYANG_GROUNDS.grounds:
        if ground.id == "Ex.2w":
            continue
        shown = node(tree, f"{ground.id} ")
        assert [one.clause for one in shown.quotations] == list(ground.clauses)
        assert all(one.text == LIYANG_2020.clause(one.clause.clause).quotation for one in shown.quotations)


def test_every_fact_shows_its_value_its_reason_and_its_evidence() -> None:
    tree = explain(EXEMPT)
    first = node(tree, "F1 ")
    assert first.zh.endswith("（须成立）：成立；合成理由")
    assert first.en.endswith("(must hold): holds; a made-up reason")
    assert f"摘要 {evidence().digest}，查至 2025-09-12" in first.children[0].zh
    assert node(tree, "F4 ").zh.endswith("（须不成立）：不成立；合成理由")
    assert node(tree, "F6 ").zh.endswith("（须成立）：未查明；未提供")
    assert "（成立则不得免责）" in node(node(tree, "Ex.2n"), "F4 ").zh
    both = explain(assess(case(), (), PENALTY_GROUNDS))
    assert "（其一成立即可）" in node(both, "G-P76-1").zh


def test_the_reading_that_was_used_is_shown_and_what_the_other_would_give() -> None:
    lines = [one.zh for one in explain(OPEN).walk()]
    assert f"采用的读法：{CausalReading.NARROW}" in lines
    assert f"如采用另一读法（{CausalReading.WIDE}）：免予追究" in lines
    wide = explain(assess(OPEN.case, OPEN.facts, grounds_under(CausalReading.WIDE)))
    assert f"采用的读法：{CausalReading.WIDE}" in [one.zh for one in wide.walk()]
    assert next(one.en for one in wide.walk() if "other reading" in one.en).endswith(": needs evidence")


def test_a_ground_that_does_not_count_says_why() -> None:
    tree = explain(EXEMPT)
    assert [one.zh for one in node(tree, "不适用的依据").children] == ["Ex.2w 免予追究：属未选用的读法"]


def test_what_is_missing_is_shown_with_who_has_it_and_what_would_settle_it() -> None:
    tree = explain(OPEN)
    missing = node(tree, "待补证据").children
    assert [one.zh.split(" ")[0] for one in missing] == ["F0", "F6", "F7"]
    assert all("；取自 " in one.zh and "; to be had from " in one.en for one in missing)
    assert next(one.zh for one in node(tree, "查清").children) == "F0 成立、F6 成立、F7 成立 → 应予免责"
    assert not any(one.zh.startswith(("待补证据", "查清")) for one in explain(EXEMPT).walk())


def test_advice_and_decision_are_told_apart() -> None:
    assert node(explain(EXEMPT), "本认定供参考").en.startswith("This is advice")
    decided = attrs.evolve(EXEMPT, decided_by="合成监察组", decided_on=date(2025, 9, 20))
    assert node(explain(decided), "合成监察组").zh == "合成监察组 于 2025-09-20 决定"


def test_an_exemption_beside_a_breach_is_left_to_a_person_and_a_referral_names_its_record() -> None:
    lines = [one.zh for one in explain(assess(case(), facts(**EX_1, F9="T", F11="T"))).walk()]
    assert any(line.startswith("免责与失职的依据同时成立") for line in lines)
    assert any("OfficialReferral" in line for line in lines)
    assert "L.2 失职（不当履行）：成立" in lines
    assert not any("同时成立" in one.zh or "OfficialReferral）另行" in one.zh for one in explain(EXEMPT).walk())


def test_the_papers_of_both_verdicts_are_listed_under_4_2_4() -> None:
    paper = evidence(kind="ItemList", reference="清单-01")
    tree = explain(assess(case(), [fact("F1", evidence=(paper,)), *facts(**NONE_FREES).values()]))
    assert "清单-01" in node(tree, "照单").children[0].zh
    assert node(tree, "照单").quotations[0].text == "按照“尽职照单免责，失职照单问责”原则"


def test_of_a_text_that_was_not_read_nothing_is_quoted_and_it_says_so() -> None:
    tree = explain(assess(case(), (), ALL))
    for ground in SAMR_41_GROUNDS.grounds:
        shown = node(tree, f"{ground.id} ")
        assert shown.quotations == ()
        assert "未见" in shown.zh
        assert "not read in the original" in shown.en
    assert node(tree, "P82 ").quotations[0].text == PENALTY_2021.clause("82").quotation


def test_a_clause_that_a_document_at_hand_does_not_have_is_not_quoted() -> None:
    short = attrs.evolve(PENALTY_2021, clauses=PENALTY_2021.clauses[:2])
    tree = explain(assess(case(), (), PENALTY_GROUNDS), [short])
    assert node(tree, "P82 ").quotations == ()


def test_a_family_of_readings_of_which_the_library_knows_nothing_is_shown_by_its_name() -> None:
    renamed = attrs.evolve(
        LIYANG_GROUNDS,
        grounds=tuple(
            attrs.evolve(one, reading=one.reading.replace("causal", "own")) for one in LIYANG_GROUNDS.grounds
        ),
        readings=("own.narrow",),
    )
    lines = [one.zh for one in explain(assess(case(), (), renamed)).walk()]
    assert "采用的读法：own.narrow" in lines
    assert "如采用另一读法（own.wide）：待补证据" in lines
