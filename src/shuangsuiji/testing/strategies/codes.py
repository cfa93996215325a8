"""One-time codes that anyone knows, for tests (虚构密码)."""

from __future__ import annotations

from shuangsuiji.lottery import Algorithm, chain
from shuangsuiji.lottery.digest import hash_message

__all__ = ["CHAIN_LENGTH", "synthetic_codes"]

CHAIN_LENGTH = 4
"""How many rounds a synthetic chain can open: the main draw and three more."""

_CHAINS = 8


def synthetic_codes(alg: Algorithm, party: str) -> tuple[tuple[str, ...], ...]:
    """Return eight chains x(0), x(1) … x(4), of which x(0) is committed and x(K+1) opens round K (虚构密码).

    Anyone knows them: they are for tests.
    """
    secrets = (hash_message(alg, "testing", party, str(number)) for number in range(_CHAINS))
    return tuple(chain(alg, party, secret, CHAIN_LENGTH) for secret in secrets)
