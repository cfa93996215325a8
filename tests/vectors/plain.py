"""SSJ-1 in plain functions, written from the specification and from nothing else.

The vectors are computed with these, so that the package is tested against them and not against itself. They are slow
and short; `alg` is `sha256` or `sm3`, a ratio is the text `p/q`, a hash is 64 hex digits.
"""

import hashlib
from collections.abc import Iterable, Sequence
from fractions import Fraction

CHUNK = 1 << 20
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

Unit = tuple[str, str]  # ticket, id


# §1: hashes and messages.


def digest(alg: str, content: str | bytes) -> bytes:
    """Return the 32 bytes of H of a message or of the bytes of a file."""
    octets = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(octets).digest() if alg == "sha256" else sm3(octets)


def hashed(alg: str, content: str | bytes) -> str:
    """Return H as hex digits."""
    return digest(alg, content).hex()


def sm3(message: bytes) -> bytes:
    """Return SM3 as GB/T 32905-2016 defines it, with its own letters."""
    bits = 8 * len(message)
    message += b"\x80" + bytes(-(len(message) + 9) % 64) + bits.to_bytes(8, "big")
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    for start in range(0, len(message), 64):
        v = [old ^ new for old, new in zip(v, compressed(v, message[start : start + 64]), strict=True)]
    return b"".join(word.to_bytes(4, "big") for word in v)


