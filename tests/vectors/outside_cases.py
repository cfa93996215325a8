"""Vectors of others: RFC 3797, Rivest's sampler, the draft of Thomson, drand; `source` says where they come from."""

import hashlib
import hmac
from collections.abc import Iterator

from tests.vectors.message_cases import Case, Named
from tests.vectors.redrawing import SIGNATURE, SIGNATURE_OF_123

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS, PERIOD = 1_692_803_367, 3
PHRASE = "totally not a bikeshed"
RANDOMNESS = "1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"
COLOURS = """
aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson darkblue darkcyan darkgoldenrod darkgray
darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey
dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
greenyellow honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon
lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen
mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff
peru pink plum powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell
sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato
turquoise violet wheat white whitesmoke yellow yellowgreen
"""


def cases() -> Iterator[Named]:
    """Yield every case."""
    yield "rfc3797/section-6", rfc3797("9319./2.5.8.10.12./9.18.26.34.41.45./", 25, 16)
    yield "rivest2011/colorado", rivest2011("3546311556112163624615351222", 1, 876, 47)
    yield "vrs/a-bikeshed", vrs()
    for number, signature in {123: SIGNATURE_OF_123, 657413: SIGNATURE}.items():
        yield f"drand/round-{number}", drand(number, signature, accepted=True)
    about = {"about": "The signature of another round is refused."}
    yield "drand/refused-another-round", drand(124, SIGNATURE_OF_123, accepted=False) | about
    about = {"about": "One digit of the signature is another."}
    yield "drand/refused-another-signature", drand(123, f"{SIGNATURE_OF_123[:-1]}3", accepted=False) | about


def rfc3797(key: str, candidates: int, number: int) -> Case:
    """Return a selection of RFC 3797: MD5 over the key between two counters, modulo those that are left."""
    left = list(range(1, candidates + 1))
    digests: list[str] = []
    selected: list[int] = []
    for one in range(number):
        counter = one.to_bytes(2, "big")
        digests.append(hashlib.md5(counter + key.encode() + counter, usedforsecurity=False).hexdigest())
        selected.append(left.pop(int(digests[-1], 16) % len(left)))
    return {
        "about": "digests[i] = MD5(i KEY i), i as two bytes; its value modulo the number left is a place, from 0.",
        "source": "RFC 3797 section 6",
        "key": key,
        "candidates": candidates,
        "digests": digests,
        "selected": selected,
    }


def rivest2011(seed: str, first: int, last: int, number: int) -> Case:
    """Return a selection of Rivest's sampler: SHA-256 of seed and counter, modulo all, without repetitions."""
    numbers: list[int] = []
    count = 0
    while len(numbers) < number:
        count += 1
        one = first + int(hashlib.sha256(f"{seed},{count}".encode()).hexdigest(), 16) % (last - first + 1)
        numbers += [one] * (one not in numbers)
    return {
        "about": "FIRST + SHA-256(SEED,COUNT) mod (LAST - FIRST + 1), COUNT from 1; a number already there is skipped.",
        "source": "Rivest, sampler.py (2011); FreeAndFair/ColoradoRLA, PseudoRandomNumberGeneratorTest",
        "seed": seed,
        "first": first,
        "last": last,
        "numbers": numbers,
    }


def vrs() -> Case:
    """Return the worked example of draft-thomson-elegy-vrs: labels ranked under a key from code and randomness."""
    codes = [PHRASE.encode()]
    for _ in range(10):
        codes.insert(0, hashlib.sha256(codes[0]).digest())
    rankings = [ranking(code) for code in codes[1:3]]
    return {
        "about": "PRK = HMAC(code, randomness); ranked by HMAC(PRK, label 0x01); codes[i-1] = SHA-256(codes[i]).",
        "source": "draft-thomson-elegy-vrs-00, appendix B",
        "secret": PHRASE,
        "codes": [code.hex() for code in codes[:-1]],
        "randomness": RANDOMNESS,
        "labels": COLOURS.split(),
        "rankings": [{"code": code.hex(), "first": first} for code, first in zip(codes[1:3], rankings, strict=True)],
    }


def ranking(code: bytes) -> list[list[str]]:
    """Return the first ten of the labels."""
    key = hmac.digest(code, RANDOMNESS.encode(), "sha256")
    ranked = sorted((hmac.digest(key, f"{label}\x01".encode(), "sha256").hex(), label) for label in COLOURS.split())
    return [list(one) for one in ranked[:10]]


def drand(number: int, signature: str, *, accepted: bool) -> Case:
    """Return a round of drand's quicknet; that a signature is good takes a pairing, which is not computed here."""
    return {
        "about": "Message SHA-256(round as 8 bytes), signature on G1 (RFC 9380), key on G2; value SHA-256(signature).",
        "source": "drand quicknet, as in the examples of noislabs/drand-verify",
        "chain": CHAIN,
        "public_key": PUBLIC_KEY,
        "round": number,
        "unix_time": GENESIS + (number - 1) * PERIOD,
        "message": hashlib.sha256(number.to_bytes(8, "big")).hexdigest(),
        "signature": signature,
        "value": hashlib.sha256(bytes.fromhex(signature)).hexdigest(),
        "accepted": accepted,
    }
