"""The second factor: an authenticator app, SMS and email, one or several, optional or insisted on."""

import json

from local import SMS, Case, Pool, claims, code, messages, other, public, totp, travel, wrong_totp

STEP = 30
APP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
ALL = {
    **APP,
    "SmsMfaConfiguration": {"SmsConfiguration": SMS},
    "EmailMfaConfiguration": {"Subject": "Your code", "Message": "It is {####}."},
}
# What Cognito wants of a pool before it sends codes by email as a second factor.
EMAIL = {
    "EmailConfiguration": {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/shop.example",
    },
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_phone_number"}]},
}


class SecondFactor(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(mfa={**ALL, "MfaConfiguration": "OPTIONAL"}, **EMAIL)

    def setUp(self):
        self.name = self.pool.add_user()
        self.address, self.phone = f"{self.name}@example.com", "+1206666" + self.name[4:].zfill(4)
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
        self.token = {"AccessToken": self.pool.signed_in(self.name)["AccessToken"]}

    def with_app(self):
        secret = public.associate_software_token(**self.token)["SecretCode"]
        self.assertEqual(public.verify_software_token(**self.token, UserCode=totp(secret))["Status"], "SUCCESS")
        travel(STEP)
        return secret

    def prefer(self, **settings):
        public.set_user_mfa_preference(**self.token, **settings)

    def test_an_app_is_set_up_and_its_code_is_good_once(self):
        secret = public.associate_software_token(**self.token)["SecretCode"]
        self.refused(
            "EnableSoftwareTokenMFAException",
            public.verify_software_token,
            **self.token,
            UserCode=wrong_totp(secret),
        )
        public.verify_software_token(**self.token, UserCode=totp(secret), FriendlyDeviceName="phone")
        self.prefer(SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
        told = public.get_user(**self.token)
        self.assertEqual(told["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA")
        self.assertEqual(told["UserMFASettingList"], ["SOFTWARE_TOKEN_MFA"])

        travel(STEP)
        asked = self.pool.password(self.name)
        self.assertEqual(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA")
        answer = lambda asked, digits: self.pool.respond(asked, self.name, SOFTWARE_TOKEN_MFA_CODE=digits)
        self.refused("CodeMismatchException", answer, asked, wrong_totp(secret))
        right = totp(secret)
        self.assertIn("IdToken", answer(asked, right)["AuthenticationResult"])
        self.refused("NotAuthorizedException", answer, asked, right)
        self.refused("ExpiredCodeException", answer, self.pool.password(self.name), right)

    def test_an_app_is_taken_away_by_an_administrator(self):
        self.with_app()
        self.prefer(SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
        self.assertEqual(self.pool.password(self.name)["ChallengeName"], "SOFTWARE_TOKEN_MFA")
        self.pool.admin("admin_delete_software_token", self.name)
        self.assertIn("AuthenticationResult", self.pool.password(self.name))

    def test_an_app_that_was_never_verified_cannot_be_preferred(self):
        public.associate_software_token(**self.token)
        self.refused(
            "InvalidParameterException", self.prefer, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )

    def test_a_code_by_email_in_the_words_of_the_pool(self):
        self.prefer(EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
        asked = self.pool.password(self.name)
        self.assertEqual(asked["ChallengeName"], "EMAIL_OTP")
        self.assertEqual(asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "EMAIL")
        right = code(self.address)
        self.assertEqual(messages(self.address)[-1]["body"], f"It is {right}.")
        self.refused("CodeMismatchException", self.pool.respond, asked, self.name, EMAIL_OTP_CODE=other(right))
        self.assertIn("IdToken", self.pool.respond(asked, self.name, EMAIL_OTP_CODE=right)["AuthenticationResult"])

    def test_a_code_by_sms(self):
        self.prefer(SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
        asked = self.pool.password(self.name)
        self.assertEqual(asked["ChallengeName"], "SMS_MFA")
        right = code(self.phone)
        self.refused("CodeMismatchException", self.pool.respond, asked, self.name, SMS_MFA_CODE=other(right))
        self.assertIn("IdToken", self.pool.respond(asked, self.name, SMS_MFA_CODE=right)["AuthenticationResult"])

    def test_several_factors_are_chosen_from(self):
        secret = self.with_app()
        self.prefer(
            SoftwareTokenMfaSettings={"Enabled": True},
            SMSMfaSettings={"Enabled": True},
            EmailMfaSettings={"Enabled": True},
        )
        asked = self.pool.password(self.name)
        self.assertEqual(asked["ChallengeName"], "SELECT_MFA_TYPE")
        choices = sorted(json.loads(asked["ChallengeParameters"]["MFAS_CAN_CHOOSE"]))
        self.assertEqual(choices, ["EMAIL_OTP", "SMS_MFA", "SOFTWARE_TOKEN_MFA"])
        chosen = self.pool.respond(asked, self.name, ANSWER="SOFTWARE_TOKEN_MFA")
        done = self.pool.respond(chosen, self.name, SOFTWARE_TOKEN_MFA_CODE=totp(secret))
        self.assertEqual(claims(done["AuthenticationResult"]["AccessToken"])["username"], self.name)

    def test_the_older_ways_of_settings_and_those_of_an_administrator(self):
        self.pool.admin("admin_set_user_mfa_preference", self.name, SMSMfaSettings={"Enabled": True})
        self.assertEqual(self.pool.password(self.name)["ChallengeName"], "SMS_MFA")
        self.pool.admin("admin_set_user_mfa_preference", self.name, SMSMfaSettings={"Enabled": False})
        options = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]
        public.set_user_settings(**self.token, MFAOptions=options)
        self.assertEqual(self.pool.password(self.name)["ChallengeName"], "SMS_MFA")
        self.pool.admin("admin_set_user_settings", self.name, MFAOptions=[])
        self.assertIn("AuthenticationResult", self.pool.password(self.name))


class Insisted(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(mfa={**APP, "MfaConfiguration": "ON"})

    def test_the_first_sign_in_sets_an_app_up_and_nothing_comes_before(self):
        name = self.pool.add_user()
        asked = self.pool.password(name)
        self.assertEqual(asked["ChallengeName"], "MFA_SETUP")
        self.assertNotIn("AuthenticationResult", asked)
        self.refused(
            ("InvalidParameterException", "NotAuthorizedException"), self.pool.respond, self.pool.password(name), name
        )
        begun = public.associate_software_token(Session=asked["Session"])
        self.refused(
            "EnableSoftwareTokenMFAException",
            public.verify_software_token,
            Session=begun["Session"],
            UserCode=wrong_totp(begun["SecretCode"]),
        )
        verified = public.verify_software_token(Session=begun["Session"], UserCode=totp(begun["SecretCode"]))
        done = self.pool.respond({**asked, "Session": verified["Session"]}, name)
        self.assertIn("IdToken", done["AuthenticationResult"])
        travel(STEP)
        self.assertEqual(self.pool.password(name)["ChallengeName"], "SOFTWARE_TOKEN_MFA")

    def test_a_session_of_setting_up_ends_after_three_minutes(self):
        name = self.pool.add_user()
        asked = self.pool.password(name)
        travel(181)
        self.refused("NotAuthorizedException", public.associate_software_token, Session=asked["Session"])


CASES = [SecondFactor, Insisted]
