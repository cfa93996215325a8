"""Checks that a reveal opens its round: SSJ-1 §6 (揭示核验)."""

from __future__ import annotations

from shuangsuiji.errors import InvalidFormError, ShuangsuijiError
from shuangsuiji.lottery.seeds import (
    Reveal,
    Round,
    Seed,
    check_beacon,
    check_codes,
    check_round,
    reveal_of,
    seed_of,
)
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["check_reveal"]


def check_reveal(one: Round, content: bytes, ledger: Ledger) -> tuple[Reveal, Seed] | None:
    """Return the reveal of a round and its seed, None where the reveal does not open the round."""
    try:
        reveal, claimed = reveal_of(content, one.file)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return None
    opened = True
    for code, check in (("k", check_round), ("beacon", check_beacon), ("code", check_codes)):
        try:
            check(one, reveal)
        except ShuangsuijiError as error:
            ledger.refuse(code, f"{one.file}：{error.zh_line}", f"{one.file}: {error.en_line}")
            opened = False
        else:
            ledger.ok(code, f"{one.file}：与锁定单相符", f"{one.file}: agrees with the manifest")
    if not opened:
        return None
    seed = seed_of(one, reveal)
    for name, value in (("seed", seed.text), ("key", seed.key), ("mkey", seed.matching_key)):
        if name in claimed:
            ledger.settle(
                claimed[name] == value,
                name,
                f"{one.file} 所记 {claimed[name]}，重算为 {value}",
                f"{one.file} says {claimed[name]}, recomputed {value}",
            )
    return reveal, seed
