"""Cognito's SRP in the fewest lines that say it, on Python's pow(): the third opinion beside the two clients.

RFC 5054's 3072-bit group, g = 2, SHA-256, and Cognito's own padding, u, key derivation and signature.
It is test data's judge, not a product: nothing here runs in constant time and nothing is wiped.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timezone

N = int(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
    "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7"
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c"
    "bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
    16,
)
G = 2


def pad(value):
    """The shortest big-endian bytes that start with a clear bit, as Java's BigInteger.toByteArray gives them."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def number(data):
    return int.from_bytes(data, "big")


K_MULTIPLIER = number(sha256(pad(N), pad(G)))


def private_key(pool_name, user_id, password, salt):
    """x = H(PAD(salt) | H(poolName | USER_ID_FOR_SRP | ":" | password))"""
    return number(sha256(pad(salt), sha256(f"{pool_name}{user_id}:{password}".encode())))


def server_public(verifier, gb):
    """B = k v + g^b, given g^b"""
    return (K_MULTIPLIER * verifier + gb) % N


def scrambler(big_a, big_b):
    """u = H(PAD(A) | PAD(B))"""
    return number(sha256(pad(big_a), pad(big_b)))


def client_session(a, x, u, big_b):
    """S = (B - k g^x)^(a + u x)"""
    return pow(big_b - K_MULTIPLIER * pow(G, x, N), a + u * x, N)


def server_session(big_a, verifier, u, b):
    """S = (A v^u)^b, the way the server reaches the same number"""
    return pow(big_a * pow(verifier, u, N), b, N)


def derived_key(session, u):
    """HKDF-SHA256, one block, cut to 16 bytes"""
    extracted = hmac.new(pad(u), pad(session), hashlib.sha256).digest()
    return hmac.new(extracted, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]


def claim_signature(key, pool_name, user_id, secret_block, timestamp):
    message = pool_name.encode() + user_id.encode() + base64.b64decode(secret_block) + timestamp.encode()
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def timestamp(unix_seconds):
    """Like `Fri Nov 6 08:04:05 UTC 2026`: English, the day of the month not padded"""
    at = datetime.fromtimestamp(unix_seconds, timezone.utc)
    weekday = "Mon Tue Wed Thu Fri Sat Sun".split()[at.weekday()]
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[at.month - 1]
    return f"{weekday} {month} {at.day} {at:%H:%M:%S} UTC {at.year}"
