"""Makes the JSON files beside it; run it again only to add vectors. Not part of any build or test.

    python3 -m venv venv && venv/bin/pip install webauthn==3.0.1 cryptography cbor2
    venv/bin/python make.py [the tests/ directory of the sources of webauthn 3.0.1]

specification.json  the ceremonies of WebAuthn Level 3, section 16 ("Test Vectors"), computed again from the seeds printed
                    there. Section 16 signs RS256's and EdDSA's attestation with a certificate: here they have none, the
                    rest is byte for byte. `published` below holds values copied from the specification, which are compared.
authenticators.json registrations that real authenticators made, as the package webauthn (Duo Labs, BSD 3-Clause) has them
                    in its tests, and that its verifier accepts.
verdicts.json       ways to bend one registration and one assertion, each with the verdict of the package webauthn.
"""

import base64
import copy
import hashlib
import json
import pathlib
import sys
import unittest

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import webauthn
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm

HERE = pathlib.Path(__file__).parent
RP = "example.org"
ORIGIN = "https://example.org"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(data):
    return hashlib.sha256(data).digest()


def write(name, value):
    rows = ",\n".join(json.dumps(row) for row in value) if isinstance(value, list) else None
    text = f"[\n{rows}\n]" if rows else "{" + ",\n".join(f"{json.dumps(key)}: {pretty(it)}" for key, it in value.items()) + "}"
    (HERE / name).write_text(text + "\n")


def pretty(value):
    return "[\n" + ",\n".join(map(json.dumps, value)) + "\n]" if isinstance(value, list) else json.dumps(value)


class Es256:
    alg = -7

    def __init__(self, secret):
        self.key = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
        point = self.key.public_key().public_numbers()
        self.cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}

    def sign(self, message):
        return self.key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


