"""What is still to be found out: the facts on which an open question turns, and what would settle it (待查清的事实).

Among the grounds of one question a fact speaks in one direction only (``GroundSet``), so that the smallest sets that
meet a ground name every fact that can still turn the answer, and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.ground_sets import GroundSet
from shuangsuiji.accountability.grounds import AssessmentVerdict, Ground, value_of
from shuangsuiji.accountability.truths import Truth, any_of
from shuangsuiji.values import FrozenMap, check_kind, check_name, freeze

__all__ = ["Settlement", "settlements_of", "turning_codes"]

_LARGEST = 3  # a refutation that needs more facts than this is not listed: nobody is helped by a page of them

Codes = frozenset[str]


@attrs.frozen(kw_only=True)
class Settlement:
    """Facts that would settle an open question, were they established so (可使结论确定的事实组合).

    Attributes:
        verdict: what the question would come to: NOT_MET where every ground of it falls.
        facts: by code, the value in which each would have to be established; at least one, never NOT_ESTABLISHED.

    """

    verdict: AssessmentVerdict
    facts: Mapping[str, Truth] = attrs.field(converter=freeze)

    def __attrs_post_init__(self) -> None:
        check_kind(self.verdict, AssessmentVerdict, "Settlement.verdict")
        for code, value in self.facts.items():
            check_name(code, "Settlement.facts")
            check_kind(value, Truth, f"Settlement.{code}")

    def __str__(self) -> str:
        return "、".join(f"{code} {value}" for code, value in self.facts.items()) + f" → {self.verdict}"


def turning_codes(grounds: GroundSet, facts: Mapping[str, Fact], turning: Iterable[Ground]) -> tuple[str, ...]:
    """Return the facts that can still turn the answer, in the order of the set (可改变结论的事实).

    Args:
        grounds: the set.
        facts: by code, what is known.
        turning: the open grounds of the question.

    """
    needed = {code for one in _smallest(_ways(turning, facts)) for code in one}
    return tuple(kind.code for kind in grounds.kinds if kind.code in needed)


def settlements_of(grounds: GroundSet, facts: Mapping[str, Fact], turning: Iterable[Ground]) -> tuple[Settlement, ...]:
    """Return the smallest sets of facts that would settle a question (使结论确定的最小事实组合).

    Every set that meets a ground and holds no smaller one comes first; then, of those that refute all of the grounds,
    the smallest, where three facts suffice.

    Args:
        grounds: the set.
        facts: by code, what is known.
        turning: the open grounds of the question.

    """
    given = tuple(turning)
    if not given:
        return ()
    order = {kind.code: place for place, kind in enumerate(grounds.kinds)}
    wants = {code: ground.wants(code) for ground in given for code in ground.codes}
    ways = _ways(given, facts)
    met = sorted(_smallest(ways), key=lambda one: (len(one), sorted(map(order.__getitem__, one))))
    refuted = sorted(_hitting(met), key=lambda one: sorted(map(order.__getitem__, one)))
    found = [_settlement(ways[one], one, order, wants) for one in met]
    against = {code: ~value for code, value in wants.items()}
    return (*found, *(_settlement(AssessmentVerdict.NOT_MET, one, order, against) for one in refuted))


def _settlement(
    verdict: AssessmentVerdict, codes: Codes, order: Mapping[str, int], values: Mapping[str, Truth]
) -> Settlement:
    listed = sorted(codes, key=order.__getitem__)
    return Settlement(verdict=verdict, facts=FrozenMap((code, values[code]) for code in listed))


def _ways(turning: Iterable[Ground], facts: Mapping[str, Fact]) -> dict[Codes, AssessmentVerdict]:
    """Return every set of open facts that meets a ground, with the verdict, the first of several in its order."""
    found: dict[Codes, AssessmentVerdict] = {}
    order = list(AssessmentVerdict)
    for ground in turning:
        for way in _ways_of(ground, facts):
            found[way] = min(found.get(way, ground.verdict), ground.verdict, key=order.index)
    return found


def _ways_of(ground: Ground, facts: Mapping[str, Fact]) -> Iterator[Codes]:
    def is_open(code: str) -> bool:
        return value_of(facts, code) is Truth.NOT_ESTABLISHED

    alternatives = ground.any_of
    needed = {code for code in ground.codes if code not in alternatives and is_open(code)}
    if any_of(value_of(facts, code) for code in alternatives) is Truth.NOT_ESTABLISHED:
        for code in filter(is_open, alternatives):
            yield frozenset(needed | {code})
    else:
        yield frozenset(needed)


def _smallest(ways: Iterable[Codes]) -> list[Codes]:
    """Return the sets that hold no other of them."""
    given = list(ways)
    return [one for one in given if not any(other < one for other in given)]


def _hitting(ways: list[Codes]) -> set[Codes]:
    """Return the smallest sets that have a fact in common with every way, up to three facts."""
    for size in range(1, _LARGEST + 1):
        found = set(_hits(ways, frozenset(), size))
        if found:
            return found
    return set()


def _hits(ways: list[Codes], chosen: Codes, left: int) -> Iterator[Codes]:
    missed = next((way for way in ways if not way & chosen), None)
    if missed is None:
        yield chosen
    elif left:
        for code in missed:
            yield from _hits(ways, chosen | {code}, left - 1)
