"""Vectors of hashes, messages and tables: chains, seeds, keys, tickets, scalars, commitments."""

from collections.abc import Iterator

from tests.vectors import plain
from tests.vectors.bundles import ROUND_1, given, rounds
from tests.vectors.plain import as_sheet, as_table, bytewise, hashed
from tests.vectors.redrawing import MANIFEST

Case = dict[str, object]
Named = tuple[str, Case]

KEY = "45041702c41ccbb298665f3d10642f2b"  # of ssj1-single
SEED = "8e22ea11f56409c78c929c1cf818d5850b885732b74497f2d7befab44d3330dc"
COMMIT = "38d53c7726bcfc10be10b01d111026f91fb518d63c10047456430a96e5d7b73c"
ALGS = ("sha256", "sm3")
BEACON = "KL8/2025122/1.4.9.13.17.20.22.28.31.36.40.45.49.52.58.61.66.70.75.80;SZSE399001/20250512/10126.83"
SECRETS = {"op": "11" * 32, "sup": "22" * 32, "operator": "11" * 32, "supervisor": "22" * 32}
LONG = "%07d\t-\n"
POOL = as_table(f"{plain.uscc(n)}\t{'AABC'[n % 4]}\t{'溧城' if n % 2 else '天目湖'}\t-" for n in range(1, 21))
IDS = {
    "a-unified-code": ("91320481MA0000015J", "A unified code; the message is 51 bytes, one block of the hash."),
    "another-unified-code": ("91320481MA0000023D", "Another unified code."),
    "a-third-unified-code": ("91320481MA00002187", "The worked line of the documentation: drawn in ssj1-single."),
    "a-registration-number": ("320481000000018", "An old registration number of 15 digits."),
    "chinese": ("产品 甲-1", "Text is hashed as UTF-8; inner blanks count."),
    "accented": ("Café", "é is one character, U+00E9; as e and U+0301 it would be another id, which is refused."),
    "full-width": ("Ａ１", "A text id is not folded: full-width letters are other letters."),
    "non-bmp": ("𠮷野家 𪚥", "Characters beyond 16 bits are four bytes each of UTF-8, never two surrogates."),
    "lower-case": ("abc", "Case is kept; that an id is unique also in upper case is another rule."),
    "upper-case": ("ABC", "Case is kept."),
    "percent": ("%s\\n$(x)`x`", "Bytes mean nothing: printf's %s takes them as they are."),
}


def cases() -> Iterator[Named]:
    """Yield every case."""
    for make in (hash_cases, chain_cases, commit_cases, seed_cases, ticket_cases, scalar_cases, table_cases, id_order):
        yield from make()


def hash_cases() -> Iterator[Named]:
    """Yield H of short texts: the standards' own examples."""
    texts = {"empty": "", "abc": "abc", "abcd-16-times": "abcd" * 16, "chinese": "双随机"}
    sources = {
        ("sha256", "abc"): "FIPS 180-4 example",
        ("sm3", "abc"): "GB/T 32905-2016 A.1",
        ("sm3", "abcd-16-times"): "GB/T 32905-2016 A.2",
    }
    for alg in ALGS:
        for name, text in texts.items():
            about = "H of the UTF-8 bytes of a text."
            source = {"source": sources[alg, name]} if (alg, name) in sources else {}
            yield f"hash/{alg}-{name}", {"about": about, **source, "alg": alg, "text": text, "hash": hashed(alg, text)}


def chain_cases() -> Iterator[Named]:
    """Yield chains of one-time codes."""
    for alg, party in [*(("sha256", party) for party in SECRETS), ("sm3", "operator"), ("sm3", "supervisor")]:
        yield (
            f"chain/{alg}-{party}",
            {
                "about": "codes[i-1] = H(ssj1|chain|PARTY|codes[i]); codes[0] is in the manifest, the last is kept.",
                "alg": alg,
                "party": party,
                "secret": SECRETS[party],
                "codes": plain.chain(alg, party, SECRETS[party], 4),
            },
        )


def commit_cases() -> Iterator[Named]:
    """Yield COMMIT of manifests, SUPPLEMENT of a request."""
    manifest = rounds()[MANIFEST]
    request = as_sheet(given(ROUND_1) | {"replace.91320481MA0006011H": "停业"})
    for name, sheet in {"a-manifest": manifest, "a-request": request}.items():
        for alg in ALGS:
            about = "H of the bytes of a sheet: COMMIT of a manifest, SUPPLEMENT of a request."
            yield (
                f"commit/{alg}-{name}",
                {"about": about, "alg": alg, "text": sheet.decode(), "commit": hashed(alg, sheet)},
            )


