"""The flows of a sign-in: SRP, password, the choice of USER_AUTH, codes by email and SMS, and all wrong answers."""

from local import SMS, Case, Pool, claims, code, messages, other, public, travel
from srp import Srp, oracle

MINUTES = 60


class BySrp(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()
        cls.name = cls.pool.add_user()

    def asked(self, name=None):
        name = name or self.name
        srp = Srp()
        return srp, self.pool.begin("USER_SRP_AUTH", name, SRP_A=srp.srp_a)

    def claim(self, srp, asked, password="Correct-horse-7", **given):
        parameters = asked["ChallengeParameters"]
        return srp.claim(self.pool.name, parameters["USER_ID_FOR_SRP"], password, parameters, **given)

    def test_the_right_password_signs_in_and_the_answer_is_good_once(self):
        srp, asked = self.asked()
        self.assertEqual(asked["ChallengeName"], "PASSWORD_VERIFIER")
        answers = self.claim(srp, asked)
        self.assertIn("AccessToken", self.pool.respond(asked, self.name, **answers)["AuthenticationResult"])
        self.refused("NotAuthorizedException", self.pool.respond, asked, self.name, **answers)

    def test_whatever_is_wrong_about_an_answer_refuses_it(self):
        srp, asked = self.asked()
        for what, answers in {
            "another password": self.claim(srp, asked, password="wrong"),
            "an hour ago": self.claim(srp, asked, at=0),
            "an altered block": {**self.claim(srp, asked), "PASSWORD_CLAIM_SECRET_BLOCK": "AAAA"},
            "no signature": {**self.claim(srp, asked), "PASSWORD_CLAIM_SIGNATURE": "AAAA"},
        }.items():
            with self.subTest(what):
                _, fresh = self.asked()
                self.refused("NotAuthorizedException", self.pool.respond, fresh, self.name, **answers)

    def test_the_challenge_of_one_client_is_not_answered_by_another(self):
        srp, asked = self.asked()
        self.refused(
            ("NotAuthorizedException", "ResourceNotFoundException"),
            self.pool.respond,
            asked,
            self.name,
            client_id=self.pool.add_client(),
            **self.claim(srp, asked),
        )

    def test_an_a_that_is_no_public_value_is_refused(self):
        for number in (0, oracle.N, 2 * oracle.N):
            self.refused(
                ("InvalidParameterException", "NotAuthorizedException"),
                self.pool.begin,
                "USER_SRP_AUTH",
                self.name,
                SRP_A=f"{number:x}",
            )

    def test_an_answer_after_three_minutes_is_too_late(self):
        srp, asked = self.asked()
        travel(3 * MINUTES + 1)
        self.refused("NotAuthorizedException", self.pool.respond, asked, self.name, **self.claim(srp, asked))

    def test_a_client_does_only_what_it_is_allowed_to(self):
        client_id = self.pool.add_client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
        self.refused(
            "InvalidParameterException",
            self.pool.password,
            self.name,
            client_id=client_id,
            saying="USER_PASSWORD_AUTH flow not enabled for this client",
        )


class ByChoice(Case):
    FACTORS = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]}}

    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(Policies=cls.FACTORS, SmsConfiguration=SMS)
        cls.client_id = cls.pool.client_id

    def setUp(self):
        self.name = self.pool.add_user()
        self.address, self.phone = f"{self.name}@example.com", "+1206555" + self.name[4:].zfill(4)
        self.pool.admin(
            "admin_update_user_attributes",
            self.name,
            UserAttributes=[
                {"Name": "email", "Value": self.address},
                {"Name": "email_verified", "Value": "true"},
                {"Name": "phone_number", "Value": self.phone},
                {"Name": "phone_number_verified", "Value": "true"},
            ],
        )

    def test_the_choice_is_told_and_a_code_by_email_signs_in(self):
        asked = self.pool.begin("USER_AUTH", self.name)
        self.assertEqual(asked["ChallengeName"], "SELECT_CHALLENGE")
        self.assertEqual(
            sorted(asked["AvailableChallenges"]), ["EMAIL_OTP", "PASSWORD", "PASSWORD_SRP", "SMS_OTP"]
        )
        sent = self.pool.respond(asked, self.name, ANSWER="EMAIL_OTP")
        self.assertEqual(sent["ChallengeName"], "EMAIL_OTP")
        self.assertEqual(sent["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "EMAIL")
        self.assertNotIn(self.address, str(sent))
        right = code(self.address)
        self.assertRegex(right, r"^\d{8}$")
        self.refused("CodeMismatchException", self.pool.respond, sent, self.name, EMAIL_OTP_CODE=other(right))
        done = self.pool.respond(sent, self.name, EMAIL_OTP_CODE=right)
        self.assertEqual(claims(done["AuthenticationResult"]["AccessToken"])["username"], self.name)
        self.refused("NotAuthorizedException", self.pool.respond, sent, self.name, EMAIL_OTP_CODE=right)

    def test_what_is_preferred_is_asked_at_once(self):
        sent = self.pool.begin("USER_AUTH", self.name, PREFERRED_CHALLENGE="SMS_OTP")
        self.assertEqual(sent["ChallengeName"], "SMS_OTP")
        done = self.pool.respond(sent, self.name, SMS_OTP_CODE=code(self.phone))
        self.assertIn("IdToken", done["AuthenticationResult"])

    def test_a_password_within_the_choice(self):
        asked = self.pool.begin("USER_AUTH", self.name)
        done = self.pool.respond(asked, self.name, ANSWER="PASSWORD", PASSWORD="Correct-horse-7")
        self.assertIn("IdToken", done["AuthenticationResult"])
        asked = self.pool.begin("USER_AUTH", self.name)
        self.refused("NotAuthorizedException", self.pool.respond, asked, self.name, ANSWER="PASSWORD", PASSWORD="wrong")
        srp = Srp()
        asked = self.pool.begin("USER_AUTH", self.name)
        verifying = self.pool.respond(asked, self.name, ANSWER="PASSWORD_SRP", SRP_A=srp.srp_a)
        self.assertEqual(verifying["ChallengeName"], "PASSWORD_VERIFIER")
        parameters = verifying["ChallengeParameters"]
        answers = srp.claim(self.pool.name, parameters["USER_ID_FOR_SRP"], "Correct-horse-7", parameters)
        self.assertIn("IdToken", self.pool.respond(verifying, self.name, **answers)["AuthenticationResult"])

    def test_a_code_is_too_late_after_three_minutes(self):
        sent = self.pool.begin("USER_AUTH", self.name, PREFERRED_CHALLENGE="EMAIL_OTP")
        right = code(self.address)
        travel(3 * MINUTES + 1)
        self.refused("NotAuthorizedException", self.pool.respond, sent, self.name, EMAIL_OTP_CODE=right)

    def test_guessing_ends_the_session_before_the_code_is_found(self):
        sent = self.pool.begin("USER_AUTH", self.name, PREFERRED_CHALLENGE="EMAIL_OTP")
        right = code(self.address)
        for _ in range(20):
            self.refused(
                ("CodeMismatchException", "NotAuthorizedException"),
                self.pool.respond,
                sent,
                self.name,
                EMAIL_OTP_CODE=other(right),
            )
        self.refused("NotAuthorizedException", self.pool.respond, sent, self.name, EMAIL_OTP_CODE=right)

    def test_a_session_is_not_for_another_user_client_or_challenge(self):
        sent = self.pool.begin("USER_AUTH", self.name, PREFERRED_CHALLENGE="EMAIL_OTP")
        right = code(self.address)
        stranger = self.pool.add_user()
        answer = {"EMAIL_OTP_CODE": right}
        for what, arguments in {
            "user": {"name": stranger},
            "client": {"name": self.name, "client_id": self.pool.add_client()},
            "challenge": {"name": self.name, "challenge": "SMS_OTP", "SMS_OTP_CODE": right},
        }.items():
            with self.subTest(what):
                self.refused(
                    ("NotAuthorizedException", "InvalidParameterException", "CodeMismatchException"),
                    self.pool.respond,
                    sent,
                    **{**answer, **arguments},
                )
        altered = {**sent, "Session": sent["Session"][:-8] + "AAAAAAAA"}
        self.refused(
            ("NotAuthorizedException", "InvalidParameterException"), self.pool.respond, altered, self.name, **answer
        )

    def test_nobody_is_asked_like_somebody(self):
        client_id = self.pool.add_client(PreventUserExistenceErrors="ENABLED")
        sent = self.pool.begin("USER_AUTH", "nobody", client_id=client_id, PREFERRED_CHALLENGE="EMAIL_OTP")
        self.assertIn(sent["ChallengeName"], ("EMAIL_OTP", "SELECT_CHALLENGE", "PASSWORD_SRP", "PASSWORD"))
        self.assertEqual(messages("nobody"), [])

    def test_the_factors_of_a_user_are_told_to_them(self):
        token = self.pool.signed_in(self.name)["AccessToken"]
        told = public.get_user_auth_factors(AccessToken=token)
        self.assertEqual(told["Username"], self.name)
        self.assertEqual(sorted(told["ConfiguredUserAuthFactors"]), ["EMAIL_OTP", "PASSWORD", "SMS_OTP"])
        by_admin = self.pool.admin("admin_get_user_auth_factors", self.name)
        self.assertEqual(sorted(by_admin["ConfiguredUserAuthFactors"]), ["EMAIL_OTP", "PASSWORD", "SMS_OTP"])


CASES = [BySrp, ByChoice]
