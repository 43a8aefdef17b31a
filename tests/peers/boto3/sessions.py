"""What becomes of a sign-in: refreshed, rotated, listed, revoked, ended everywhere, too old."""

from local import Case, Pool, claims, public, travel

DAY = 24 * 3600


class Refreshing(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()
        cls.rotating = cls.pool.add_client(
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
        )

    def refresh(self, token, client_id=None):
        given = {"RefreshToken": token, "ClientId": client_id or self.pool.client_id}
        return public.get_tokens_from_refresh_token(**given)["AuthenticationResult"]

    def test_without_rotation_both_ways_give_tokens_and_no_new_refresh_token(self):
        name = self.pool.add_user()
        first = self.pool.signed_in(name)
        older = self.pool.begin("REFRESH_TOKEN_AUTH", name, REFRESH_TOKEN=first["RefreshToken"])["AuthenticationResult"]
        for result in (older, self.refresh(first["RefreshToken"])):
            self.assertNotIn("RefreshToken", result)
            self.assertEqual(claims(result["AccessToken"])["origin_jti"], claims(first["AccessToken"])["origin_jti"])

    def test_rotation_gives_a_new_one_with_grace_and_then_refuses_the_old(self):
        name = self.pool.add_user()
        first = self.pool.signed_in(name, client_id=self.rotating)["RefreshToken"]
        second = self.refresh(first, self.rotating)["RefreshToken"]
        self.assertNotEqual(second, first)
        third = self.refresh(first, self.rotating)["RefreshToken"]
        travel(11)
        self.refused("RefreshTokenReuseException", self.refresh, first, self.rotating)
        self.assertTrue(third)
        self.refused(
            ("NotAuthorizedException", "InvalidParameterException"),
            self.pool.begin,
            "REFRESH_TOKEN_AUTH",
            name,
            client_id=self.rotating,
            REFRESH_TOKEN=second,
        )

    def test_a_refresh_token_of_another_client_or_altered_or_too_old_is_refused(self):
        token = self.pool.signed_in()["RefreshToken"]
        self.refused("NotAuthorizedException", self.refresh, token, self.pool.add_client())
        self.refused("NotAuthorizedException", self.refresh, token[:-6] + "AAAAAA")
        travel(30 * DAY + 1)
        self.refused("NotAuthorizedException", self.refresh, token, saying="Refresh Token has expired|Invalid Refresh")

    def test_revoking_kills_what_came_of_a_sign_in_and_nothing_else(self):
        name = self.pool.add_user()
        here, there = self.pool.signed_in(name), self.pool.signed_in(name)
        again = self.refresh(here["RefreshToken"])
        self.refused(
            "UnsupportedTokenTypeException",
            public.revoke_token,
            Token=here["AccessToken"],
            ClientId=self.pool.client_id,
        )
        public.revoke_token(Token=here["RefreshToken"], ClientId=self.pool.client_id)
        for dead in (here, again):
            self.refused("NotAuthorizedException", public.get_user, AccessToken=dead["AccessToken"])
        self.refused("NotAuthorizedException", self.refresh, here["RefreshToken"])
        public.get_user(AccessToken=there["AccessToken"])

    def test_signing_out_everywhere(self):
        name = self.pool.add_user()
        here, there = self.pool.signed_in(name), self.pool.signed_in(name)
        public.global_sign_out(AccessToken=here["AccessToken"])
        self.refused("NotAuthorizedException", public.get_user, AccessToken=there["AccessToken"])
        self.refused("NotAuthorizedException", self.refresh, there["RefreshToken"])
        self.pool.signed_in(name)


class Sessions(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()
        cls.pool.admin(
            "set_user_pool_session_configuration", UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 10}
        )

    def test_the_tracking_of_a_pool_and_of_a_client_is_read_back(self):
        read = self.pool.admin("get_user_pool_session_configuration")
        self.assertEqual((read["UserSessionTracking"], read["TokenSession"]), ("ENABLED", {"MaxPerUser": 10}))
        which = {"ClientId": self.pool.client_id}
        self.pool.admin("set_user_pool_client_session_configuration", **which, SSOSession={"MaxValidityMinutes": 30})
        read = self.pool.admin("get_user_pool_client_session_configuration", **which)
        self.assertEqual(read["SSOSession"], {"MaxValidityMinutes": 30})

    def test_sessions_are_listed_and_one_of_them_ended(self):
        name = self.pool.add_user()
        here, there = self.pool.signed_in(name), self.pool.signed_in(name)
        token = {"AccessToken": here["AccessToken"]}
        sessions = public.list_user_sessions(**token)["Sessions"]
        self.assertEqual(sorted(one["IsCurrentSession"] for one in sessions), [False, True])
        self.assertEqual({one["SessionType"] for one in sessions}, {"TOKEN"})
        (elsewhere,) = [one["SessionId"] for one in sessions if not one["IsCurrentSession"]]
        public.revoke_user_session(**token, SessionId=elsewhere)
        self.refused("NotAuthorizedException", public.get_user, AccessToken=there["AccessToken"])
        public.get_user(**token)
        self.assertEqual(len(public.list_user_sessions(**token)["Sessions"]), 1)
        self.refused("ResourceNotFoundException", public.revoke_user_session, **token, SessionId=f"tkn{'0' * 25}")
        self.refused("InvalidParameterException", public.revoke_user_session, **token, SessionId="invented")

    def test_the_session_of_somebody_else_is_not_ended(self):
        mine = self.pool.signed_in()
        (theirs,) = public.list_user_sessions(AccessToken=self.pool.signed_in()["AccessToken"])["Sessions"]
        self.refused(
            ("ResourceNotFoundException", "NotAuthorizedException"),
            public.revoke_user_session,
            AccessToken=mine["AccessToken"],
            SessionId=theirs["SessionId"],
        )

    def test_an_administrator_lists_and_ends_sessions(self):
        name = self.pool.add_user()
        tokens = self.pool.signed_in(name)
        (session,) = self.pool.admin("admin_list_user_sessions", name)["Sessions"]
        self.assertEqual(session["ClientId"], self.pool.client_id)
        self.pool.admin("admin_revoke_user_session", name, SessionId=session["SessionId"])
        self.refused("NotAuthorizedException", public.get_user, AccessToken=tokens["AccessToken"])


CASES = [Refreshing, Sessions]
