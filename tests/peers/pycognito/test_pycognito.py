"""pycognito and boto3 against local-pool: SRP by another implementation, and replies that pass AWS's own models.

Reads LOCAL_POOL_URL, LOCAL_POOL_ID and LOCAL_POOL_CLIENT_ID; prints one line of JSON for each test, which
pycognito.test.mjs reports. It needs no credentials and talks to nothing but the pool it is given.
"""

import json
import os
import unittest
import urllib.request

import boto3
import json_lines
import jwt
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from pycognito import Cognito
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import TokenVerificationException

URL = os.environ["LOCAL_POOL_URL"]
POOL_ID = os.environ["LOCAL_POOL_ID"]
CLIENT_ID = os.environ["LOCAL_POOL_CLIENT_ID"]
ROTATING_CLIENT_ID = os.environ["LOCAL_POOL_ROTATING_CLIENT_ID"]
PASSWORD = "Correct-horse-7"


def boto_client():
    return boto3.client(
        "cognito-idp",
        endpoint_url=URL,
        region_name="us-east-1",
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )


def srp(client, username="ada", password=PASSWORD, client_id=CLIENT_ID):
    return AWSSRP(username=username, password=password, pool_id=POOL_ID, client_id=client_id, client=client)


def altered(token):
    """The same token with another letter in the middle of its last part."""
    at = token.rindex(".") + 10
    return token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1 :]


def move_clock(seconds):
    body = json.dumps({"advanceSeconds": seconds}).encode()
    headers = {"content-type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{URL}/_local/clock", body, headers)).close()


