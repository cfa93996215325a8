"""From a commitment and its reveal to the seed and the keys: SSJ-1 §1, §3 (种子)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import attrs

from shuangsuiji.errors import InvalidFormError, InvalidValueError, RefusedRevealError
from shuangsuiji.lottery.beacons import BeaconEvent, beacon_value
from shuangsuiji.lottery.codes import next_code
from shuangsuiji.lottery.digest import Algorithm, hash_message, is_digest
from shuangsuiji.lottery.forms import form_error, parse_sheet, sheet_bytes
from shuangsuiji.lottery.grammar import is_count
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.supplements import Supplement
from shuangsuiji.values import FrozenMap, check_count, freeze, is_field

__all__ = ["Reveal", "Round", "Seed", "main_round", "open_commitment", "open_round", "reveal_of", "supplement_round"]

MAIN_ROUND = 0
NO_SUPPLEMENT = "-"
_CONVENIENCE = ("seed", "key", "mkey")
NO_CODES: Mapping[str, str] = FrozenMap()


@attrs.frozen(kw_only=True)
class Seed:
    """What decides a draw, and the short keys that follow from it (种子)."""

    alg: Algorithm
    text: str

    @cached_property
    def key(self) -> str:
        """KEY, 32 hex digits: the prefix of object tickets."""
        return hash_message(self.alg, "ssj1", "obj", self.text)[:32]

    @cached_property
    def matching_key(self) -> str:
        """MKEY, 32 hex digits: the prefix of inspector tickets."""
        return hash_message(self.alg, "ssj1", "ins", self.text)[:32]

    def scalar(self, label: str) -> Fraction:
        """Return the number from 0 up to but not 1 that decides rounding by chance: H(``ssj1|uni|SEED|LABEL``)/2²⁵⁶."""
        return Fraction(int(hash_message(self.alg, "ssj1", "uni", self.text, label), 16), 2**256)


@attrs.frozen(kw_only=True)
class Round:
    """One round of a draw, and what its reveal has to open (轮次).

    Attributes:
        manifest: the commitment of the draw.
        k: 0 for the main draw, 1, 2 … for supplementary rounds; it is opened with the codes x(k+1).
        events: the public events whose values make BEACON; none where ``beacon`` is given.
        beacon: BEACON of the main draw, where a supplementary round names no events of its own.
        supplement: SUPPLEMENT, ``-`` for the main draw.

    """

    manifest: Manifest
    k: int = MAIN_ROUND
    events: tuple[BeaconEvent, ...] = ()
    beacon: str | None = None
    supplement: str = NO_SUPPLEMENT

    @property
    def file(self) -> str:
        """Name of the sheet that reveals the round."""
        return f"reveal.{self.k}.txt" if self.k else "reveal.txt"


def main_round(manifest: Manifest) -> Round:
    """Return the main draw of a commitment (主抽取)."""
    return Round(manifest=manifest, events=manifest.beacons)


def supplement_round(manifest: Manifest, supplement: Supplement, main_beacon: str) -> Round:
    """Return a supplementary round (补充轮次).

    Args:
        manifest: the commitment of the main draw.
        supplement: the request, committed before its own beacon.
        main_beacon: BEACON of the main draw, which counts where the request names no events.

    """
    return Round(
        manifest=manifest,
        k=supplement.k,
        events=supplement.beacons,
        beacon=None if supplement.beacons else main_beacon,
        supplement=supplement.digest(manifest.alg),
    )


@attrs.frozen(kw_only=True)
class Reveal:
    """What opens a commitment: BEACON and the parties' one-time codes (揭示).

    Attributes:
        beacon: ``SOURCE/EDITION/VALUE`` joined by ``;`` in the manifest's order.
        codes: one code per party of the manifest, 64 hex digits each; none in open mode without parties.
        k: the round, 0 for the main draw.

    """

    beacon: str
    codes: Mapping[str, str] = attrs.field(factory=FrozenMap[str, str], converter=freeze)
    k: int = MAIN_ROUND

    def __attrs_post_init__(self) -> None:
        check_count(self.k, "Reveal.k")

    @classmethod
    def of(cls, manifest: Manifest, values: Mapping[str, str], codes: Mapping[str, str] = NO_CODES) -> Reveal:
        """Return the reveal of the main draw from the values of the events as people typed them (揭示).

        Args:
            manifest: names the events.
            values: value by source, such as ``{"KL8": "03 07 11 …"}``.
            codes: one code per party.

        Raises:
            InvalidValueError: a value is missing, of an event that is not named, or none of its source.

        """
        return cls.of_round(main_round(manifest), values, codes)

    @classmethod
    def of_round(cls, one: Round, values: Mapping[str, str], codes: Mapping[str, str] = NO_CODES) -> Reveal:
        """Return the reveal of any round from the values of its events as people typed them (轮次揭示).

        Args:
            one: names the events; none where the round takes over the main draw's BEACON.
            values: value by source.
            codes: one code per party, x(k+1).

        Raises:
            InvalidValueError: a value is missing, of an event that is not named, or none of its source.

        """
        named = [event.source for event in one.events]
        if set(values) != set(named):
            zh, en = f"应为 {'、'.join(named)} 各给一个值", f"must give one value of each of {', '.join(named)}"
            raise InvalidValueError(field="values", rule_zh=zh, rule=en, value=sorted(values))
        parts = [f"{event.name}/{beacon_value(event.source, values[event.source])}" for event in one.events]
        return cls(beacon=one.beacon or ";".join(parts), codes=codes, k=one.k)

    def entries(self, seed: Seed) -> dict[str, str]:
        """Return the entries of ``reveal.txt``, with seed and keys for convenience."""
        codes = {f"code.{party}": code for party, code in self.codes.items()}
        keys = {"seed": seed.text, "key": seed.key, "mkey": seed.matching_key}
        return {"k": str(self.k), "beacon": self.beacon, **codes, **keys}

    def to_bytes(self, seed: Seed) -> bytes:
        """Return the bytes of ``reveal.txt``."""
        return sheet_bytes(self.entries(seed))


def reveal_of(content: bytes, file: str = "reveal.txt") -> tuple[Reveal, dict[str, str]]:
    """Return the reveal in ``reveal.txt`` and the seed and keys that it claims.

    Raises:
        InvalidFormError: a fault of form, an unknown or a missing key.

    """
    entries = parse_sheet(content, file)
    codes: dict[str, str] = {}
    for key, value in entries.items():
        kind, _, party = key.partition(".")
        if kind == "code" and party:
            codes[party] = value
        elif key not in ("k", "beacon", *_CONVENIENCE) and not (kind == "x" and is_field(party)):
            raise _key_error(file, "键名未知", "unknown key", key)
    for key in ("k", "beacon"):
        if key not in entries:
            raise _key_error(file, "缺少键", "missing key", key)
    k = entries["k"]
    if not is_count(k):
        raise form_error(
            "form.field", file, "应为不带前导零的整数", "must be an integer without leading zeros", f"k={k}"
        )
    claimed = {key: entries[key] for key in _CONVENIENCE if key in entries}
    return Reveal(beacon=entries["beacon"], codes=codes, k=int(k)), claimed


def _key_error(file: str, rule_zh: str, rule: str, key: str) -> InvalidFormError:
    return form_error("form.key", file, rule_zh, rule, key)


def open_commitment(manifest: Manifest, reveal: Reveal) -> Seed:
    """Return the seed of the main draw (种子).

    Raises:
        RefusedRevealError: as ``open_round`` says.

    """
    return open_round(main_round(manifest), reveal)


def open_round(one: Round, reveal: Reveal) -> Seed:
    """Return the seed of a round (轮次种子).

    Raises:
        RefusedRevealError: the beacon is not the one the round names, a value is not canonical, a code is missing,
            foreign or does not lead to ``chain.PARTY``, or the reveal belongs to another round.

    """
    for check in (check_round, check_beacon, check_codes):
        check(one, reveal)
    return seed_of(one, reveal)


def seed_of(one: Round, reveal: Reveal) -> Seed:
    """Return the seed that follows from a reveal which has been checked."""
    manifest = one.manifest
    codes = [reveal.codes[party] for party in sorted(manifest.chains)]
    text = hash_message(
        manifest.alg, "ssj1", "seed", manifest.commit, str(one.k), one.supplement, reveal.beacon, *codes
    )
    return Seed(alg=manifest.alg, text=text)


def check_round(one: Round, reveal: Reveal) -> None:
    """Raise RefusedRevealError unless the reveal belongs to the round."""
    if reveal.k != one.k:
        zh, en = f"{one.file} 应为 {one.k}", f"must be {one.k} in {one.file}"
        raise RefusedRevealError(field="k", rule_zh=zh, rule=en, value=reveal.k)


def check_beacon(one: Round, reveal: Reveal) -> None:
    """Raise RefusedRevealError unless BEACON gives a canonical value for each event named, in order."""
    if one.beacon is not None:
        if reveal.beacon != one.beacon:
            zh, en = "补充抽取未另行指定随机事件，应与主抽取相同", "names no events of its own: must be the main draw's"
            raise RefusedRevealError(field=f"beacon {one.file}", rule_zh=zh, rule=en, value=reveal.beacon)
        return
    parts = reveal.beacon.split(";")
    named = [event.name for event in one.events]
    if [part.rpartition("/")[0] for part in parts] != named:
        raise RefusedRevealError(
            field="beacon",
            rule_zh=f"须依次为 {'; '.join(named)} 的值",
            rule=f"must give the values of {'; '.join(named)}, in this order",
            value=reveal.beacon,
        )
    for event, part in zip(one.events, parts, strict=True):
        value = part.rpartition("/")[2]
        try:
            canonical = beacon_value(event.source, value)
        except InvalidValueError as error:
            zh, en = str(error.params["rule_zh"]), str(error.params["rule"])
            raise RefusedRevealError(field=f"beacon {event.name}", rule_zh=zh, rule=en, value=value) from None
        if canonical != value:
            raise RefusedRevealError(
                field=f"beacon {event.name}", rule_zh="应为规范写法", rule="must be in canonical form", value=value
            )


def check_codes(one: Round, reveal: Reveal) -> None:
    """Raise RefusedRevealError unless there is one code per party and each leads to the party's chain end."""
    manifest = one.manifest
    if set(reveal.codes) != set(manifest.chains):
        raise RefusedRevealError(
            field="code",
            rule_zh=f"应由 {sorted(manifest.chains)} 各给出一个密码",
            rule=f"must hold one code of each of {sorted(manifest.chains)}",
            value=sorted(reveal.codes),
        )
    for party, end in manifest.chains.items():
        code = reveal.codes[party]
        if not is_digest(code) or _hashed(manifest.alg, party, code, one.k + 1) != end:
            raise RefusedRevealError(
                field=f"code.{party}",
                rule_zh=f"与锁定单中的 chain.{party} 不符",
                rule=f"does not lead to chain.{party} of the manifest",
                value=f"{len(code)} characters",  # shown, the code of a later round would stand in every log
            )


def _hashed(alg: Algorithm, party: str, code: str, times: int) -> str:
    """Return what a code leads to after so many steps along its chain."""
    for _ in range(times):
        code = next_code(alg, party, code)
    return code
