"""pycognito's second factors and devices: an authenticator app, codes by SMS, device SRP, passwords that must change.

Reads LOCAL_POOL_URL and makes its own pools by boto3. pycognito has Cognito's address for ConfirmDevice written in; that one
request is sent to the pool here, unchanged.
"""

import base64
import hashlib
import hmac
import json
import os
import struct
import time
import unittest
import urllib.request
from unittest import mock

import boto3
import json_lines
import requests
from botocore.config import Config
from botocore.exceptions import ClientError
from pycognito import Cognito
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import (
    ForceChangePasswordException,
    SMSMFAChallengeException,
    SoftwareTokenMFAChallengeException,
)

URL = os.environ["LOCAL_POOL_URL"]
PASSWORD = "Correct-horse-7"
OTHER_PASSWORD = "Battery-staple-8"
SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "peers", "SnsRegion": "us-east-1"}
os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = URL

admin = boto3.client(
    "cognito-idp",
    endpoint_url=URL,
    region_name="us-east-1",
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="unused",
    config=Config(retries={"total_max_attempts": 1}),
)


class Pool:
    def __init__(self, mfa=None, client=None, **settings):
        self.id = admin.create_user_pool(PoolName="peers", **settings)["UserPool"]["Id"]
        if mfa:
            admin.set_user_pool_mfa_config(UserPoolId=self.id, **mfa)
        made = admin.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            **(client or {}),
        )["UserPoolClient"]
        self.client_id, self.secret = made["ClientId"], made.get("ClientSecret")
        self.keys = urllib.request.urlopen(f"{URL}/{self.id}/.well-known/jwks.json").read().decode()

    def add_user(self, name, permanent=True, **attributes):
        pairs = [{"Name": key, "Value": value} for key, value in attributes.items()]
        who = {"UserPoolId": self.id, "Username": name}
        admin.admin_create_user(**who, UserAttributes=pairs, MessageAction="SUPPRESS")
        admin.admin_set_user_password(**who, Password=PASSWORD, Permanent=permanent)

    def person(self, name):
        os.environ["COGNITO_JWKS"] = self.keys
        return Cognito(
            self.id,
            self.client_id,
            username=name,
            client_secret=self.secret,
            user_pool_region="us-east-1",
            access_key="unused",
            secret_key="unused",
        )

    def srp(self, name, **device):
        return AWSSRP(
            username=name,
            password=PASSWORD,
            pool_id=self.id,
            client_id=self.client_id,
            client=admin,
            client_secret=self.secret,
            **device,
        )


