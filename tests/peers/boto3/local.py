"""The pool under test: clients whose replies are checked against the model, the outbox, the clock, and a telephone.

Reads LOCAL_POOL_URL. Public operations are sent unsigned, the others with credentials that are made up. `succeeded` has
every operation that was answered as the model says; complete.py asks it at the end.
"""

import base64
import hashlib
import hmac
import itertools
import json
import os
import re
import struct
import sys
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

import shapes

sys.path.append(str(Path(__file__).resolve().parents[2] / "vectors"))

URL = os.environ["LOCAL_POOL_URL"]
REGION = "us-east-1"
PASSWORD = "Correct-horse-7"
OTHER_PASSWORD = "Battery-staple-8"
SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "peers", "SnsRegion": REGION}
# Errors of the protocol itself, which no operation's model names.
OF_THE_PROTOCOL = {"SerializationException", "ValidationException", "MissingAuthenticationTokenException"}
# What Cognito itself tells against its model: names longer than the 20 letters that one may be sent with
# (phone_number_verified, all with `custom:`), and an empty CustomDomainConfig for a domain of its own.
AGAINST_THE_MODEL = re.compile(r"\.SchemaAttributes\[\d+\]\.Name has \d+, |\.CustomDomainConfig\.CertificateArn is required$")

succeeded = set()
numbers = itertools.count(1)
moved = 0


def client(service, **config):
    made = boto3.client(
        service,
        endpoint_url=URL,
        region_name=REGION,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="unused",
        # What the client would not send is to be refused by the pool.
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False, **config),
    )
    made.meta.events.register("after-call", check_reply)
    return made


def check_reply(http_response, parsed, model, **_):
    """Raises where a reply is not what the model of its operation says."""
    name, body, headers = model.name, http_response.content, http_response.headers
    found = []
    if "x-amzn-requestid" not in headers:
        found.append("no x-amzn-requestid")
    if body and headers.get("content-type") != "application/x-amz-json-1.1":
        found.append(f"content-type is {headers.get('content-type')}")
    if http_response.status_code != 200:
        found += problems_of_error(http_response, model)
    elif model.output_shape is None:
        found += [f"a body where the model has none: {body[:80]!r}"] if body else []
    else:
        problems = shapes.problems(model.output_shape, json.loads(body))
        found += [problem for problem in problems if not AGAINST_THE_MODEL.search(problem)]
    if found:
        raise AssertionError(f"{name} ({http_response.status_code}): " + "; ".join(found))
    if http_response.status_code == 200:
        succeeded.add((model.service_model.service_name, name))


def problems_of_error(http_response, model):
    body = json.loads(http_response.content)
    code = body.get("__type", "").rsplit("#", 1)[-1]
    known = {shape.name: shape for shape in model.error_shapes}
    found = []
    if http_response.headers.get("x-amzn-errortype", code).split(":")[0] != code:
        found.append(f"x-amzn-errortype is not {code}")
    expected = 500 if code.startswith("Internal") else 400
    if http_response.status_code != expected:
        found.append(f"{code} has status {http_response.status_code}")
    if code in known:
        found += shapes.problems(known[code], {key: value for key, value in body.items() if key != "__type"})
    elif code not in OF_THE_PROTOCOL:
        found.append(f"{code} ({body.get('message')}) is no error of it")
    if not isinstance(body.get("message", body.get("Message")), str):
        found.append("an error without a message")
    return found


public = client("cognito-idp", signature_version=UNSIGNED)
admin = client("cognito-idp")
identity = client("cognito-identity", signature_version=UNSIGNED)
identity_admin = client("cognito-identity")


