"""Rules on who answers for what, in texts beside the one that a city follows: data, and how sure it is (责任条文).

A rule whose words were not read in the original is kept so that a city can check it: it says in the library's own
words what is reported of it, and it is off. Such words are never a quotation.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.terms import Term
from shuangsuiji.values import ClauseRef, check_field, check_kind, check_name

__all__ = ["Certainty", "LiabilityEffect", "LiabilityFact", "LiabilityRule", "LiabilityText"]


class Certainty(Term):
    """How the wording of a rule is known (文字来源)."""

    READ = "已核对原文"
    REPORTED = "据转述，未见原文"
    RECALLED = "据记忆，未见原文"


class LiabilityEffect(Term):
    """What a rule does to the one whom it speaks of (责任效果)."""

    FREES = "免责"
    BLAMES_OMISSION = "未履行职责"
    BLAMES_ACT = "违法履行职责"


@attrs.frozen(kw_only=True)
class LiabilityFact:
    """A fact that a rule asks for: it cites the article, and says in other words what it asks (责任事实).

    Attributes:
        code: a name that begins with ``G-``.
        zh: what it asks, in the library's own Chinese words; no quotation.
        en: the same in English.
        clause: the article; its path says so where the number of the article was not read.

    """

    code: str
    zh: str
    en: str
    clause: ClauseRef

    def __attrs_post_init__(self) -> None:
        check_name(self.code, "LiabilityFact.code")
        if not self.code.startswith("G-"):
            zh, en = "应以 G- 开头", "begins with G-"
            raise InvalidValueError(field="LiabilityFact.code", rule_zh=zh, rule=en, value=self.code)
        for field in ("zh", "en"):
            check_field(getattr(self, field), f"{self.code}.{field}")
        check_kind(self.clause, ClauseRef, f"{self.code}.clause")


@attrs.frozen(kw_only=True)
class LiabilityRule:
    """One rule on liability (责任规则).

    Attributes:
        id: a field, such as ``P76``.
        effect: whether it frees or blames.
        clause: the article that it is cited by.
        certainty: how its wording is known.
        source: of a rule that was not read, who reports it, in words; else empty.
        all_of: codes of facts that must all hold.
        any_of: codes of facts of which one must hold; empty where none is asked for.
        none_of: codes of facts of which none may hold.

    Raises:
        InvalidValueError: a field of the wrong form, or a source for what was read, or none for what was not.

    """

    id: str
    effect: LiabilityEffect
    clause: ClauseRef
    certainty: Certainty
    source: str = ""
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "LiabilityRule.id")
        check_kind(self.effect, LiabilityEffect, f"{self.id}.effect")
        check_kind(self.clause, ClauseRef, f"{self.id}.clause")
        check_kind(self.certainty, Certainty, f"{self.id}.certainty")
        for code in self.codes:
            check_name(code, f"{self.id}.codes")
        if self.verified is bool(self.source):
            zh, en = "未核对原文的须写明来源", "goes with what was not read in the original"
            raise InvalidValueError(field=f"{self.id}.source", rule_zh=zh, rule=en, value=self.source)
        if self.source:
            check_field(self.source, f"{self.id}.source")

    @property
    def verified(self) -> bool:
        """Whether its words were read in the original; only then is it on by default."""
        return self.certainty is Certainty.READ

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its facts."""
        return (*self.all_of, *self.any_of, *self.none_of)


@attrs.frozen(kw_only=True)
class LiabilityText:
    """The rules on liability of one text, with the facts that they ask for (责任文本).

    Attributes:
        id: a name.
        title: in words.
        effective_on: first day; None where it was not seen.
        facts: every code once.
        rules: every id once; a fact that a rule asks for stands among ``facts``.

    Raises:
        UnknownNameError: a rule that asks for a fact that is not there.

    """

    id: str
    title: str
    effective_on: date | None
    facts: tuple[LiabilityFact, ...]
    rules: tuple[LiabilityRule, ...]

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "LiabilityText.id")
        check_field(self.title, f"{self.id}.title")
        known = [fact.code for fact in self.facts]
        ids = [rule.id for rule in self.rules]
        if len(set(known)) < len(known) or len(set(ids)) < len(ids):
            zh, en = "事实和规则各一次", "every fact and every rule once"
            raise InvalidValueError(field=self.id, rule_zh=zh, rule=en, value="、".join(ids))
        for rule in self.rules:
            missing = next((code for code in rule.codes if code not in known), None)
            if missing is not None:
                raise UnknownNameError(field=rule.id, value=missing, known="、".join(known))

    def __repr__(self) -> str:
        return f"<责任文本 {self.id}：{len(self.rules)} 条>"
