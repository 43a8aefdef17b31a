"""Chooses the inputs of the vectors: each of people.py's, and numbers searched for their special forms.

Deterministic: everything is drawn from SHA-256 of a fixed seed, so a second run writes the same file. A search walks
g^(a+1) = 2 g^a (and the same for b), one multiplication a step, until the number sought has the wanted form.
"""

import base64
import hashlib

import oracle
import people
from oracle import G, N

FULL_BYTES = {"A": 384, "B": 384, "S": 384, "u": 32, "x": 32, "salt": 16}

# What a number's shortest big-endian form can look like, against its full length in bytes.
FORMS = {
    # the top bit is set: PAD puts a 00 in front
    "needs-00": lambda bits, full: bits == 8 * full,
    # the top byte is 00: shorter than full length, and PAD adds nothing
    "short": lambda bits, full: bits <= 8 * (full - 1) and bits % 8 != 0,
    # shorter, and the first byte that is left has its top bit set: PAD puts the 00 back
    "short-needs-00": lambda bits, full: bits == 8 * (full - 1),
    # an odd number of hex digits
    "odd-hex": lambda bits, full: (bits + 3) // 4 % 2 == 1,
}


class Drawer:
    """Bytes from SHA-256 in counter mode over a label: the same in every version of Python."""

    def __init__(self, label):
        self.label, self.counter = label, 0

    def bytes(self, size):
        out = b""
        while len(out) < size:
            out += hashlib.sha256(f"{self.label}/{self.counter}".encode()).digest()
            self.counter += 1
        return out[:size]

    def number(self, bits):
        """Exactly `bits` long"""
        return oracle.number(self.bytes((bits + 7) // 8)) >> (-bits % 8) | 1 << (bits - 1)


class Cases:
    def __init__(self, seed):
        self.seed, self.records = seed, []

    def add(self, *tags, pool=people.POOL, user=people.USER, password=people.PASSWORD, a_bits=256, salt_bytes=16, kind="user", want=(), **extra):
        """Draws one record; `want` is a list of (number's name, form) that it must show."""
        draw = Drawer(f"{self.seed}/{len(self.records)}")
        tests = {name: FORMS[form] for name, form in want}

        def fits(name, value):
            return name not in tests or tests[name](value.bit_length(), FULL_BYTES[name])

        a = draw.number(a_bits)
        big_a = pow(G, a, N)
        while not fits("A", big_a):
            a, big_a = a + 1, big_a * G % N
        while True:
            salt = oracle.number(draw.bytes(salt_bytes))
            if "salt" in tests and salt >> 8 and "short" in dict(want)["salt"]:
                salt >>= 8
            x = oracle.private_key(pool, user, password, salt)
            if salt and fits("salt", salt) and fits("x", x):
                break
        verifier = pow(G, x, N)
        b = draw.number(256)
        gb = pow(G, b, N)
        while True:
            big_b = oracle.server_public(verifier, gb)
            u = oracle.scrambler(big_a, big_b)
            if fits("B", big_b) and fits("u", u):
                if "S" not in tests or fits("S", oracle.server_session(big_a, verifier, u, b)):
                    break
            b, gb = b + 1, gb * G % N
        self.records.append(
            {
                "kind": kind,
                "poolName": pool,
                "userIdForSrp": user,
                "password": password,
                "a": f"{a:x}",
                "b": f"{b:x}",
                "salt": extra.get("salt_wire", "{:x}").format(salt),
                "B": extra.get("b_wire", "{:x}").format(big_b),
                "secretBlock": base64.b64encode(draw.bytes(extra.get("block", 33 + len(self.records) % 3))).decode(),
                "time": extra.get("time", 1767225600 + oracle.number(draw.bytes(4)) % 63072000),
                "tags": [f"{name}:{form}" for name, form in want] + list(tags),
            }
        )


def sign_in_cases():
    cases = Cases("poolkey srp vectors 1")
    for name in FULL_BYTES:
        for form in FORMS:
            for _ in range(3):
                cases.add(want=[(name, form)])
    for pair in (("B", "u"), ("salt", "x"), ("u", "x"), ("A", "salt")):
        cases.add(want=[(name, "short") for name in pair])
        cases.add(want=[(name, "short-needs-00") for name in pair])
    for size in (1, 2, 8, 15, 17, 20, 32):
        cases.add(f"salt-{size}-bytes", salt_bytes=size)
    for password, about in people.EMPTY_LOOKING:
        cases.add("password-empty-looking", about, password=password)
    for password, about in people.NON_ASCII:
        cases.add("password-non-ascii", about, password=password)
    for password, about in people.LONG:
        cases.add("password-256", about, password=password)
    for password in people.COLONS_AND_QUOTES:
        cases.add("password-punctuation", password=password)
    cases.add("password-one-character", password="x")
    for user, tag in people.USERS:
        cases.add(tag, user=user)
    # The colon is a separator only to the eye: these two hash the same string.
    cases.add("user-colon", user="ada:b", password="c")
    cases.add("user-colon", user="ada", password="b:c")
    for pool in people.POOLS:
        cases.add(f"pool-{len(pool)}-characters", pool=pool)
    for time, tag in people.TIMES.items():
        cases.add(tag, time=time)
    for _ in range(12):
        cases.add("a-1024-bits", a_bits=1024)
    for bits in (129, 248, 255, 257, 512, 1017):
        cases.add(f"a-{bits}-bits", a_bits=bits)
    for size in (1, 300, 812, 1200):
        cases.add(f"secret-block-{size}-bytes", block=size)
    for index in range(10):
        group, key = device_names(index)
        password = base64.b64encode(Drawer(f"device password {index}").bytes(40)).decode()
        cases.add("device", kind="device", pool=group, user=key, password=password)
    for form in ("needs-00", "short", "short-needs-00"):
        group, key = device_names(form)
        cases.add("device", kind="device", pool=group, user=key, want=[("salt", form), ("u", form)])
    wire_cases(cases)
    for _ in range(12):
        cases.add("plain")
    return cases.records


def wire_cases(cases):
    """Numbers that the wire writes longer than it must, or in capitals. The value counts, not the spelling."""
    for _ in range(3):
        cases.add("salt-wire-fixed-width", want=[("salt", "needs-00")], salt_wire="{:032x}")
        cases.add("salt-wire-fixed-width", want=[("salt", "short-needs-00")], salt_wire="{:032x}")
        cases.add("salt-wire-fixed-width", want=[("salt", "short")], salt_wire="{:032x}")
        cases.add("salt-wire-padded", want=[("salt", "needs-00")], salt_wire="00{:x}")
        cases.add("B-wire-fixed-width", want=[("B", "short")], b_wire="{:0768x}")
        cases.add("B-wire-padded", want=[("B", "needs-00")], b_wire="00{:x}")
        cases.add("wire-capitals", salt_wire="{:X}", b_wire="{:X}")


def device_confirm_cases():
    """Random bytes (40 for the password, 16 for the salt) as each client draws them, and what they must lead to."""
    records = []
    for index, form in enumerate([None, None, None, "needs-00", "needs-00", "short", "short", "short-needs-00", "odd-hex"]):
        group, key = device_names(f"confirm {index}")
        draw = Drawer(f"device confirm {index}")
        while True:
            random = draw.bytes(56)
            if index % 3 == 2:
                random = random[:40] + b"\x00" + random[41:]  # a salt whose top byte is 00
            password = base64.b64encode(random[:40]).decode()
            salt = oracle.number(random[40:])
            verifier = pow(G, oracle.private_key(group, key, password, salt), N)
            if form is None or FORMS[form](verifier.bit_length(), 384):
                break
        tags = ["salt-top-byte-00"] if index % 3 == 2 else []
        records.append(
            {
                "deviceGroupKey": group,
                "deviceKey": key,
                "random": random.hex(),
                "password": password,
                "salt": oracle.pad(salt).hex(),
                "verifier": oracle.pad(verifier).hex(),
                "tags": ([f"verifier:{form}"] if form else []) + tags,
            }
        )
    return records


def device_names(label):
    name = Drawer(f"device {label}").bytes(20).hex()
    return f"-{name[:8].upper()}", f"us-east-1_{name[8:16]}-{name[16:20]}-{name[20:24]}-{name[24:28]}-{name[28:40]}"
