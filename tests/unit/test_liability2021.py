"""Two texts on liability: one read, one not."""

from datetime import date

from shuangsuiji.law import PENALTY_LIABILITY, SAMR_41_LIABILITY, Certainty, LiabilityEffect


def test_the_articles_of_the_law_were_read_and_the_order_was_not() -> None:
    assert {one.certainty for one in PENALTY_LIABILITY.rules} == {Certainty.READ}
    assert {one.certainty for one in SAMR_41_LIABILITY.rules} == {Certainty.REPORTED, Certainty.RECALLED}


def test_of_the_order_eleven_cases_are_known_and_no_twelfth_is_made_up() -> None:
    freeing = [one.id for one in SAMR_41_LIABILITY.rules if one.effect is LiabilityEffect.FREES]
    assert freeing == [f"S41-{number}" for number in range(1, 12)]


def test_nothing_of_the_order_is_set_in_quotation_marks() -> None:
    words = "".join(one.zh for one in SAMR_41_LIABILITY.facts) + "".join(one.source for one in SAMR_41_LIABILITY.rules)
    assert not set(words) & set('“”‘’「」『』«»"')
    assert all("未核对" in one.clause.path for one in SAMR_41_LIABILITY.facts)


def test_both_are_in_force_since_15_july_2021() -> None:
    assert [one.effective_on for one in (PENALTY_LIABILITY, SAMR_41_LIABILITY)] == [date(2021, 7, 15)] * 2


def test_every_fact_is_asked_for() -> None:
    for text in (PENALTY_LIABILITY, SAMR_41_LIABILITY):
        assert {fact.code for fact in text.facts} == {code for rule in text.rules for code in rule.codes}
