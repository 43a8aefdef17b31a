"""Users as an administrator has them: made, invited, found by filters, changed, switched off, and signed in."""

from local import (
    OTHER_PASSWORD,
    PASSWORD,
    Case,
    Pool,
    claims,
    code,
    messages,
    now,
    other,
    pairs,
    public,
    travel,
    unpaired,
)


class People(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(AutoVerifiedAttributes=["email"])

    def test_a_user_is_made_read_changed_and_deleted(self):
        made = self.pool.admin(
            "admin_create_user",
            "grace",
            UserAttributes=pairs({"email": "grace@example.com", "email_verified": "true"}),
            MessageAction="SUPPRESS",
        )["User"]
        self.assertEqual((made["UserStatus"], made["Enabled"]), ("FORCE_CHANGE_PASSWORD", True))
        self.assertRegex(unpaired(made["Attributes"])["sub"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.refused("UsernameExistsException", self.pool.admin, "admin_create_user", "grace")
        self.pool.admin("admin_update_user_attributes", "grace", UserAttributes=pairs({"name": "Grace"}))
        read = self.pool.admin("admin_get_user", "grace")
        self.assertEqual(unpaired(read["UserAttributes"])["name"], "Grace")
        self.assertLess(abs(read["UserCreateDate"].timestamp() - now()), 60)
        self.pool.admin("admin_delete_user_attributes", "grace", UserAttributeNames=["name"])
        self.assertNotIn("name", unpaired(self.pool.admin("admin_get_user", "grace")["UserAttributes"]))
        self.pool.admin("admin_delete_user", "grace")
        self.refused("UserNotFoundException", self.pool.admin, "admin_get_user", "grace")

    def test_an_invited_user_gets_a_password_and_must_replace_it(self):
        given = {"UserAttributes": pairs({"email": "ida@example.com", "email_verified": "true"})}
        self.pool.admin("admin_create_user", "ida", **given, DesiredDeliveryMediums=["EMAIL"])
        (invitation,) = messages("ida@example.com")
        temporary = invitation["code"]
        self.assertIn(temporary, invitation["body"])
        self.assertIn("ida", invitation["body"])
        asked = self.pool.password("ida", temporary)
        self.assertEqual(asked["ChallengeName"], "NEW_PASSWORD_REQUIRED")
        self.refused("InvalidPasswordException", self.pool.respond, asked, "ida", NEW_PASSWORD="weak")
        done = self.pool.respond(asked, "ida", NEW_PASSWORD=PASSWORD)
        self.assertEqual(claims(done["AuthenticationResult"]["AccessToken"])["username"], "ida")
        self.refused("NotAuthorizedException", self.pool.respond, asked, "ida", NEW_PASSWORD=OTHER_PASSWORD)
        self.refused("NotAuthorizedException", self.pool.password, "ida", temporary)

        self.refused(
            "UnsupportedUserStateException", self.pool.admin, "admin_create_user", "ida", MessageAction="RESEND"
        )

    def test_an_invitation_is_sent_again_and_ends_after_its_days(self):
        given = {"UserAttributes": pairs({"email": "jan@example.com"})}
        self.pool.admin("admin_create_user", "jan", **given)
        self.pool.admin("admin_create_user", "jan", MessageAction="RESEND")
        self.assertEqual(len(messages("jan@example.com")), 2)
        temporary = code("jan@example.com")
        travel(7 * 24 * 3600 + 1)
        self.refused(
            "NotAuthorizedException", self.pool.password, "jan", temporary, saying="Temporary password has expired"
        )

    def test_who_was_signed_up_is_confirmed_by_an_administrator(self):
        public.sign_up(ClientId=self.pool.client_id, Username="kurt", Password=PASSWORD)
        self.refused("UserNotConfirmedException", self.pool.password, "kurt")
        self.pool.admin("admin_confirm_sign_up", "kurt")
        self.pool.signed_in("kurt")
        self.refused("NotAuthorizedException", self.pool.admin, "admin_confirm_sign_up", "kurt")

    def test_who_is_switched_off_does_not_sign_in_nor_refresh(self):
        name = self.pool.add_user()
        tokens = self.pool.signed_in(name)
        self.pool.admin("admin_disable_user", name)
        self.refused("NotAuthorizedException", self.pool.password, name, saying="User is disabled")
        self.refused(
            "NotAuthorizedException",
            self.pool.begin,
            "REFRESH_TOKEN_AUTH",
            name,
            REFRESH_TOKEN=tokens["RefreshToken"],
        )
        self.pool.admin("admin_enable_user", name)
        self.pool.signed_in(name)

    def test_a_reset_password_must_be_replaced_by_the_code(self):
        name = self.pool.add_user(email="lea@example.com", email_verified="true")
        self.pool.admin("admin_reset_user_password", name)
        self.refused("PasswordResetRequiredException", self.pool.password, name)
        given = {"ClientId": self.pool.client_id, "Username": name, "Password": OTHER_PASSWORD}
        right = code("lea@example.com")
        self.refused("CodeMismatchException", public.confirm_forgot_password, **given, ConfirmationCode=other(right))
        public.confirm_forgot_password(**given, ConfirmationCode=right)
        self.pool.signed_in(name, password=OTHER_PASSWORD)

    def test_a_password_that_is_not_permanent_is_asked_for_again(self):
        name = self.pool.add_user()
        self.pool.admin("admin_set_user_password", name, Password=OTHER_PASSWORD, Permanent=False)
        self.assertEqual(self.pool.password(name, OTHER_PASSWORD)["ChallengeName"], "NEW_PASSWORD_REQUIRED")
        self.refused("InvalidPasswordException", self.pool.admin, "admin_set_user_password", name, Password="weak")

    def test_an_administrator_signs_somebody_in_and_out(self):
        name = self.pool.add_user()
        begin = {
            "ClientId": self.pool.client_id,
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": name, "PASSWORD": PASSWORD},
        }
        tokens = self.pool.admin("admin_initiate_auth", **begin)["AuthenticationResult"]
        self.pool.admin("admin_user_global_sign_out", name)
        self.refused("NotAuthorizedException", public.get_user, AccessToken=tokens["AccessToken"])
        begin["AuthParameters"]["PASSWORD"] = "wrong"
        self.refused("NotAuthorizedException", self.pool.admin, "admin_initiate_auth", **begin)

        self.pool.admin("admin_set_user_password", name, Password=OTHER_PASSWORD, Permanent=False)
        begin["AuthParameters"]["PASSWORD"] = OTHER_PASSWORD
        asked = self.pool.admin("admin_initiate_auth", **begin)
        answer = {
            "ClientId": self.pool.client_id,
            "ChallengeName": asked["ChallengeName"],
            "Session": asked["Session"],
            "ChallengeResponses": {"USERNAME": name, "NEW_PASSWORD": PASSWORD},
        }
        done = self.pool.admin("admin_respond_to_auth_challenge", **answer)
        self.assertIn("AccessToken", done["AuthenticationResult"])
        self.refused("NotAuthorizedException", self.pool.admin, "admin_respond_to_auth_challenge", **answer)


class Finding(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()
        for name, family in (("anna", "Berg"), ("annika", "Bergman"), ("bert", "Berg")):
            cls.pool.add_user(name, family_name=family, email=f"{name}@example.com", phone_number="+12065550100")
        cls.pool.admin("admin_disable_user", "bert")

    def found(self, expression, **given):
        users = self.pool.admin("list_users", Filter=expression, **given)["Users"]
        return sorted(user["Username"] for user in users)

    def test_users_are_found_by_filters(self):
        self.assertEqual(self.found('family_name = "Berg"'), ["anna", "bert"])
        self.assertEqual(self.found('family_name ^= "Berg"'), ["anna", "annika", "bert"])
        self.assertEqual(self.found('username = "anna"'), ["anna"])
        self.assertEqual(self.found('username ^= "ann"'), ["anna", "annika"])
        self.assertEqual(self.found('status = "Disabled"'), ["bert"])
        self.assertEqual(self.found('cognito:user_status = "CONFIRMED"'), ["anna", "annika", "bert"])
        self.assertEqual(self.found('email = "nobody@example.com"'), [])

    def test_a_filter_that_is_none_is_refused(self):
        wrong = ['family_name ~ "Berg"', "family_name = Berg", 'custom:shoe = "43"', 'nonsense = "1"', '= "1"']
        for expression in wrong:
            self.refused("InvalidParameterException", self.found, expression)

    def test_users_come_by_pages_and_with_the_attributes_asked_for(self):
        seen, token = [], {}
        while True:
            page = self.pool.admin("list_users", Limit=2, AttributesToGet=["email"], **token)
            self.assertLessEqual(len(page["Users"]), 2)
            for user in page["Users"]:
                self.assertEqual(list(unpaired(user["Attributes"])), ["email"])
                seen.append(user["Username"])
            if "PaginationToken" not in page:
                break
            token = {"PaginationToken": page["PaginationToken"]}
        self.assertEqual(sorted(seen), ["anna", "annika", "bert"])
        self.refused("InvalidParameterException", self.pool.admin, "list_users", PaginationToken="invented")


class Aliases(Case):
    def test_an_address_signs_in_once_it_is_verified_and_belongs_to_one(self):
        pool = Pool(AliasAttributes=["email"])
        pool.add_user("mia", email="mia@example.com")
        self.refused("NotAuthorizedException", pool.password, "mia@example.com")
        pool.admin("admin_update_user_attributes", "mia", UserAttributes=pairs({"email_verified": "true"}))
        tokens = pool.signed_in("mia@example.com")
        self.assertEqual(claims(tokens["AccessToken"])["username"], "mia")
        self.refused(
            "UsernameExistsException",
            pool.admin,
            "admin_create_user",
            "noa",
            UserAttributes=pairs({"email": "mia@example.com", "email_verified": "true"}),
        )

    def test_a_name_that_is_an_address_becomes_an_identifier(self):
        pool = Pool(UsernameAttributes=["email"], UsernameConfiguration={"CaseSensitive": False})
        made = pool.admin("admin_create_user", "Otto@Example.com", MessageAction="SUPPRESS")["User"]
        self.assertRegex(made["Username"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        pool.admin("admin_set_user_password", "otto@example.com", Password=PASSWORD, Permanent=True)
        tokens = pool.signed_in("OTTO@EXAMPLE.COM")
        self.assertEqual(claims(tokens["AccessToken"])["username"], made["Username"])
        self.refused("InvalidParameterException", pool.admin, "admin_create_user", "otto")

    def test_case_matters_where_the_pool_says_so(self):
        pool = Pool(UsernameConfiguration={"CaseSensitive": True})
        pool.add_user("Pia")
        self.refused("NotAuthorizedException", pool.password, "pia")
        pool.signed_in("Pia")


CASES = [People, Finding, Aliases]
