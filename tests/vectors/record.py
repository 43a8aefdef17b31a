"""Writes srp.json beside it: SRP vectors recorded from aws-amplify and from pycognito. README.md says how and why.

    python tests/vectors/record.py            records, compares, writes
    python tests/vectors/record.py --check    records and compares with the file that is there; writes nothing

It stops where the two clients and the oracle do not agree, except on the one spelling that README.md explains.
"""

import json
import subprocess
import sys
from pathlib import Path

import cases
import oracle
import pycognito_srp

HERE = Path(__file__).resolve().parent
FILE = HERE / "srp.json"
# The spelling on which pycognito departs: it hashes the salt's hex digits as they came, leading zeros and all.
DISPUTED = "salt-wire-fixed-width"


def main():
    sign_in, confirm = cases.sign_in_cases(), cases.device_confirm_cases()
    say(f"{len(sign_in)} sign-ins and {len(confirm)} device confirmations chosen")
    amplify = ask_amplify(sign_in, confirm)
    say("recorded from aws-amplify")
    records = [sign_in_record(*pair) for pair in zip(sign_in, amplify["signIn"], strict=True)]
    confirmations = [confirm_record(*pair) for pair in zip(confirm, amplify["deviceConfirm"], strict=True)]
    say("recorded from pycognito, and compared")
    text = document(amplify["version"], records, confirmations)
    if "--check" in sys.argv[1:]:
        same = FILE.read_text(encoding="utf-8") == text
        say("srp.json is what the two clients compute" if same else "srp.json differs from what the clients compute")
        sys.exit(0 if same else 1)
    FILE.write_text(text, encoding="utf-8")
    disputed = sum("disputed" in record for record in records)
    say(f"wrote {len(records)} sign-ins ({disputed} disputed) and {len(confirmations)} device confirmations")


def sign_in_record(asked, amplify):
    pycognito = pycognito_srp.sign_in(asked)
    expected = oracle_sign_in(asked)
    if amplify != expected:
        stop("aws-amplify", asked, expected, amplify)
    record = {name: asked[name] for name in ("kind", "poolName", "userIdForSrp", "password", "a", "b", "salt", "B")}
    record |= {"secretBlock": asked["secretBlock"], "time": asked["time"]} | expected
    record["tags"] = asked["tags"]
    record["recordedFrom"] = ["aws-amplify", "pycognito"]
    if pycognito != expected:
        if DISPUTED not in asked["tags"]:
            stop("pycognito", asked, expected, pycognito)
        record["recordedFrom"] = ["aws-amplify"]
        record["disputed"] = {"pycognito": differences(expected, pycognito)}
    return record


def oracle_sign_in(asked):
    pool, user, salt = asked["poolName"], asked["userIdForSrp"], int(asked["salt"], 16)
    a, b, big_b = (int(asked[name], 16) for name in ("a", "b", "B"))
    big_a = pow(oracle.G, a, oracle.N)
    x = oracle.private_key(pool, user, asked["password"], salt)
    u = oracle.scrambler(big_a, big_b)
    session = oracle.client_session(a, x, u, big_b)
    verifier = pow(oracle.G, x, oracle.N)
    assert session == oracle.server_session(big_a, verifier, u, b), "client and server reach different sessions"
    key = oracle.derived_key(session, u)
    timestamp = oracle.timestamp(asked["time"])
    return {
        "A": f"{big_a:x}",
        "u": f"{u:x}",
        "x": f"{x:x}",
        "S": f"{session:x}",
        "key": key.hex(),
        "timestamp": timestamp,
        "signature": oracle.claim_signature(key, pool, user, asked["secretBlock"], timestamp),
    }


def confirm_record(asked, amplify):
    expected = {name: asked[name] for name in ("password", "salt", "verifier")}
    for client, answer in (("aws-amplify", amplify), ("pycognito", pycognito_srp.device_confirm(asked))):
        if answer != expected:
            stop(client, asked, expected, answer)
    return asked | {"recordedFrom": ["aws-amplify", "pycognito"]}


def ask_amplify(sign_in, confirm):
    done = subprocess.run(
        ["node", str(HERE / "amplify-srp.mjs")],
        input=json.dumps({"signIn": sign_in, "deviceConfirm": confirm}),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def differences(expected, answer):
    return {name: answer[name] for name in expected if answer[name] != expected[name]}


def document(amplify_version, records, confirmations):
    clients = {"aws-amplify": amplify_version, "pycognito": pycognito_srp.VERSION}
    return (
        '{\n"clients": ' + json.dumps(clients) + ",\n"
        '"signIn": [\n' + ",\n".join(line(record) for record in records) + "\n],\n"
        '"deviceConfirm": [\n' + ",\n".join(line(record) for record in confirmations) + "\n]\n}\n"
    )


def line(record):
    # ASCII only, so that no editor can normalize a password or swallow a zero width character.
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))


def say(sentence):
    print(sentence, file=sys.stderr)


def stop(client, asked, expected, answer):
    say(f"{client} disagrees with the oracle on {json.dumps(differences(expected, answer))}")
    say(f"for {json.dumps(asked)}, expected {json.dumps(expected)}")
    sys.exit(1)


if __name__ == "__main__":
    main()
