"""A client's half of Cognito's SRP, for passwords and for devices, on the arithmetic of tests/vectors/oracle.py."""

import base64
import secrets

import local  # puts tests/vectors on the path
import oracle


class Srp:
    def __init__(self):
        self.a = secrets.randbits(256)
        self.big_a = pow(oracle.G, self.a, oracle.N)

    @property
    def srp_a(self):
        return f"{self.big_a:x}"

    def claim(self, group, user_id, password, parameters, at=None):
        """Answers PASSWORD_VERIFIER, or DEVICE_PASSWORD_VERIFIER with the device group in place of the pool's name."""
        big_b, salt = (int(parameters[key], 16) for key in ("SRP_B", "SALT"))
        u = oracle.scrambler(self.big_a, big_b)
        x = oracle.private_key(group, user_id, password, salt)
        key = oracle.derived_key(oracle.client_session(self.a, x, u, big_b), u)
        stamp = oracle.timestamp(local.now() if at is None else at)
        return {
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": oracle.claim_signature(key, group, user_id, parameters["SECRET_BLOCK"], stamp),
            "TIMESTAMP": stamp,
        }


def verifier(group, key, password):
    """DeviceSecretVerifierConfig for ConfirmDevice."""
    salt = secrets.randbits(128)
    big_v = pow(oracle.G, oracle.private_key(group, key, password, salt), oracle.N)
    encoded = [base64.b64encode(oracle.pad(number)).decode() for number in (salt, big_v)]
    return dict(zip(("Salt", "PasswordVerifier"), encoded))
