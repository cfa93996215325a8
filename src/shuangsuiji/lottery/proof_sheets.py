r"""Proofs as sheets of plain text that can be handed out, printed and sent (证明单).

A proof of inclusion can be checked with a shell alone, here with SHA-256. What is printed must be ``frame.F.merkle`` of
the manifest, and ``size`` its ``frame.F.rows``::

    get() { grep "^$1=" proof.txt | cut -d= -f2-; }
    bytes() {
      printf "$(printf '%s' "$1" | awk -v h=0123456789abcdef '{ for (i = 1; i < length($0); i += 2)
        printf "\\%03o", 16 * index(h, substr($0, i, 1)) + index(h, substr($0, i + 1, 1)) - 17 }')"
    }
    node() { { printf '\001'; bytes "$1"; bytes "$2"; } | sha256sum | cut -c1-64; }
    line() { printf '\000%s\t%s\t%s\t%s' "$(get id)" "$(get stratum)" "$(get region)" "$(get weight)"; }
    r=$(line | sha256sum | cut -c1-64) i=$(get index) n=$(get size)
    set -- $(get path | tr ',-' '  ')
    while [ "$n" -gt 1 ]; do
      if [ $((i % 2)) -eq 1 ]; then r=$(node "$1" "$r"); shift
      elif [ $((i + 1)) -lt "$n" ]; then r=$(node "$r" "$1"); shift; fi
      i=$((i / 2)) n=$(((n + 1) / 2))
    done
    [ $# -eq 0 ] && echo "$r"

For a proof of absence the same is done twice, with ``left.`` and ``right.`` before the keys; the two indices must be
adjacent, and ``absent`` must lie between the two ids in ``LC_ALL=C sort``.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.forms import form_error, parse_sheet, sheet_bytes
from shuangsuiji.lottery.frames import UNUSED
from shuangsuiji.lottery.grammar import is_count
from shuangsuiji.lottery.merkle import AbsenceProof, InclusionProof, check_absence, check_inclusion
from shuangsuiji.values import check_name

__all__ = ["ProofSheet"]

FILE = "proof.txt"
_CELLS = ("id", "stratum", "region", "weight")
_PROOF = (*_CELLS, "index", "path")
_SIDES = ("left", "right")


@attrs.frozen(kw_only=True)
class ProofSheet:
    """A proof with the name of its frame and the hash of its draw (证明单).

    Attributes:
        alg: the hash of the draw.
        frame: F, the name of the frame in the manifest.
        proof: that an id stands in the frame, or that it does not.

    """

    alg: Algorithm
    frame: str
    proof: InclusionProof | AbsenceProof

    def __attrs_post_init__(self) -> None:
        check_name(self.frame, "ProofSheet.frame")

    @classmethod
    def from_text(cls, text: str) -> ProofSheet:
        """Return the proof in a sheet; that it holds is another question, see ``check`` (读取).

        Raises:
            InvalidFormError: a fault of form, a key that is unknown or missing, a proof that cannot be one.

        """
        entries = parse_sheet(text.encode(errors="surrogatepass"), FILE)
        _check_keys(entries)
        try:
            proof = _absence(entries) if "absent" in entries else _inclusion(entries, "", _count(entries, "size"))
            return cls(alg=_algorithm(entries), frame=entries["frame"], proof=proof)
        except InvalidValueError as fault:
            raise form_error("form.field", FILE, fault.zh_line, fault.en_line, "proof") from None

    def to_text(self) -> str:
        """Return the sheet: ``ssj1``, then the lines ``key=value``, sorted bytewise."""
        entries = {"alg": self.alg.value, "frame": self.frame, "size": "0"}
        if isinstance(self.proof, InclusionProof):
            entries |= _entries(self.proof, "")
        else:
            entries["absent"] = self.proof.id
            for side, one in zip(_SIDES, (self.proof.left, self.proof.right), strict=True):
                entries |= _entries(one, f"{side}.") if one else {}
        return sheet_bytes(entries).decode()

    def check(self, root: str, size: int) -> None:
        """Check the proof against ``frame.F.merkle`` and ``frame.F.rows`` of a manifest of the same ``alg`` (核验).

        Raises:
            BrokenChainError: the proof is not one of that frame.

        """
        if isinstance(self.proof, InclusionProof):
            check_inclusion(self.alg, self.proof, root, size)
        else:
            check_absence(self.alg, self.proof, root, size)


def _entries(proof: InclusionProof, prefix: str) -> dict[str, str]:
    values = (*proof.line.split("\t"), str(proof.index), ",".join(proof.path) or UNUSED)
    return {"size": str(proof.size), **{f"{prefix}{key}": value for key, value in zip(_PROOF, values, strict=True)}}


def _check_keys(entries: Mapping[str, str]) -> None:
    """Refuse a sheet whose keys are not those of one of the two kinds of proof."""
    prefixes = [""]
    if "absent" in entries:
        prefixes = [f"{side}." for side in _SIDES if any(key.startswith(f"{side}.") for key in entries)]
    required = {"alg", "frame", "size", *(f"{prefix}{key}" for prefix in prefixes for key in _PROOF)}
    for key in sorted(required ^ (entries.keys() - {"absent"})):
        zh, en = ("缺少键", "missing key") if key in required else ("键名未知", "unknown key")
        raise form_error("form.key", FILE, zh, en, key)


def _absence(entries: Mapping[str, str]) -> AbsenceProof:
    size = _count(entries, "size")
    left, right = (_inclusion(entries, f"{side}.", size) if f"{side}.id" in entries else None for side in _SIDES)
    if size and not left and not right:
        zh, en = "非空的抽样框应有邻行", "a frame that is not empty has neighbours"
        raise InvalidValueError(field="size", rule_zh=zh, rule=en, value=size)
    return AbsenceProof(id=entries["absent"], left=left, right=right)


def _inclusion(entries: Mapping[str, str], prefix: str, size: int) -> InclusionProof:
    path = entries[f"{prefix}path"]
    return InclusionProof(
        line="\t".join(entries[f"{prefix}{key}"] for key in _CELLS),
        index=_count(entries, f"{prefix}index"),
        size=size,
        path=() if path == UNUSED else path.split(","),
    )


def _count(entries: Mapping[str, str], key: str) -> int:
    if not is_count(entries[key]):
        raise InvalidValueError(field=key, rule_zh="应为整数", rule="must be an integer", value=entries[key])
    return int(entries[key])


def _algorithm(entries: Mapping[str, str]) -> Algorithm:
    known = [alg.value for alg in Algorithm]
    if entries["alg"] not in known:
        rule_zh, rule = f"应为 {'、'.join(known)} 之一", f"must be one of {', '.join(known)}"
        raise InvalidValueError(field="alg", rule_zh=rule_zh, rule=rule, value=entries["alg"])
    return Algorithm(entries["alg"])