def totp(secret, at):
    """RFC 6238: what the authenticator app shows."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return str((number & 0x7FFFFFFF) % 1_000_000).zfill(6)


def wrong_totp(secret):
    near = {totp(secret, time.time() + shift) for shift in (-60, -30, 0, 30, 60)}
    return next(digits for digits in ("000000", "111111", "222222", "333333", "444444", "555555") if digits not in near)


def code(whom):
    messages = json.load(urllib.request.urlopen(f"{URL}/_local/outbox"))["messages"]
    return [entry["code"] for entry in messages if whom in (entry["to"], entry["username"])][-1]


class Case(unittest.TestCase):
    def refused(self, name, call, *arguments, **given):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **given)
        self.assertEqual(caught.exception.response["Error"]["Code"], name)


class Factors(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(
            mfa={
                "SoftwareTokenMfaConfiguration": {"Enabled": True},
                "SmsMfaConfiguration": {"SmsConfiguration": SMS},
                "MfaConfiguration": "OPTIONAL",
            }
        )

    def test_an_authenticator_app_is_set_up_and_asked(self):
        self.pool.add_user("ada")
        person = self.pool.person("ada")
        person.authenticate(PASSWORD)
        secret = person.associate_software_token()
        self.refused("EnableSoftwareTokenMFAException", person.verify_software_token, wrong_totp(secret))
        # The step before this one: a code is good once, and the next is for the sign-in.
        self.assertTrue(person.verify_software_token(totp(secret, time.time() - 30), "phone"))
        person.set_user_mfa_preference(False, True, "SOFTWARE_TOKEN")

        again = self.pool.person("ada")
        with self.assertRaises(SoftwareTokenMFAChallengeException):
            again.authenticate(PASSWORD)
        self.refused("CodeMismatchException", again.respond_to_software_token_mfa_challenge, wrong_totp(secret))
        right = totp(secret, time.time())
        again.respond_to_software_token_mfa_challenge(right)
        self.assertEqual(again.id_claims["cognito:username"], "ada")
        # What was answered once is answered for good.
        self.refused("NotAuthorizedException", again.respond_to_software_token_mfa_challenge, right)

    def test_a_code_by_sms_is_asked_and_taken_once(self):
        self.pool.add_user("ben", phone_number="+15550100", phone_number_verified="true")
        person = self.pool.person("ben")
        person.authenticate(PASSWORD)
        person.set_user_mfa_preference(True, False, "SMS")

        again = self.pool.person("ben")
        with self.assertRaises(SMSMFAChallengeException) as asked:
            again.authenticate(PASSWORD)
        told = asked.exception.get_tokens()["ChallengeParameters"]
        self.assertEqual(told["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS")
        self.assertTrue(told["CODE_DELIVERY_DESTINATION"].endswith("0100"))
        digits = code("+15550100")
        wrong = str((int(digits) + 1) % 1_000_000).zfill(6)
        self.refused("CodeMismatchException", again.respond_to_sms_mfa_challenge, wrong)
        again.respond_to_sms_mfa_challenge(digits)
        self.assertEqual(again.id_claims["phone_number"], "+15550100")
        self.refused("NotAuthorizedException", again.respond_to_sms_mfa_challenge, digits)

    def test_a_temporary_password_must_change(self):
        self.pool.add_user("cora", permanent=False)
        person = self.pool.person("cora")
        with self.assertRaises(ForceChangePasswordException):
            person.authenticate(PASSWORD)
        person.new_password_challenge(PASSWORD, OTHER_PASSWORD)
        self.assertEqual(person.id_claims["cognito:username"], "cora")
        self.refused("NotAuthorizedException", self.pool.person("cora").authenticate, PASSWORD)

    def test_with_a_client_secret_each_step_carries_its_hash(self):
        pool = Pool(client={"GenerateSecret": True})
        pool.add_user("dora")
        person = pool.person("dora")
        person.authenticate(PASSWORD)
        person.renew_access_token()
        pool.secret = "wrong"
        self.refused("NotAuthorizedException", pool.person("dora").authenticate, PASSWORD)


class Devices(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(
            DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
        )

    def confirmed(self, name):
        self.pool.add_user(name)
        srp = self.pool.srp(name)
        tokens = srp.authenticate_user()
        post = requests.post

        def to_the_pool(url, **given):
            self.assertEqual(url, "https://cognito-idp.us-east-1.amazonaws.com/")
            return post(URL, **given)

        with mock.patch("pycognito.aws_srp.requests.post", to_the_pool):
            answer, password = srp.confirm_device(tokens, "test")
        self.assertEqual((answer.status_code, answer.json()), (200, {"UserConfirmationNecessary": False}))
        return tokens["AuthenticationResult"]["AccessToken"], {
            "device_key": srp.device_key,
            "device_group_key": srp.device_group_key,
            "device_password": password,
        }

    def test_a_device_proves_itself_many_times(self):
        token, device = self.confirmed("eva")
        for _ in range(20):
            # Each with a new ephemeral, so that leading zeros come by.
            result = self.pool.srp("eva", **device).authenticate_user()["AuthenticationResult"]
            self.assertNotIn("NewDeviceMetadata", result)
        claims = json.loads(base64.urlsafe_b64decode(result["AccessToken"].split(".")[1] + "=="))
        self.assertEqual(claims["device_key"], device["device_key"])
        self.assertEqual(len(admin.list_devices(AccessToken=token)["Devices"]), 1)

    def test_a_device_with_another_secret_is_refused(self):
        _, device = self.confirmed("finn")
        guessed = {**device, "device_password": "guessed"}
        self.refused("NotAuthorizedException", self.pool.srp("finn", **guessed).authenticate_user)
        self.pool.srp("finn", **device).authenticate_user()

    def test_the_device_of_somebody_else_is_no_device_here(self):
        self.pool.add_user("gwen")
        _, device = self.confirmed("hugo")
        self.refused("ResourceNotFoundException", self.pool.srp("gwen", **device).authenticate_user)


if __name__ == "__main__":
    json_lines.run(Factors, Devices)
