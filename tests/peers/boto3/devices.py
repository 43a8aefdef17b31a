"""Devices: confirmed by a verifier, proven by device SRP, listed, remembered or not, forgotten by user and by admin."""

from local import Case, Pool, claims, public
from srp import Srp, verifier

SECRET = "the secret that the browser made for itself"


class Devices(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(
            DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
        )

    def confirmed(self, name, **changes):
        """A device of the user, with the tokens of the sign-in that made it."""
        tokens = self.pool.signed_in(name)
        device = tokens["NewDeviceMetadata"]
        group, key = device["DeviceGroupKey"], device["DeviceKey"]
        answer = public.confirm_device(
            AccessToken=tokens["AccessToken"],
            DeviceKey=key,
            DeviceName="test",
            DeviceSecretVerifierConfig=verifier(group, key, SECRET),
        )
        self.assertEqual(answer["UserConfirmationNecessary"], False)
        return group, key, {"AccessToken": tokens["AccessToken"]}

    def proven(self, name, group, key, secret=SECRET):
        asked = self.pool.password(name, DEVICE_KEY=key)
        self.assertEqual(asked["ChallengeName"], "DEVICE_SRP_AUTH")
        srp = Srp()
        verifying = self.pool.respond(asked, name, DEVICE_KEY=key, SRP_A=srp.srp_a)
        self.assertEqual(verifying["ChallengeName"], "DEVICE_PASSWORD_VERIFIER")
        answers = srp.claim(group, key, secret, verifying["ChallengeParameters"])
        return verifying, {"DEVICE_KEY": key, **answers}

    def test_a_device_proves_itself_and_its_answer_is_good_once(self):
        name = self.pool.add_user()
        group, key, _ = self.confirmed(name)
        verifying, answers = self.proven(name, group, key)
        done = self.pool.respond(verifying, name, **answers)["AuthenticationResult"]
        self.assertEqual(claims(done["AccessToken"])["device_key"], key)
        self.assertNotIn("NewDeviceMetadata", done)
        self.refused("NotAuthorizedException", self.pool.respond, verifying, name, **answers)

    def test_another_secret_and_another_key_are_refused(self):
        name = self.pool.add_user()
        group, key, _ = self.confirmed(name)
        verifying, answers = self.proven(name, group, key, secret="guessed")
        self.refused("NotAuthorizedException", self.pool.respond, verifying, name, **answers)
        _, second, _ = self.confirmed(name)
        verifying, answers = self.proven(name, group, key)
        self.refused(
            ("NotAuthorizedException", "ResourceNotFoundException", "InvalidParameterException"),
            self.pool.respond,
            verifying,
            name,
            **{**answers, "DEVICE_KEY": second},
        )

    def test_an_unknown_device_is_told_by_cognitos_words(self):
        self.refused(
            "ResourceNotFoundException",
            self.pool.password,
            self.pool.add_user(),
            DEVICE_KEY="us-east-1_11111111-2222-4333-8444-555555555555",
            saying="[Dd]evice does not exist",
        )

    def test_devices_are_read_listed_marked_and_forgotten(self):
        name = self.pool.add_user()
        _, first, token = self.confirmed(name)
        _, second, _ = self.confirmed(name)
        keys = [device["DeviceKey"] for device in public.list_devices(**token)["Devices"]]
        self.assertEqual(sorted(keys), sorted([first, second]))
        page = public.list_devices(**token, Limit=1)
        rest = public.list_devices(**token, Limit=1, PaginationToken=page["PaginationToken"])
        self.assertNotEqual(page["Devices"][0]["DeviceKey"], rest["Devices"][0]["DeviceKey"])
        public.update_device_status(**token, DeviceKey=first, DeviceRememberedStatus="not_remembered")
        self.assertEqual(public.get_device(**token, DeviceKey=first)["Device"]["DeviceKey"], first)
        public.forget_device(**token, DeviceKey=first)
        self.refused("ResourceNotFoundException", public.get_device, **token, DeviceKey=first)

        self.assertEqual(self.pool.admin("admin_get_device", name, DeviceKey=second)["Device"]["DeviceKey"], second)
        self.pool.admin("admin_update_device_status", name, DeviceKey=second, DeviceRememberedStatus="remembered")
        self.assertEqual(len(self.pool.admin("admin_list_devices", name)["Devices"]), 1)
        self.pool.admin("admin_forget_device", name, DeviceKey=second)
        self.assertEqual(self.pool.admin("admin_list_devices", name)["Devices"], [])

    def test_a_device_key_that_the_pool_did_not_give_is_not_confirmed(self):
        tokens = self.pool.signed_in()
        key = "us-east-1_11111111-2222-4333-8444-555555555555"
        self.refused(
            ("ResourceNotFoundException", "InvalidParameterException", "NotAuthorizedException"),
            public.confirm_device,
            AccessToken=tokens["AccessToken"],
            DeviceKey=key,
            DeviceSecretVerifierConfig=verifier("group", key, SECRET),
        )


CASES = [Devices]
