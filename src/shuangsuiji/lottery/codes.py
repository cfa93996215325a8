"""One-time codes of the parties, fixed in the manifest before the beacon: SSJ-1 §1 (一次性密码链)."""

from __future__ import annotations

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import Algorithm, hash_message, is_digest
from shuangsuiji.values.fields import check_count, check_name

__all__ = ["chain", "next_code"]


def next_code(alg: Algorithm, party: str, code: str) -> str:
    """Return x(i−1) = H(``ssj1|chain|PARTY|`` x(i)): what ``code`` must lead to (前一密码)."""
    return hash_message(alg, "ssj1", "chain", party, code)


def chain(alg: Algorithm, party: str, secret: str, length: int = 16) -> tuple[str, ...]:
    """Return x(0), x(1), … x(length); x(0) goes into one manifest, round K is opened with x(K+1) (密码链).

    Args:
        alg: the hash of the draw.
        party: name of the party.
        secret: x(length), 64 lower-case hex digits from a good random source; kept by the party alone.
        length: how many rounds the chain can open.

    Raises:
        InvalidValueError: a party that is no name, a secret that is not 64 hex digits, a length below 1.

    """
    check_name(party, "party")
    check_count(length, "length", at_least=1)
    if not is_digest(secret):
        raise InvalidValueError(
            field=f"secret {party}",
            rule_zh="应为 64 位小写十六进制",
            rule="must be 64 lower-case hex digits",
            value=f"{len(secret)} characters",
        )
    codes = [secret]
    for _ in range(length):
        codes.append(next_code(alg, party, codes[-1]))
    return tuple(reversed(codes))