def local(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/_local/{path}", data, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def travel(seconds):
    """Into the future: pool and test together."""
    global moved
    local("clock", {"advanceSeconds": seconds})
    moved += seconds


def now():
    return time.time() + moved


def messages(whom):
    return [entry for entry in local("outbox")["messages"] if whom in (entry["to"], entry["username"])]


def code(whom):
    """The newest code that was sent to an address, a number or a user."""
    return messages(whom)[-1]["code"]


def other(digits):
    """As many digits, but not these."""
    return str((int(digits) + 1) % 10 ** len(digits)).zfill(len(digits))


def totp(secret, at=None):
    """RFC 6238: what the authenticator app shows."""
    counter = struct.pack(">Q", int(now() if at is None else at) // 30)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return str((number & 0x7FFFFFFF) % 1_000_000).zfill(6)


def wrong_totp(secret):
    near = {totp(secret, now() + shift) for shift in (-60, -30, 0, 30, 60)}
    return next(digits for digits in ("000000", "111111", "222222", "333333", "444444", "555555") if digits not in near)


class Pool:
    """A user pool with one public client that may do everything."""

    FLOWS = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH"]

    def __init__(self, mfa=None, client=None, **settings):
        self.description = admin.create_user_pool(PoolName="peers", **settings)["UserPool"]
        self.id = self.description["Id"]
        self.name = self.id.split("_", 1)[1]
        if mfa:
            admin.set_user_pool_mfa_config(UserPoolId=self.id, **mfa)
        self.client_id = self.add_client(**(client or {}))

    def add_client(self, **settings):
        flows = [f"ALLOW_{flow}" for flow in self.FLOWS]
        given = {"ClientName": "app", "ExplicitAuthFlows": flows, "PreventUserExistenceErrors": "ENABLED", **settings}
        return admin.create_user_pool_client(UserPoolId=self.id, **given)["UserPoolClient"]["ClientId"]

    def add_user(self, name=None, password=PASSWORD, **attributes):
        """A confirmed user; a new name where none is given."""
        name = name or f"user{next(numbers)}"
        # A pool that lets in without a password would make somebody who has none.
        first = {"TemporaryPassword": "For-the-first-time-1", "MessageAction": "SUPPRESS"}
        self.admin("admin_create_user", name, UserAttributes=pairs(attributes), **first)
        self.admin("admin_set_user_password", name, Password=password, Permanent=True)
        return name

    def admin(self, operation, name=None, **given):
        who = {} if name is None else {"Username": name}
        return getattr(admin, operation)(UserPoolId=self.id, **who, **given)

    def begin(self, flow, name, client_id=None, metadata=None, session=None, **parameters):
        given = {"ClientMetadata": metadata} if metadata else {}
        if session:
            given["Session"] = session
        return public.initiate_auth(
            AuthFlow=flow,
            ClientId=client_id or self.client_id,
            AuthParameters={"USERNAME": name, **parameters},
            **given,
        )

    def respond(self, asked, name, challenge=None, client_id=None, **responses):
        """Answers the challenge that a reply asks, with its session."""
        session = {"Session": asked["Session"]} if "Session" in asked else {}
        return public.respond_to_auth_challenge(
            ClientId=client_id or self.client_id,
            ChallengeName=challenge or asked["ChallengeName"],
            ChallengeResponses={"USERNAME": name, **responses},
            **session,
        )

    def password(self, name, password=PASSWORD, **given):
        return self.begin("USER_PASSWORD_AUTH", name, PASSWORD=password, **given)

    def signed_in(self, name=None, **given):
        """The tokens of somebody whom nothing but a password is asked."""
        return self.password(name or self.add_user(), **given)["AuthenticationResult"]


def pairs(attributes):
    return [{"Name": name.replace("custom_", "custom:"), "Value": value} for name, value in attributes.items()]


def unpaired(attributes):
    return {entry["Name"]: entry["Value"] for entry in attributes}


def claims(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


class Case(unittest.TestCase):
    longMessage = True

    def refused(self, name, call, /, *arguments, saying=None, **given):
        """`name` may be several, where Cognito's own choice is not known."""
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **given)
        error = caught.exception.response["Error"]
        self.assertIn(error["Code"], [name] if isinstance(name, str) else name, error["Message"])
        if saying:
            self.assertRegex(error["Message"], saying)
        return error
