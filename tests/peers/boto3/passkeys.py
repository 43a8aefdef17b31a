"""Passkeys: registered, listed, signed in with and deleted, and each way in which one of these can be wrong."""

import json

from local import Case, Pool, claims, public, travel
from passkey import USER_PRESENT, Passkey, url64

RP = "localhost"


class Passkeys(Case):
    # Which of them Cognito says is not documented for each case.
    REFUSALS = ("InvalidParameterException", "WebAuthnCredentialNotSupportedException", "NotAuthorizedException")

    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(
            Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}},
            mfa={
                "MfaConfiguration": "OFF",
                "WebAuthnConfiguration": {"RelyingPartyId": RP, "UserVerification": "required"},
            },
        )

    def setUp(self):
        self.name = self.pool.add_user()
        self.token = {"AccessToken": self.pool.signed_in(self.name)["AccessToken"]}

    def options(self):
        return public.start_web_authn_registration(**self.token)["CredentialCreationOptions"]

    def registered(self):
        passkey = Passkey()
        public.complete_web_authn_registration(**self.token, Credential=passkey.register(self.options()))
        return passkey

    def asked(self):
        asked = self.pool.begin("USER_AUTH", self.name, PREFERRED_CHALLENGE="WEB_AUTHN")
        self.assertEqual(asked["ChallengeName"], "WEB_AUTHN")
        return asked, json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])

    def test_the_options_name_the_relying_party_and_the_user(self):
        options = self.options()
        self.assertEqual(options["rp"]["id"], RP)
        self.assertEqual(options["user"]["name"], self.name)
        self.assertIn(-7, [parameter["alg"] for parameter in options["pubKeyCredParams"]])

    def test_a_passkey_signs_in_and_its_answer_is_good_once(self):
        passkey = self.registered()
        (credential,) = public.list_web_authn_credentials(**self.token)["Credentials"]
        self.assertEqual(credential["RelyingPartyId"], RP)
        asked, options = self.asked()
        self.assertEqual(options["rpId"], RP)
        answer = passkey.assertion(options)
        done = self.pool.respond(asked, self.name, CREDENTIAL=answer)["AuthenticationResult"]
        self.assertEqual(claims(done["AccessToken"])["username"], self.name)
        self.refused("NotAuthorizedException", self.pool.respond, asked, self.name, CREDENTIAL=answer)
        again, _ = self.asked()
        self.refused("NotAuthorizedException", self.pool.respond, again, self.name, CREDENTIAL=answer)

    def test_a_deleted_passkey_signs_in_no_more(self):
        passkey = self.registered()
        asked, options = self.asked()
        (credential,) = public.list_web_authn_credentials(**self.token)["Credentials"]
        public.delete_web_authn_credential(**self.token, CredentialId=credential["CredentialId"])
        self.assertEqual(public.list_web_authn_credentials(**self.token)["Credentials"], [])
        self.refused(
            "NotAuthorizedException", self.pool.respond, asked, self.name, CREDENTIAL=passkey.assertion(options)
        )

    def test_registrations_that_are_wrong_are_refused(self):
        for what, passkey, changes, names in [
            ("another origin", Passkey("https://evil.example"), {}, "WebAuthnOriginNotAllowedException"),
            ("another challenge", Passkey(), {"challenge": "AAAA"}, "WebAuthnChallengeNotFoundException"),
            ("another ceremony", Passkey(), {"type": "webauthn.get"}, None),
            ("nobody verified", Passkey(flags=USER_PRESENT), {}, None),
        ]:
            with self.subTest(what):
                given = passkey.register(self.options(), **changes)
                self.refused(
                    names or self.REFUSALS,
                    public.complete_web_authn_registration,
                    **self.token,
                    Credential=given,
                )
        options = self.options()
        options["rp"]["id"] = "other.example"
        self.refused(
            "WebAuthnRelyingPartyMismatchException",
            public.complete_web_authn_registration,
            **self.token,
            Credential=Passkey().register(options),
        )
        self.assertEqual(public.list_web_authn_credentials(**self.token)["Credentials"], [])

    def test_a_registration_is_good_once_and_not_for_ever(self):
        options = self.options()
        public.complete_web_authn_registration(**self.token, Credential=Passkey().register(options))
        self.refused(
            "WebAuthnChallengeNotFoundException",
            public.complete_web_authn_registration,
            **self.token,
            Credential=Passkey().register(options),
        )
        late = self.options()
        travel(15 * 60)
        self.refused(
            "WebAuthnChallengeNotFoundException",
            public.complete_web_authn_registration,
            **self.token,
            Credential=Passkey().register(late),
        )

    def test_assertions_that_are_wrong_are_refused(self):
        passkey = self.registered()
        stranger = Passkey()
        stranger.rp, stranger.user = RP, passkey.user
        for what, lie in {
            "a key that is not registered": lambda options: stranger.assertion(options),
            "another challenge": lambda options: passkey.assertion({**options, "challenge": "AAAA"}),
            "another origin": lambda options: passkey.assertion(options, origin="https://evil.example"),
            "another ceremony": lambda options: passkey.assertion(options, type="webauthn.create"),
            "another signature": lambda options: forged(passkey.assertion(options), stranger),
            "nonsense": lambda options: "nonsense",
        }.items():
            with self.subTest(what):
                asked, options = self.asked()
                self.refused(
                    ("NotAuthorizedException", "InvalidParameterException"),
                    self.pool.respond,
                    asked,
                    self.name,
                    CREDENTIAL=lie(options),
                )

    def test_a_pool_without_passkeys_says_so(self):
        token = Pool().signed_in()["AccessToken"]
        self.refused(
            ("WebAuthnNotEnabledException", "WebAuthnConfigurationMissingException"),
            public.start_web_authn_registration,
            AccessToken=token,
        )


def forged(answer, stranger):
    credential = json.loads(answer)
    credential["response"]["signature"] = url64(stranger.sign(b"something else"))
    return json.dumps(credential)


CASES = [Passkeys]
