"""Who has the evidence for a fact that nobody has given."""

from shuangsuiji.accountability import FACT_KINDS, PENALTY_GROUNDS
from shuangsuiji.accountability.fact_sources import evidence_for


def test_every_fact_of_section_4_2_has_its_own_source() -> None:
    found = [evidence_for(kind) for kind in FACT_KINDS.values()]
    assert len({(one.zh, one.en) for one in found}) == 13
    assert "主管该事项的单位" not in "".join(one.where for one in found)


def test_leads_are_to_be_had_from_the_register_and_draws_from_their_records() -> None:
    assert "LeadRegister" in evidence_for(FACT_KINDS["F7"]).where
    assert "Draw" in evidence_for(FACT_KINDS["F6"]).where


def test_a_fact_of_another_text_names_its_article() -> None:
    assert "第八十三条" in evidence_for(PENALTY_GROUNDS.kind("G-P83-1")).where
