"""A drand network of one's own: signatures of any round, under a key whose secret the test knows."""

from hashlib import sha256

from py_arkworks_bls12381 import G1Point, G2Point, Scalar

DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def sign_round(secret: int, round: int) -> tuple[str, str]:  # noqa: A002 - drand's word
    """Return the public key of a secret and its signature of a round, in hex."""
    scalar = Scalar(secret)
    message = G1Point.hash_to_curve(sha256(round.to_bytes(8, "big")).digest(), DST)
    return (G2Point() * scalar).to_compressed_bytes().hex(), (message * scalar).to_compressed_bytes().hex()