class Rs256:
    alg = -257

    def __init__(self, p, q):
        e, n = 65537, p * q
        d = rsa.rsa_recover_private_exponent(e, p, q)
        numbers = rsa.RSAPrivateNumbers(
            p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), rsa.RSAPublicNumbers(e, n)
        )
        self.key = numbers.private_key()
        self.cose = {1: 3, 3: -257, -1: n.to_bytes((n.bit_length() + 7) // 8, "big"), -2: e.to_bytes(3, "big")}

    def sign(self, message):
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


class EdDsa:
    alg = -8

    def __init__(self, secret):
        self.key = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
        self.cose = {1: 1, 3: -8, -1: 6, -2: self.key.public_key().public_bytes_raw()}

    def sign(self, message):
        return self.key.sign(message)


def client_data(kind, challenge, cross_origin=False, **more):
    fields = {"type": kind, "challenge": b64(challenge), "origin": ORIGIN, "crossOrigin": cross_origin, **more}
    return json.dumps(fields, separators=(",", ":")).encode()


def credential(credential_id, response):
    return {
        "id": b64(credential_id),
        "rawId": b64(credential_id),
        "type": "public-key",
        "authenticatorAttachment": "cross-platform",
        "clientExtensionResults": {},
        "response": {key: value if isinstance(value, list) else b64(value) for key, value in response.items()},
    }


def ceremony(info, make_key, cross_origin=False, top_origin=None, id_length=32, self_signed=False, certificate=False):
    """One subsection of section 16: every value is HKDF-SHA-256(IKM='WebAuthn test vectors', salt=counter, info)."""
    counter = iter(range(256))

    def draw(length):
        salt = bytes([next(counter)])
        return HKDF(hashes.SHA256(), length, salt, info.encode()).derive(b"WebAuthn test vectors")

    def collected(kind, challenge):
        more = {"topOrigin": top_origin} if top_origin else {}
        if draw(1)[0] & 1:
            future = "clientDataJSON may be extended with additional fields in the future, such as this: "
            more["extraData"] = future + b64(draw(16))
        return client_data(kind, challenge, cross_origin, **more)

    challenge = draw(32)
    key = make_key(draw)
    created = collected("webauthn.create", challenge)
    aaguid, credential_id = draw(16), draw(id_length)
    flags = draw(1)[0] & 0x1C
    if not flags & 0x08:
        flags &= ~0x18
    attested = aaguid + id_length.to_bytes(2, "big") + credential_id + cbor2.dumps(key.cose)
    auth_data = sha256(RP.encode()) + bytes([flags | 0x41]) + bytes(4) + attested
    statement = {"alg": key.alg, "sig": key.sign(auth_data + sha256(created))} if self_signed else {}
    form = "packed" if self_signed else "none"
    attestation = cbor2.dumps({"fmt": form, "attStmt": statement, "authData": auth_data})
    if certificate:
        draw(32), draw(16)

    second_challenge = draw(32)
    got = collected("webauthn.get", second_challenge)
    used = (draw(1)[0] & 0x14) | 0x01 | (flags & 0x08)
    if not flags & 0x08:
        used &= ~0x18
    assertion_data = sha256(RP.encode()) + bytes([used]) + bytes(4)
    signature = key.sign(assertion_data + sha256(got))
    return {
        "name": info,
        "relyingParty": RP,
        "aaguid": aaguid.hex(),
        "algorithm": key.alg,
        "registration": {
            "challenge": b64(challenge),
            "flags": flags | 0x41,
            "credential": credential(
                credential_id, {"clientDataJSON": created, "attestationObject": attestation, "transports": []}
            ),
        },
        "assertion": {
            "challenge": b64(second_challenge),
            "flags": used,
            "credential": credential(
                credential_id, {"clientDataJSON": got, "authenticatorData": assertion_data, "signature": signature}
            ),
        },
    }


def specification():
    es256 = lambda draw: Es256(draw(32))
    vectors = [
        ceremony("none.ES256", es256),
        ceremony("packed-self.ES256", es256, self_signed=True),
        ceremony("none.ES256.crossOrigin", es256, cross_origin=True),
        ceremony("none.ES256.topOrigin", es256, cross_origin=True, top_origin="https://example.com"),
        ceremony("none.ES256.long-credential-id", es256, id_length=1023),
        ceremony("packed.RS256", lambda draw: Rs256(2**1279 - 1, 2**2203 - 1), certificate=True),
        ceremony("packed.EdDSA", lambda draw: EdDsa(draw(32)), certificate=True),
    ]
    published = {
        ("none.ES256", "registration", "challenge"): "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130",
        ("none.ES256", "registration", "attestationObject"): "a363666d74646e6f6e656761747453746d74a068617574684461746158"
        "a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020"
        "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb640"
        "98d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
        ("none.ES256", "assertion", "challenge"): "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408",
        ("none.ES256.crossOrigin", "assertion", "signature"): "3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38e"
        "e1841c951b6e40e7022100c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf",
        ("none.ES256.topOrigin", "assertion", "signature"): "3045022100b5a70c81780d5fcc9a4f2ae9caae99058f8accaf58b91fb593"
        "29646c28ac6ffc022012e101c165db3c8e9957f0c54dd6ca9b56bc3bd2f280bd2faa6c1d02c6e5c171",
    }
    named = {vector["name"]: vector for vector in vectors}
    for (name, which, field), expected in published.items():
        half = named[name][which]
        ours = half[field] if field == "challenge" else half["credential"]["response"][field]
        assert unb64(ours).hex() == expected, (name, which, field)
    return vectors


def registers(vector, **other):
    half = vector["registration"]
    return webauthn.verify_registration_response(
        credential=other.get("credential", half["credential"]),
        expected_challenge=unb64(half["challenge"]),
        expected_rp_id=RP,
        expected_origin=ORIGIN,
        require_user_verification=other.get("required", False),
        supported_pub_key_algs=[Algorithm(vector["algorithm"])],
    )


def signs_in(vector, public_key, **other):
    half = vector["assertion"]
    return webauthn.verify_authentication_response(
        credential=other.get("credential", half["credential"]),
        expected_challenge=unb64(half["challenge"]),
        expected_rp_id=RP,
        expected_origin=ORIGIN,
        credential_public_key=public_key,
        credential_current_sign_count=other.get("count", 0),
        require_user_verification=other.get("required", False),
    )


def changes(response):
    """What to bend: every third byte of each binary member, its length, and the JSON around it."""
    yield {"change": "none"}
    for member in [key for key, value in response.items() if isinstance(value, str)]:
        length = len(unb64(response[member]))
        for index in range(0, length, 3):
            yield {"change": "flip", "member": member, "byte": index}
        for cut in (1, length // 2, length):
            yield {"change": "cut", "member": member, "bytes": cut}
        yield {"change": "remove", "member": member}
    for member, value in (("id", "AAAA"), ("rawId", "AAAA"), ("type", "password"), ("response", None)):
        yield {"change": "set", "member": member, "value": value}


def changed(good, change):
    other = copy.deepcopy(good)
    member = change.get("member")
    match change["change"]:
        case "flip":
            data = bytearray(unb64(other["response"][member]))
            data[change["byte"]] ^= 1
            other["response"][member] = b64(bytes(data))
        case "cut":
            other["response"][member] = b64(unb64(other["response"][member])[: -change["bytes"]])
        case "remove":
            del other["response"][member]
        case "set":
            other[member] = change["value"]
    return other


def verdicts():
    vector = next(vector for vector in specification() if vector["name"] == "packed-self.ES256")
    public_key = registers(vector).credential_public_key

    def judged(half, accept):
        good = half["credential"]
        for change in changes(good["response"]):
            try:
                accept(changed(good, change))
                yield {**change, "accepted": True}
            except Exception:
                yield {**change, "accepted": False}

    return {
        "vector": vector["name"],
        "registration": list(judged(vector["registration"], lambda it: registers(vector, credential=it))),
        "assertion": list(judged(vector["assertion"], lambda it: signs_in(vector, public_key, credential=it))),
    }


def authenticators(tests):
    """Runs the package's own tests and keeps what its verifier was given and accepted."""
    kept = []
    original = webauthn.verify_registration_response

    def keeping(**given):
        verified = original(**given)
        if isinstance(given["credential"], (str, dict)):
            kept.append((given, verified))
        return verified

    webauthn.verify_registration_response = keeping
    unittest.TextTestRunner(stream=open("/dev/null", "w")).run(
        unittest.defaultTestLoader.discover(str(tests), "test_verify_registration*.py", str(tests))
    )
    webauthn.verify_registration_response = original
    rows, seen = [], set()
    for given, verified in kept:
        credential_json = given["credential"]
        if isinstance(credential_json, str):
            credential_json = json.loads(credential_json)
        # One of them was written down in plain base64, which browsers do not send.
        response = credential_json["response"]
        credential_json["response"] = {key: text.translate(str.maketrans("+/", "-_")) for key, text in response.items()}
        form = getattr(verified.fmt, "value", verified.fmt)
        if form in seen:
            continue
        seen.add(form)
        origin = given["expected_origin"]
        rows.append(
            {
                "format": form,
                "relyingParty": given["expected_rp_id"],
                "origin": origin if isinstance(origin, str) else origin[0],
                "challenge": b64(given["expected_challenge"]),
                "aaguid": verified.aaguid,
                "signCount": verified.sign_count,
                "userVerified": verified.user_verified,
                "publicKey": b64(verified.credential_public_key),
                "credential": credential_json,
            }
        )
    return rows


if __name__ == "__main__":
    for each in specification():
        if "topOrigin" not in each["name"]:
            signs_in(each, registers(each).credential_public_key)
    write("specification.json", specification())
    write("verdicts.json", verdicts())
    if len(sys.argv) > 1:
        write("authenticators.json", authenticators(pathlib.Path(sys.argv[1])))