def seed_cases() -> Iterator[Named]:
    """Yield seeds and keys of open and sealed draws, of main draws and rounds."""
    request = as_sheet(given(ROUND_1)).decode()
    two = ("supervisor", "operator")
    many = ("b", "a-b", "a1", "a", "Z", "_", "a_b")
    yield "seed/open", seed("An open draw has no codes: that of ssj1-single.", "sha256", 0, None, ())
    yield "seed/sealed", seed("The main draw: K = 0, SUPPLEMENT = -, codes x(1).", "sha256", 0, None, two)
    yield "seed/round-1", seed("Round 1: SUPPLEMENT is H of the request, codes x(2).", "sha256", 1, request, two)
    yield "seed/round-2", seed("Round 2: codes x(3).", "sha256", 2, request, two)
    yield "seed/order-of-parties", seed("Codes stand in byte order of the names.", "sha256", 0, None, many)
    yield "seed/sm3-sealed", seed("SM3 covers every H of the draw.", "sm3", 0, None, two)
    yield "seed/sm3-round-1", seed("SM3, round 1.", "sm3", 1, request, two)


def seed(about: str, alg: str, k: int, request: str | None, parties: tuple[str, ...]) -> Case:
    """Return a seed with its message and keys."""
    codes = {party: plain.chain(alg, party, SECRETS.get(party, hashed(alg, party)), 4)[k + 1] for party in parties}
    supplement = "-" if request is None else hashed(alg, request)
    message = plain.seed_message(COMMIT, k, supplement, BEACON, codes)
    made = hashed(alg, message)
    told = {"alg": alg, "commit": COMMIT, "k": k, "request": request, "supplement": supplement, "beacon": BEACON}
    return {"about": about, **told, "codes": codes, "message": message, "seed": made, **plain.keys(alg, made)}


def ticket_cases() -> Iterator[Named]:
    """Yield tickets."""
    for name, (object_id, about) in IDS.items():
        for alg in ALGS:
            told = {"about": about, "alg": alg, "key": KEY, "id": object_id, "message": f"{KEY}|{object_id}"}
            yield f"ticket/{alg}-{name}", {**told, "ticket": plain.ticket(alg, KEY, object_id)}


def scalar_cases() -> Iterator[Named]:
    """Yield the numbers that decide rounding by chance."""
    for name, label in {"plain": "round.labels.A", "stratum-with-dots": "round.products.餐饮.1 类"}.items():
        for alg in ALGS:
            message = f"ssj1|uni|{SEED}|{label}"
            about = "The number is hash / 2^256, exactly: from 0 up to but not 1."
            told = {"about": about, "alg": alg, "seed": SEED, "label": label, "message": message}
            yield f"scalar/{alg}-{name}", {**told, "hash": hashed(alg, message)}


def table_cases() -> Iterator[Named]:
    """Yield hashes of tables: up to 1,048,576 lines of the file, above that of the hashes of its chunks."""
    tables = {"pool": POOL, "empty": b"", "non-bmp": as_table(["𠮷\tA\t-\t-", "ﬀ\tA\t-\t-", "é\tA\t-\t-"])}
    for name, table in tables.items():
        for alg in ALGS:
            about = "Rows and hash of a table; its lines stand in byte order."
            told = {"about": about, "alg": alg, "text": table.decode(), "rows": table.count(b"\n")}
            yield f"table/{alg}-{name}", {**told, "hash": plain.table_hash(alg, table)}
    for name, rows in {"one-chunk": plain.CHUNK, "two-chunks": plain.CHUNK + 1}.items():
        table = "".join(LONG % n for n in range(rows)).encode()
        about = "The lines are printf FORMAT 0, printf FORMAT 1 ... up to but not ROWS."
        told = {"about": about, "alg": "sha256", "format": LONG, "rows": rows}
        yield f"table/sha256-{name}", {**told, "hash": plain.table_hash("sha256", table)}


def id_order() -> Iterator[Named]:
    """Yield texts in the order of their bytes."""
    texts = {
        "utf-16-differs": ["𠮷", "Ａ", "ﬀ", "a", "一", "z", "é", "Z", "10", "2", "_", "-", "~"],
        "prefixes": ["茶 10", "茶 1", "茶", "茶 2", "a", "ab", "a b", "a-b", "a.b", "aB"],
        "digits-and-letters": ["91320481MA00002187", "320481000000018", "92A", "9a", "9A", "1", "10", "01"],
    }
    abouts = {
        "utf-16-differs": "By bytes Ａ (U+FF21) stands before 𠮷 (U+20BB7); by UTF-16 units, as JavaScript sorts, not.",
        "prefixes": "A shorter text comes before those that it begins; blanks and hyphens are bytes like others.",
        "digits-and-letters": "No numbers, no locale: digits, capitals, small letters.",
    }
    for name, unsorted in texts.items():
        yield f"order/{name}", {"about": abouts[name], "unsorted": unsorted, "sorted": bytewise(unsorted)}
