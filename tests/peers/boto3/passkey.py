"""A passkey in software: ES256 on P-256, "none" attestation, and as little CBOR as that takes (WebAuthn, 6.5 and 7).

A tenth of a second a signature and nothing in constant time: it is somebody's telephone in a test.
"""

import base64
import hashlib
import json
import secrets

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
A = -3
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Passkey:
    def __init__(self, origin="http://localhost:4600", flags=USER_PRESENT | USER_VERIFIED):
        self.origin, self.flags, self.count = origin, flags, 0
        self.id = secrets.token_bytes(16)
        self.private = secrets.randbelow(ORDER - 1) + 1
        self.public = times(self.private, BASE)

    def register(self, options, **changes):
        """The Credential for CompleteWebAuthnRegistration; `changes` are lies about the client data."""
        self.rp, self.user = options["rp"]["id"], options["user"]["id"]
        x, y = (number.to_bytes(32, "big") for number in self.public)
        key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        data = self.authenticator_data(ATTESTED) + attested
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData" + b"\x58" + bytes([len(data)]) + data
        client = self.client_data("webauthn.create", options["challenge"], changes)
        return self.credential(
            clientDataJSON=url64(client), attestationObject=url64(attestation), transports=["internal"]
        )

    def assertion(self, options, **changes):
        """The answer to WEB_AUTHN, as text."""
        data = self.authenticator_data(0)
        client = self.client_data("webauthn.get", options["challenge"], changes)
        signature = self.sign(data + hashlib.sha256(client).digest())
        credential = self.credential(
            clientDataJSON=url64(client),
            authenticatorData=url64(data),
            signature=url64(signature),
            userHandle=self.user,
        )
        return json.dumps(credential)

    def credential(self, **response):
        return {
            "id": url64(self.id),
            "rawId": url64(self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }

    def authenticator_data(self, flag):
        self.count += 1
        flags = bytes([self.flags | flag])
        return hashlib.sha256(self.rp.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def client_data(self, kind, challenge, changes):
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False, **changes}
        return json.dumps(told).encode()

    def sign(self, message):
        digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
        nonce = secrets.randbelow(ORDER - 1) + 1
        r = times(nonce, BASE)[0] % ORDER
        s = pow(nonce, -1, ORDER) * (digest + r * self.private) % ORDER
        parts = b"".join(b"\x02" + bytes([len(part)]) + part for part in (der_integer(r), der_integer(s)))
        return b"\x30" + bytes([len(parts)]) + parts


def url64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def der_integer(number):
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def add(left, right):
    if left is None or right is None:
        return left or right
    if left[0] == right[0]:
        if (left[1] + right[1]) % P == 0:
            return None
        slope = (3 * left[0] ** 2 + A) * pow(2 * left[1], -1, P)
    else:
        slope = (right[1] - left[1]) * pow(right[0] - left[0], -1, P)
    x = (slope * slope - left[0] - right[0]) % P
    return x, (slope * (left[0] - x) - left[1]) % P


def times(factor, point):
    total = None
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total
