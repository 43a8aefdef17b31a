"""Runs pycognito's AWSSRP on the inputs of the vectors and records what it computes: A, u, x, S, key, signature, time.

Every value comes out of pycognito's own functions, observed while they run; the two services it would call (the clock
and the random source) are set to the record's values. It opens no connection.
"""

import base64
import datetime as real_datetime
from contextlib import contextmanager
from importlib.metadata import version
from unittest import mock

from pycognito import aws_srp

VERSION = version("pycognito")


def sign_in(record):
    device = record["kind"] == "device"
    challenge = {
        "USERNAME": record["userIdForSrp"],
        "USER_ID_FOR_SRP": record["userIdForSrp"],
        "SALT": record["salt"],
        "SRP_B": record["B"],
        "SECRET_BLOCK": record["secretBlock"],
    }
    with fixed_ephemeral(int(record["a"], 16)), fixed_clock(record["time"]), observed() as seen:
        client = aws_srp.AWSSRP(
            username=record["userIdForSrp"],
            password=record["password"],
            pool_id="us-east-1_" + ("Unused" if device else record["poolName"]),
            client_id="unused",
            client=object(),
            **device_arguments(record if device else None),
        )
        asked = client.get_auth_params()
        seen.powers.clear()  # g^a; what follows is g^x and S
        answer = client.process_device_challenge(challenge) if device else client.process_challenge(challenge, asked)
    (_, x), _ = seen.powers
    return {
        "A": asked["SRP_A"],
        "u": minimal_hex(seen.hkdf_salt),
        "x": f"{x:x}",
        "S": minimal_hex(seen.hkdf_input),
        "key": bytes(seen.key).hex(),
        "timestamp": answer["TIMESTAMP"],
        "signature": answer["PASSWORD_CLAIM_SIGNATURE"],
    }


def device_confirm(record):
    random = bytes.fromhex(record["random"])
    chunks = [random[:40], random[40:]]
    with mock.patch.object(aws_srp.os, "urandom", lambda size: take(chunks, size)):
        password, config = aws_srp.generate_hash_device(record["deviceGroupKey"], record["deviceKey"])
    return {
        "password": password,
        "salt": base64.b64decode(config["Salt"]).hex(),
        "verifier": base64.b64decode(config["PasswordVerifier"]).hex(),
    }


def device_arguments(record):
    if record is None:
        return {}
    return {
        "device_group_key": record["poolName"],
        "device_key": record["userIdForSrp"],
        "device_password": record["password"],
    }


def minimal_hex(data):
    return f"{int.from_bytes(data, 'big'):x}"


def take(chunks, size):
    chunk = chunks.pop(0)
    assert len(chunk) == size, f"pycognito asked for {size} random bytes, {len(chunk)} were set out"
    return chunk


def fixed_ephemeral(a):
    return mock.patch.object(aws_srp.AWSSRP, "generate_random_small_a", lambda self: a)


def fixed_clock(unix_seconds):
    class Clock(real_datetime.datetime):
        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(unix_seconds, real_datetime.timezone.utc)

    return mock.patch.object(aws_srp.datetime, "datetime", Clock)


class Seen:
    def __init__(self):
        self.powers = []
        self.hkdf_input = self.hkdf_salt = self.key = None


@contextmanager
def observed():
    """Watches pycognito's powers and its key derivation, whose two inputs are PAD(S) and PAD(u)."""
    seen = Seen()
    original_hkdf = aws_srp.compute_hkdf

    def watched_pow(base, exponent, modulus):
        seen.powers.append((base, exponent))
        return pow(base, exponent, modulus)

    def watched_hkdf(ikm, salt):
        seen.hkdf_input, seen.hkdf_salt = bytes(ikm), bytes(salt)
        seen.key = original_hkdf(ikm, salt)
        return seen.key

    with (
        mock.patch.object(aws_srp, "pow", watched_pow, create=True),
        mock.patch.object(aws_srp, "compute_hkdf", watched_hkdf),
    ):
        yield seen