def compressed(v: list[int], block: bytes) -> list[int]:
    """Return the eight words after the 64 rounds of one block."""
    w = [int.from_bytes(block[start : start + 4], "big") for start in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ turned(w[j - 3], 15)
        w.append(x ^ turned(x, 15) ^ turned(x, 23) ^ turned(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = v
    for j in range(64):
        ss1 = turned(turned(a, 12) + e + turned(0x79CC4519 if j < 16 else 0x7A879D8A, j), 7)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ turned(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, turned(b, 9), c
        e, f, g, h = tt2 ^ turned(tt2, 9) ^ turned(tt2, 17), e, turned(f, 19), g
    return [a, b, c, d, e, f, g, h]


def turned(word: int, by: int) -> int:
    """Return a word of 32 bits turned to the left."""
    word, by = word & 0xFFFFFFFF, by % 32
    return (word << by | word >> (32 - by)) & 0xFFFFFFFF


def chain(alg: str, party: str, secret: str, length: int) -> list[str]:
    """Return x(0), x(1) … x(length), the last being the secret."""
    codes = [secret]
    while len(codes) <= length:
        codes.insert(0, hashed(alg, f"ssj1|chain|{party}|{codes[0]}"))
    return codes


def seed_message(commit: str, k: int, supplement: str, beacon: str, codes: dict[str, str]) -> str:
    """Return the message of a seed; parties stand in byte order of their names."""
    return "|".join(["ssj1", "seed", commit, str(k), supplement, beacon, *(codes[name] for name in bytewise(codes))])


def keys(alg: str, seed: str) -> dict[str, str]:
    """Return the draw key and the matching key of a seed."""
    return {"key": hashed(alg, f"ssj1|obj|{seed}")[:32], "mkey": hashed(alg, f"ssj1|ins|{seed}")[:32]}


def ticket(alg: str, key: str, object_id: str) -> str:
    """Return the ticket of an object."""
    return hashed(alg, f"{key}|{object_id}")


# §2, §3: identifiers, sheets, tables.


def uscc(number: int) -> str:
    """Return a unified code that nobody has, with the check characters of GB 11714 and GB 32100."""
    organisation = f"MA{number:06}"
    rest = -sum(int(one, 36) * weight for one, weight in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    code = f"91320481{organisation}{'X' if rest == 10 else rest}"
    return code + ALPHABET[-sum(ALPHABET.index(one) * 3**place for place, one in enumerate(code)) % 31]


def bytewise(texts: Iterable[str]) -> list[str]:
    """Return texts in the order of their bytes."""
    return sorted(texts, key=str.encode)


def as_table(lines: Iterable[str]) -> bytes:
    """Return a table of these lines, in order."""
    return "".join(f"{line}\n" for line in bytewise(lines)).encode()


def as_sheet(values: dict[str, str]) -> bytes:
    """Return a sheet with these keys and values, in order."""
    return b"ssj1\n" + as_table(f"{key}={value}" for key, value in values.items())


def table_hash(alg: str, table: bytes) -> str:
    """Return the hash of a table: of the file, or of the list of the hashes of its chunks."""
    lines = table.splitlines(keepends=True)
    if len(lines) <= CHUNK:
        return hashed(alg, table)
    chunks = (b"".join(lines[start : start + CHUNK]) for start in range(0, len(lines), CHUNK))
    return hashed(alg, "".join(f"{hashed(alg, chunk)}\n" for chunk in chunks))


# RFC 9162 §2.1.


def merkle(alg: str, leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaves."""
    if len(leaves) <= 1:
        return digest(alg, b"\x00" + leaves[0] if leaves else b"")
    k = largest_power(len(leaves))
    return digest(alg, b"\x01" + merkle(alg, leaves[:k]) + merkle(alg, leaves[k:]))


def merkle_path(alg: str, leaves: Sequence[bytes], index: int) -> list[str]:
    """Return the digests that lead from a leaf to the root, from the leaf upwards."""
    if len(leaves) <= 1:
        return []
    k = largest_power(len(leaves))
    if index < k:
        return [*merkle_path(alg, leaves[:k], index), merkle(alg, leaves[k:]).hex()]
    return [*merkle_path(alg, leaves[k:], index - k), merkle(alg, leaves[:k]).hex()]


def largest_power(size: int) -> int:
    """Return the largest power of two below a size."""
    k = 1
    while 2 * k < size:
        k *= 2
    return k


# §4: the draw.


def quota(rounding: str, rows: int, ratio: str, cap: str | None = None, scalar: str | None = None) -> int:
    """Return how many are drawn; by chance without a scalar, what is known of it before the seed."""
    p, q = map(int, ratio.split("/"))
    number, rest = divmod(p * rows, q)
    up = rounding == "ceil" and rest > 0
    if rounding == "chance" and scalar is not None:
        up = Fraction(int(scalar, 16), 2**256) < Fraction(rest, q)
    number += up
    if cap is None:
        return number
    c, d = map(int, cap.split("/"))
    return min(number, c * rows // d)


def drawn_of(alg: str, key: str, ids: Iterable[str], number: int) -> list[Unit]:
    """Return the tickets and ids that are drawn of one stratum."""
    return sorted((ticket(alg, key, one), one) for one in ids)[:number]


class Pareto:
    """The draw of one stratum by weights."""

    def __init__(self, units: dict[Unit, int], number: int) -> None:
        """Draw so many of units, each with its weight."""
        rest, left, whole = dict(units), number, sum(units.values())
        self.certain: list[Unit] = []
        while sure := [unit for unit, weight in rest.items() if left and (left * weight) / whole >= 1]:
            self.certain += sure
            left -= len(sure)
            rest = {unit: weight for unit, weight in rest.items() if unit not in sure}
            whole = sum(rest.values())
        self.shares = {unit: (left * weight) / whole for unit, weight in rest.items()} if left else {}
        self.values = {unit: self.value(unit) for unit in self.shares}
        ranked = sorted(self.values, key=lambda unit: (self.values[unit], unit))[:left]
        self.drawn = sorted(self.certain + ranked)
        self.threshold = self.values[ranked[-1]].hex() if ranked else "-"

    def value(self, unit: Unit) -> float:
        """Return Q, in exactly this order of operations."""
        u = (int(unit[0][:13], 16) + 0.5) / 2**52
        share = self.shares[unit]
        return (u * (1 - share)) / (share * (1 - u))


def batches(drawn: Iterable[Unit], number: int) -> list[list[str]]:
    """Return the ids of each batch: in ticket order, as even as possible, the longer first; empty ones are left out."""
    ids = [object_id for _, object_id in sorted(drawn)]
    short, longer = divmod(len(ids), number)
    sizes = [short + (run < longer) for run in range(min(number, len(ids)))]
    return [ids[sum(sizes[:run]) : sum(sizes[: run + 1])] for run in range(len(sizes))]
