"""One-time codes of the parties."""

from hashlib import sha256
from itertools import pairwise

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import Algorithm, chain, next_code
from tests.unit.builders import bundle

# Published by their first and last digits. The list gives `e28e` as the end of the second x(0), where
# `printf 'ssj1|chain|sup|%s'` and sha256sum, four times over, give what stands here: a slip of the pen.
VECTORS = [
    ("op", "11" * 32, ("5d791c72", "42b1"), ("45133bc8", "e277")),
    ("sup", "22" * 32, ("dd2c0c15", "a28e"), ("dfbd5410", "36c9")),
]


@pytest.mark.parametrize(("party", "secret", "first", "second"), VECTORS)
def test_the_published_chains_come_out(
    party: str, secret: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    codes = chain(Algorithm.SHA256, party, secret, 4)
    assert [(code[:8], code[-4:]) for code in codes[:2]] == [first, second]
    assert codes[4] == secret


def test_the_codes_of_the_joint_example_come_out() -> None:
    files = bundle("ssj1-joint")
    for party, secret in (("operator", "11" * 32), ("supervisor", "22" * 32)):
        codes = chain(Algorithm.SHA256, party, secret, 4)
        assert f"chain.{party}={codes[0]}\n".encode() in files["manifest.txt"]
        assert f"code.{party}={codes[1]}\n".encode() in files["reveal.txt"]


def test_a_step_of_the_chain_is_the_message_of_the_specification() -> None:
    assert next_code(Algorithm.SHA256, "op", "ab" * 32) == sha256(b"ssj1|chain|op|" + b"ab" * 32).hexdigest()


@pytest.mark.parametrize("alg", list(Algorithm))
def test_every_code_leads_to_the_one_before_it(alg: Algorithm) -> None:
    codes = chain(alg, "op", "11" * 32, 4)
    assert len(codes) == 5
    assert all(next_code(alg, "op", after) == before for before, after in pairwise(codes))


def test_two_parties_with_one_secret_have_different_chains() -> None:
    assert set(chain(Algorithm.SHA256, "op", "11" * 32)).isdisjoint(chain(Algorithm.SHA256, "sup", "11" * 32)[:-1])


def test_a_chain_opens_sixteen_rounds_unless_told_otherwise() -> None:
    assert len(chain(Algorithm.SHA256, "op", "11" * 32)) == 17
    assert len(chain(Algorithm.SHA256, "op", "11" * 32, 1)) == 2


@pytest.mark.parametrize("secret", ["", "11" * 31, "AA" * 32, "11" * 32 + "\n", "g" * 64], ids=repr)
def test_a_secret_is_64_hex_digits_and_never_shown(secret: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        chain(Algorithm.SHA256, "op", secret)
    assert not secret or secret not in str(caught.value)
    assert f"{len(secret)} characters" in str(caught.value)


@pytest.mark.parametrize("party", ["", "the operator", "操作员", "op|x", "op.x"])
def test_a_party_is_a_name(party: str) -> None:
    with pytest.raises(InvalidValueError):
        chain(Algorithm.SHA256, party, "11" * 32)


@pytest.mark.parametrize("length", [0, -1, True, 1.5])
def test_a_chain_opens_at_least_one_round(length: object) -> None:
    with pytest.raises(InvalidValueError):
        chain(Algorithm.SHA256, "op", "11" * 32, length)  # type: ignore[arg-type]
