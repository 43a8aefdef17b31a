"""What people do with their own accounts without AWS credentials: sign up, forget, change, verify, leave."""

import base64
import hashlib
import hmac

from botocore.exceptions import ClientError

from local import OTHER_PASSWORD, PASSWORD, Case, Pool
from local import admin, claims, code, messages, other, pairs, public, travel, unpaired

HOUR = 3600


class SigningUp(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(AutoVerifiedAttributes=["email"])

    def sign_up(self, name, **given):
        return public.sign_up(
            ClientId=self.pool.client_id,
            Username=name,
            **{"Password": PASSWORD, "UserAttributes": pairs({"email": f"{name}@example.com"}), **given},
        )

    def confirm(self, name, digits, **given):
        return public.confirm_sign_up(
            ClientId=self.pool.client_id, Username=name, ConfirmationCode=digits, **given
        )

    def test_signing_up_confirming_and_going_on_into_the_sign_in(self):
        made = self.sign_up("ada")
        self.assertFalse(made["UserConfirmed"])
        right = code("ada@example.com")
        self.refused("CodeMismatchException", self.confirm, "ada", other(right))
        confirmed = self.confirm("ada", right, **({"Session": made["Session"]} if "Session" in made else {}))
        self.assertTrue(confirmed["Session"])
        done = self.pool.begin("USER_AUTH", "ada", session=confirmed["Session"])
        self.assertEqual(claims(done["AuthenticationResult"]["IdToken"])["sub"], made["UserSub"])
        self.refused(
            "NotAuthorizedException", self.pool.begin, "USER_AUTH", "ada", session=confirmed["Session"]
        )

    def test_the_session_of_one_confirmation_signs_nobody_else_in(self):
        session = {}
        for name in ("bea", "cleo"):
            self.sign_up(name)
            session[name] = self.confirm(name, code(f"{name}@example.com"))["Session"]
        asked_or_refused = self.outcome(self.pool.begin, "USER_AUTH", "bea", session=session["cleo"])
        self.assertNotIn("AuthenticationResult", asked_or_refused)

    def outcome(self, call, *arguments, **given):
        try:
            return call(*arguments, **given)
        except ClientError as error:
            return {"Error": error.response["Error"]}

    def test_a_code_is_sent_again_and_lasts_a_day(self):
        self.sign_up("dan")
        details = public.resend_confirmation_code(ClientId=self.pool.client_id, Username="dan")["CodeDeliveryDetails"]
        self.assertEqual((details["AttributeName"], details["DeliveryMedium"]), ("email", "EMAIL"))
        late = code("dan@example.com")
        travel(24 * HOUR + 1)
        self.refused("ExpiredCodeException", self.confirm, "dan", late)
        public.resend_confirmation_code(ClientId=self.pool.client_id, Username="dan")
        self.confirm("dan", code("dan@example.com"))

    def test_what_is_no_name_no_password_or_no_client_is_refused(self):
        self.refused("InvalidPasswordException", self.sign_up, "weak", Password="short")
        self.refused(("InvalidParameterException", "ValidationException"), self.sign_up, "")
        self.refused(("InvalidParameterException", "ValidationException"), self.sign_up, "two words")
        self.refused(
            "ResourceNotFoundException", public.sign_up, ClientId="unknown", Username="eva", Password=PASSWORD
        )
        closed = Pool(AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
        self.refused(
            "NotAuthorizedException",
            public.sign_up,
            ClientId=closed.client_id,
            Username="eva",
            Password=PASSWORD,
            saying="SignUp is not permitted for this user pool",
        )

    def test_nobody_learns_which_names_there_are(self):
        careful = self.pool.add_client(PreventUserExistenceErrors="ENABLED")
        for operation in (public.forgot_password, public.resend_confirmation_code):
            details = operation(ClientId=careful, Username="nobody")["CodeDeliveryDetails"]
            self.assertEqual(details["DeliveryMedium"], "EMAIL")
        telling = self.pool.add_client(PreventUserExistenceErrors="LEGACY")
        self.refused("UserNotFoundException", public.forgot_password, ClientId=telling, Username="nobody")
        self.assertEqual(messages("nobody"), [])

    def test_a_client_with_a_secret_wants_its_hash(self):
        made = admin.create_user_pool_client(UserPoolId=self.pool.id, ClientName="server", GenerateSecret=True)
        client_id, secret = (made["UserPoolClient"][key] for key in ("ClientId", "ClientSecret"))
        given = {"ClientId": client_id, "Username": "fay", "Password": PASSWORD}
        self.refused("NotAuthorizedException", public.sign_up, **given)
        self.refused("NotAuthorizedException", public.sign_up, **given, SecretHash="bm9uZSBvZiBpdHM=")
        digest = hmac.new(secret.encode(), f"fay{client_id}".encode(), hashlib.sha256).digest()
        public.sign_up(**given, SecretHash=base64.b64encode(digest).decode())


class Passwords(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()

    def test_a_forgotten_password_is_replaced_once_and_within_an_hour(self):
        name = self.pool.add_user(email="gil@example.com", email_verified="true")
        who = {"ClientId": self.pool.client_id, "Username": name}
        public.forgot_password(**who)
        late = code("gil@example.com")
        travel(HOUR + 1)
        replace = lambda digits, password=OTHER_PASSWORD: public.confirm_forgot_password(
            **who, ConfirmationCode=digits, Password=password
        )
        self.refused("ExpiredCodeException", replace, late)
        public.forgot_password(**who)
        right = code("gil@example.com")
        self.refused("CodeMismatchException", replace, other(right))
        self.refused("InvalidPasswordException", replace, right, "weak")
        replace(right)
        self.refused("ExpiredCodeException", replace, right, PASSWORD)
        self.pool.signed_in(name, password=OTHER_PASSWORD)
        self.refused("NotAuthorizedException", self.pool.password, name, PASSWORD)

    def test_a_password_is_changed_by_who_knows_it_and_has_a_token(self):
        name = self.pool.add_user()
        tokens = self.pool.signed_in(name)
        change = {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER_PASSWORD}
        self.refused(
            "NotAuthorizedException", public.change_password, AccessToken=tokens["IdToken"], **change
        )
        self.refused(
            "NotAuthorizedException",
            public.change_password,
            AccessToken=tokens["AccessToken"],
            **{**change, "PreviousPassword": "wrong"},
        )
        public.change_password(AccessToken=tokens["AccessToken"], **change)
        self.pool.signed_in(name, password=OTHER_PASSWORD)

    def test_a_password_of_before_is_not_taken_again(self):
        pool = Pool(Policies={"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 2}})
        name = pool.add_user()
        token = pool.signed_in(name)["AccessToken"]
        self.refused(
            "PasswordHistoryPolicyViolationException",
            public.change_password,
            AccessToken=token,
            PreviousPassword=PASSWORD,
            ProposedPassword=PASSWORD,
        )


class OwnAttributes(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(AutoVerifiedAttributes=["email"])

    def setUp(self):
        self.name = self.pool.add_user(email="old@example.com", email_verified="true")
        self.token = {"AccessToken": self.pool.signed_in(self.name)["AccessToken"]}

    def attributes(self):
        return unpaired(public.get_user(**self.token)["UserAttributes"])

    def test_an_address_is_changed_and_verified_by_its_code(self):
        address = f"{self.name}@example.com"
        (details,) = public.update_user_attributes(**self.token, UserAttributes=pairs({"email": address}))[
            "CodeDeliveryDetailsList"
        ]
        self.assertEqual(details["AttributeName"], "email")
        self.assertEqual(self.attributes()["email_verified"], "false")
        first = code(address)
        again = public.get_user_attribute_verification_code(**self.token, AttributeName="email")
        self.assertEqual(again["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL")
        right = code(address)
        verify = lambda digits: public.verify_user_attribute(**self.token, AttributeName="email", Code=digits)
        self.refused("CodeMismatchException", verify, other(right))
        if first != right:
            self.refused(("CodeMismatchException", "ExpiredCodeException"), verify, first)
        verify(right)
        self.assertEqual(self.attributes()["email_verified"], "true")
        self.refused("ExpiredCodeException", verify, right)

    def test_attributes_are_deleted_but_not_those_of_the_pool(self):
        public.update_user_attributes(**self.token, UserAttributes=pairs({"name": "Ada", "zoneinfo": "UTC"}))
        public.delete_user_attributes(**self.token, UserAttributeNames=["name"])
        self.assertEqual((self.attributes().get("name"), self.attributes()["zoneinfo"]), (None, "UTC"))
        self.refused(
            ("InvalidParameterException", "NotAuthorizedException"),
            public.delete_user_attributes,
            **self.token,
            UserAttributeNames=["sub"],
        )

    def test_who_leaves_is_gone(self):
        public.delete_user(**self.token)
        self.refused(("UserNotFoundException", "NotAuthorizedException"), public.get_user, **self.token)
        self.refused("NotAuthorizedException", self.pool.password, self.name)


class BadTokens(Case):
    """Every operation with an access token refuses what is none, the same way."""

    OPERATIONS = {
        "change_password": {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER_PASSWORD},
        "confirm_device": {"DeviceKey": "us-east-1_11111111-2222-4333-8444-555555555555"},
        "delete_user": {},
        "delete_user_attributes": {"UserAttributeNames": ["name"]},
        "forget_device": {"DeviceKey": "us-east-1_11111111-2222-4333-8444-555555555555"},
        "get_device": {"DeviceKey": "us-east-1_11111111-2222-4333-8444-555555555555"},
        "get_user": {},
        "get_user_attribute_verification_code": {"AttributeName": "email"},
        "get_user_auth_factors": {},
        "global_sign_out": {},
        "list_devices": {},
        "list_user_sessions": {},
        "list_web_authn_credentials": {},
        "delete_web_authn_credential": {"CredentialId": "AAAA"},
        "start_web_authn_registration": {},
        "set_user_mfa_preference": {},
        "update_user_attributes": {"UserAttributes": pairs({"name": "x"})},
        "verify_user_attribute": {"AttributeName": "email", "Code": "123456"},
        "associate_software_token": {},
        "verify_software_token": {"UserCode": "123456"},
    }

    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()
        cls.other_pool = Pool()

    def test_a_token_that_is_forged_or_another_kind_is_refused_everywhere(self):
        tokens = self.pool.signed_in()
        head, body, signature = tokens["AccessToken"].split(".")
        flipped = "A" if signature[9] != "A" else "B"
        stranger = self.other_pool.signed_in()["AccessToken"].split(".")
        bad = {
            "an ID token": tokens["IdToken"],
            "an altered signature": ".".join([head, body, signature[:9] + flipped + signature[10:]]),
            "claims of somebody else": ".".join([head, stranger[1], signature]),
            "the key of another pool": ".".join([head, body, stranger[2]]),
            "nonsense": "nonsense",
        }
        for what, token in bad.items():
            for operation, given in self.OPERATIONS.items():
                with self.subTest(f"{operation} with {what}"):
                    self.refused("NotAuthorizedException", getattr(public, operation), AccessToken=token, **given)

    def test_a_token_that_is_too_old_is_refused_everywhere(self):
        token = self.pool.signed_in()["AccessToken"]
        travel(HOUR + 1)
        for operation, given in self.OPERATIONS.items():
            with self.subTest(operation):
                self.refused(
                    "NotAuthorizedException",
                    getattr(public, operation),
                    AccessToken=token,
                    saying="Access Token has expired",
                    **given,
                )


CASES = [SigningUp, Passwords, OwnAttributes, BadTokens]