class LocalPool(unittest.TestCase):
    def setUp(self):
        self.client = boto_client()

    def signed_in(self, **changes):
        return srp(self.client, **changes).authenticate_user()["AuthenticationResult"]

    def refused(self, name, message, call, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **named)
        error = caught.exception.response["Error"]
        self.assertEqual((error["Code"], error["Message"]), (name, message))

    def test_the_right_password_signs_in(self):
        result = self.signed_in()
        self.assertEqual(result["TokenType"], "Bearer")
        self.assertEqual(result["ExpiresIn"], 3600)
        self.assertEqual(result["RefreshToken"].count("."), 4)

    def test_both_tokens_verify_by_the_published_keys(self):
        keys = {key["kid"]: jwt.PyJWK(key) for key in json.load(urllib.request.urlopen(self.jwks_url()))["keys"]}
        self.assertEqual(len(keys), 2)
        issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL_ID}"
        result = self.signed_in()
        kids = set()
        for token, audience in ((result["IdToken"], CLIENT_ID), (result["AccessToken"], None)):
            kid = jwt.get_unverified_header(token)["kid"]
            claims = jwt.decode(token, keys[kid], algorithms=["RS256"], issuer=issuer, audience=audience)
            self.assertRegex(claims["sub"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
            kids.add(kid)
        self.assertEqual(kids, set(keys))

    def test_a_hundred_sign_ins_agree_on_every_leading_zero(self):
        for _ in range(100):
            self.signed_in()

    def test_a_wrong_password_is_refused(self):
        with self.assertRaises(self.client.exceptions.NotAuthorizedException) as caught:
            srp(self.client, password="correct-horse-7").authenticate_user()
        self.assertEqual(caught.exception.response["Error"]["Message"], "Incorrect username or password.")
        self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)

    def test_an_unknown_user_is_refused_in_the_same_words(self):
        self.refused(
            "NotAuthorizedException",
            "Incorrect username or password.",
            srp(self.client, username="nobody").authenticate_user,
        )

    def test_an_answer_is_good_once(self):
        helper = srp(self.client)
        challenge = self.client.initiate_auth(
            AuthFlow="USER_SRP_AUTH", AuthParameters=helper.get_auth_params(), ClientId=CLIENT_ID
        )
        answer = helper.process_challenge(challenge["ChallengeParameters"], helper.get_auth_params())
        given = {"ClientId": CLIENT_ID, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": answer}
        self.client.respond_to_auth_challenge(**given)
        self.refused(
            "NotAuthorizedException",
            "Invalid session for the user, session can only be used once.",
            self.client.respond_to_auth_challenge,
            **given,
        )

    def test_get_user_tells_who_it_is(self):
        user = self.client.get_user(AccessToken=self.signed_in()["AccessToken"])
        attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
        self.assertEqual(user["Username"], "ada")
        self.assertEqual(attributes["email"], "ada@example.com")
        self.assertIn("sub", attributes)

    def test_get_user_refuses_an_id_token(self):
        self.refused(
            "NotAuthorizedException",
            "Invalid Access Token",
            self.client.get_user,
            AccessToken=self.signed_in()["IdToken"],
        )

    def test_both_ways_of_refreshing_work_without_rotation(self):
        token = self.signed_in()["RefreshToken"]
        older = self.client.initiate_auth(
            AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token}, ClientId=CLIENT_ID
        )["AuthenticationResult"]
        newer = self.client.get_tokens_from_refresh_token(RefreshToken=token, ClientId=CLIENT_ID)[
            "AuthenticationResult"
        ]
        for result in (older, newer):
            self.assertNotIn("RefreshToken", result)
            self.client.get_user(AccessToken=result["AccessToken"])

    def test_a_rotated_token_is_refused_as_reused(self):
        first = self.signed_in(client_id=ROTATING_CLIENT_ID)["RefreshToken"]
        refresh = self.client.get_tokens_from_refresh_token
        second = refresh(RefreshToken=first, ClientId=ROTATING_CLIENT_ID)["AuthenticationResult"]["RefreshToken"]
        self.assertNotEqual(second, first)
        with self.assertRaises(self.client.exceptions.RefreshTokenReuseException):
            refresh(RefreshToken=first, ClientId=ROTATING_CLIENT_ID)
        refresh(RefreshToken=second, ClientId=ROTATING_CLIENT_ID)

    def test_revocation_ends_the_access_token_too(self):
        result = self.signed_in()
        self.client.revoke_token(Token=result["RefreshToken"], ClientId=CLIENT_ID)
        self.refused(
            "NotAuthorizedException",
            "Access Token has been revoked",
            self.client.get_user,
            AccessToken=result["AccessToken"],
        )
        self.refused(
            "NotAuthorizedException",
            "Refresh Token has been revoked",
            self.client.get_tokens_from_refresh_token,
            RefreshToken=result["RefreshToken"],
            ClientId=CLIENT_ID,
        )

    def test_an_access_token_cannot_be_revoked(self):
        with self.assertRaises(self.client.exceptions.UnsupportedTokenTypeException):
            self.client.revoke_token(Token=self.signed_in()["AccessToken"], ClientId=CLIENT_ID)

    def test_an_unknown_client_is_told_by_its_modeled_error(self):
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
            srp(self.client, client_id="unknown").authenticate_user()

    def test_pycognitos_own_user_class_signs_in_verifies_and_reads_the_profile(self):
        # pycognito takes the endpoint and the keys from the environment when it has no AWS to ask.
        os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = URL
        os.environ["COGNITO_JWKS"] = urllib.request.urlopen(self.jwks_url()).read().decode()
        user = Cognito(
            POOL_ID, CLIENT_ID, username="ada", user_pool_region="us-east-1", access_key="unused", secret_key="unused"
        )
        user.authenticate(PASSWORD)
        self.assertEqual(user.id_claims["cognito:username"], "ada")
        self.assertEqual(user.get_user().email, "ada@example.com")

    def own_user(self, **tokens):
        # pycognito takes the endpoint and the keys from the environment when it has no AWS to ask.
        os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = URL
        os.environ["COGNITO_JWKS"] = urllib.request.urlopen(self.jwks_url()).read().decode()
        return Cognito(
            POOL_ID,
            CLIENT_ID,
            username="ada",
            user_pool_region="us-east-1",
            access_key="unused",
            secret_key="unused",
            **tokens,
        )

    def test_another_clients_token_and_an_altered_one_are_refused(self):
        own, others = self.signed_in(), self.signed_in(client_id=ROTATING_CLIENT_ID)
        for token in (others["RefreshToken"], altered(own["RefreshToken"])):
            user = self.own_user(refresh_token=token)
            with self.assertRaises(self.client.exceptions.NotAuthorizedException):
                user.renew_access_token()
        user = self.own_user(access_token=altered(own["AccessToken"]))
        with self.assertRaises(ClientError) as caught:
            user.get_user()
        self.assertEqual(caught.exception.response["Error"]["Code"], "NotAuthorizedException")
        with self.assertRaises(TokenVerificationException):
            self.own_user().verify_token(altered(own["IdToken"]), "id_token", "id")

    def test_z_everything_expires_by_the_moved_clock(self):
        # The last of them: the pool's clock stays where it is.
        user = self.own_user()
        user.authenticate(PASSWORD)
        waiting = srp(self.client)
        challenge = self.client.initiate_auth(
            AuthFlow="USER_SRP_AUTH", AuthParameters=waiting.get_auth_params(), ClientId=CLIENT_ID
        )
        responses = waiting.process_challenge(challenge["ChallengeParameters"], {"USERNAME": "ada"})
        # Within what a TIMESTAMP may be off, and beyond what a sign-in may take.
        move_clock(181)
        with self.assertRaises(self.client.exceptions.NotAuthorizedException):
            self.client.respond_to_auth_challenge(
                ClientId=CLIENT_ID, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses
            )
        self.signed_in()
        self.assertEqual(user.get_user().email, "ada@example.com")
        move_clock(3600)
        self.refused("NotAuthorizedException", "Access Token has expired", user.get_user)
        move_clock(31 * 86_400)
        self.refused("NotAuthorizedException", "Refresh Token has expired", user.renew_access_token)

    @staticmethod
    def jwks_url():
        return f"{URL}/{POOL_ID}/.well-known/jwks.json"


if __name__ == "__main__":
    json_lines.run(LocalPool)
