"""What supplementary rounds may draw, given all that was drawn before: SSJ-1 §4.5 (补充轮次)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.pareto import check_weights
from shuangsuiji.lottery.quotas import FrameTerms, room
from shuangsuiji.lottery.samples import FrameDraw
from shuangsuiji.lottery.supplements import Supplement
from shuangsuiji.lottery.tickets import Tickets
from shuangsuiji.values import FrozenMap, freeze

__all__ = ["Taken", "round_draw"]

_NOBODY = frozenset[str]()


@attrs.frozen(kw_only=True)
class Taken:
    """What the main draw and the rounds so far have drawn and replaced (已抽取情况).

    Attributes:
        terms: the committed terms of every frame, by its name.
        frames: the committed frames.
        drawn: stratum by id of what was drawn, by frame.
        given_back: ids that have been replaced, by the frames for which they had been drawn by then.

    """

    terms: Mapping[str, FrameTerms] = attrs.field(converter=freeze)
    frames: Mapping[str, TableFrame] = attrs.field(converter=freeze)
    drawn: Mapping[str, Mapping[str, str]] = attrs.field(converter=freeze)
    given_back: Mapping[str, frozenset[str]] = attrs.field(factory=FrozenMap[str, frozenset[str]], converter=freeze)

    @classmethod
    def by(cls, terms: Iterable[FrameTerms], frames: Mapping[str, TableFrame], draws: Iterable[FrameDraw]) -> Taken:
        """Return what the main draw has taken."""
        drawn = {one.name: _strata(one) for one in draws}
        return cls(terms={one.name: one for one in terms}, frames=frames, drawn=drawn)

    def after(self, asked: Supplement, draws: Iterable[FrameDraw]) -> Taken:
        """Return what is taken after a round."""
        new = {one.name: {**self.drawn[one.name], **_strata(one)} for one in draws}
        return attrs.evolve(self, drawn={**self.drawn, **new}, given_back=self._gone(asked))

    def _gone(self, asked: Supplement) -> dict[str, frozenset[str]]:
        """Return the replaced of every frame, those of a round included."""
        return {
            name: self.given_back.get(name, _NOBODY) | (drawn.keys() & asked.replaced.keys())
            for name, drawn in self.drawn.items()
        }

    @property
    def live(self) -> Mapping[str, tuple[str, ...]]:
        """The frames for which each object has been drawn and not been replaced: what is still to be visited, why."""
        found: dict[str, list[str]] = {}
        for name, drawn in self.drawn.items():
            for id_ in drawn.keys() - self.given_back.get(name, _NOBODY):
                found.setdefault(id_, []).append(name)
        return {id_: tuple(sorted(found[id_])) for id_ in sorted(found)}

    def left(self, name: str) -> TableFrame:
        """Return what a round draws from: the frame without all that were drawn of it before."""
        return self.frames[name].without(self.drawn[name])

    def check_quotas(self, asked: Supplement) -> tuple[list[str], list[str]]:
        """Return the strata that are no committed ones, and the quotas above the rows that are left."""
        strangers: list[str] = []
        above: list[str] = []
        for name, quotas in asked.quotas.items():
            terms = self.terms.get(name)
            taken = Counter(self.drawn.get(name, {}).values())
            counts = self.frames[name].counts() if terms else {}
            for stratum, number in quotas.items():
                if terms is None or stratum not in terms.ratios:
                    strangers.append(f"{name}/{stratum}")
                elif number > counts.get(stratum, 0) - taken[stratum]:
                    above.append(f"{name}/{stratum}: {number} > {counts.get(stratum, 0) - taken[stratum]}")
        return strangers, above

    def check_replaced(self, asked: Supplement) -> list[str]:
        """Return the replaced ids that were not drawn before, or have been replaced already."""
        known = {id_ for drawn in self.drawn.values() for id_ in drawn}
        wrong = [f"{id_} 未曾抽中 was never drawn" for id_ in asked.replaced if id_ not in known]
        gone = {id_ for ids in self.given_back.values() for id_ in ids}
        return wrong + [f"{id_} 已替换过 was replaced before" for id_ in asked.replaced if id_ in gone]

    def check_weights(self, asked: Supplement) -> list[str]:
        """Return the strata whose weights are too large for what a round draws by them."""
        wrong: list[str] = []
        for name, quotas in asked.quotas.items():
            if self.terms[name].design == "pareto":
                counts = self.left(name).weight_counts()
                for stratum, number in quotas.items():
                    try:
                        check_weights(counts[stratum], number, f"{name}/{stratum}")
                    except InvalidValueError as error:
                        wrong.append(error.zh_line)
        return wrong

    def check_caps(self, asked: Supplement) -> list[str]:
        """Return the caps that a round would exceed; an object that is replaced gives its place back."""
        gone = self._gone(asked)
        wrong: list[str] = []
        for name, quotas in asked.quotas.items():
            terms, counts = self.terms[name], self.frames[name].counts()
            stay = Counter(stratum for id_, stratum in self.drawn[name].items() if id_ not in gone[name])
            stay.update(quotas)
            for stratum, cap in terms.caps.items():
                if stratum in quotas and stay[stratum] > room(counts.get(stratum, 0), cap):
                    wrong.append(f"{name}/{stratum}: {stay[stratum]} > {room(counts.get(stratum, 0), cap)}")
            total = sum(stay.values()) + (terms.used or 0)
            if terms.cap is not None and total > room(terms.rows, terms.cap):
                wrong.append(f"{name}: {total} > {room(terms.rows, terms.cap)}")
        return wrong


def round_draw(terms: FrameTerms, left: TableFrame, quotas: Mapping[str, int], tickets: Tickets) -> FrameDraw:
    """Return what a supplementary round draws of one frame, in the strata that it asks for (补充抽取).

    Args:
        terms: the committed terms of the frame, whose design holds for the rounds too.
        left: the rows that are left.
        quotas: how many to draw, by stratum.
        tickets: gives each id its ticket of this round.

    Raises:
        InvalidValueError: a quota above the rows that are left.

    """
    every = {**dict.fromkeys(left.counts(), 0), **quotas}
    strata = left.draw(tickets, every, terms.design)
    return FrameDraw(name=terms.name, strata=tuple(one for one in strata if one.stratum in quotas))


def _strata(draw: FrameDraw) -> dict[str, str]:
    return {id_: one.stratum for one in draw.strata for _, id_ in one.drawn}
