"""What a fact is made of: the parts that must all hold, each with what shows it or with what is missing (要件分项).

One part that does not hold makes the fact false; one that cannot be answered leaves it open; all of them stand among
its evidence, so that whoever reads it sees what was looked at.

What is open because a record is merely not at hand may be filled by whoever shows it otherwise. What is open because a
record was broken, withheld or left out may not: else to withhold it would be the way to choose the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from shuangsuiji.accountability.basis_parts import field_text
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.facts import Fact, FactEvidence, MissingEvidence
from shuangsuiji.accountability.truths import Truth, all_of

__all__ = ["FactPart", "FoundFact", "fact_of", "holds", "open_part", "refuted"]

_NOT_STATED = MissingEvidence(zh="能够认定该事实的记录", en="a record that settles it", where="责任调查单位")


@attrs.frozen(kw_only=True)
class FactPart:
    """One thing that a fact asks for, and how it stands (要件分项).

    Attributes:
        value: true, false or not established.
        zh: how it stands, in Chinese.
        en: the same in English.
        evidence: what shows it.
        missing: what would show it; something, where it is not established.
        by_record: whether only the record itself can close it, and no finding by hand: a chain is broken, an object was
            left out, a draw, a dossier or a serial is withheld.

    """

    value: Truth
    zh: str
    en: str
    evidence: tuple[FactEvidence, ...] = ()
    missing: tuple[MissingEvidence, ...] = ()
    by_record: bool = False


@attrs.frozen(kw_only=True)
class FoundFact:
    """A fact as the records have it, and what of it nobody may fill by hand (记录所示事实).

    Attributes:
        fact: the fact.
        by_record: the open parts of it that only the record itself can close; none where it is settled.

    """

    fact: Fact
    by_record: tuple[FactPart, ...] = ()


def holds(zh: str, en: str, *evidence: FactEvidence) -> FactPart:
    """Return a part that is shown to hold (分项成立)."""
    return FactPart(value=Truth.TRUE, zh=zh, en=en, evidence=evidence)


def refuted(zh: str, en: str, *evidence: FactEvidence) -> FactPart:
    """Return a part that is shown not to hold (分项不成立)."""
    return FactPart(value=Truth.FALSE, zh=zh, en=en, evidence=evidence)


def open_part(
    zh: str, en: str, missing: tuple[str, str, str], *evidence: FactEvidence, by_record: bool = False
) -> FactPart:
    """Return a part that is not established, with what is missing, in both languages, and who has it (分项未查明).

    Args:
        zh: how it stands, in Chinese.
        en: the same in English.
        missing: what is missing, in Chinese and English, and who has it.
        evidence: what was looked at.
        by_record: whether only the record itself can close it.

    """
    zh_missing, en_missing, where = map(field_text, missing)
    asked = MissingEvidence(zh=zh_missing, en=en_missing, where=where)
    value = Truth.NOT_ESTABLISHED
    return FactPart(value=value, zh=zh, en=en, evidence=evidence, missing=(asked,), by_record=by_record)


def fact_of(code: str, parts: Iterable[FactPart]) -> FoundFact:
    """Return the fact that all these parts together make; of no part, one that is not established (合成事实).

    Every piece of evidence says in its note which part it belongs to and how that stands.
    """
    known = tuple(parts)
    value = all_of(one.value for one in known) if known else Truth.NOT_ESTABLISHED
    deciding = [one for one in known if one.value is value]
    missing = tuple(dict.fromkeys(each for one in known for each in one.missing))
    if value is Truth.NOT_ESTABLISHED and not missing:
        missing = (_NOT_STATED,)
    fact = Fact(
        kind=FACT_KINDS[code],
        value=value,
        because_zh=field_text("；".join(dict.fromkeys(one.zh for one in deciding))) or "没有可据以认定的记录",
        because=field_text("; ".join(dict.fromkeys(one.en for one in deciding))) or "there is no record to go by",
        evidence=tuple(dict.fromkeys(_noted(one, each) for one in known for each in one.evidence)),
        missing=missing,
    )
    only = tuple(one for one in deciding if one.by_record) if value is Truth.NOT_ESTABLISHED else ()
    return FoundFact(fact=fact, by_record=only)


def _noted(part: FactPart, evidence: FactEvidence) -> FactEvidence:
    """Return a piece of evidence that says how its part stands."""
    told = f"[{part.value}] {part.zh} / {part.en}"
    return attrs.evolve(evidence, note=field_text(f"{told}；{evidence.note}" if evidence.note else told))
