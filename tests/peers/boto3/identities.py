"""Identity pools: guests and users, stable identities, tokens that are somebody else's, roles."""

import base64
import json

from local import Case, Pool, claims, identity, identity_admin, travel

ACCOUNT = "123456789012"
ROLES = {kind: f"arn:aws:iam::{ACCOUNT}:role/{kind}" for kind in ("authenticated", "unauthenticated")}


class Identities(Case):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool()
        cls.provider = f"cognito-idp.us-east-1.amazonaws.com/{cls.pool.id}"
        cls.identity_pool = cls.make()
        cls.which = {"IdentityPoolId": cls.identity_pool}

    @classmethod
    def make(cls, guests=True, **settings):
        made = identity_admin.create_identity_pool(
            IdentityPoolName="peers",
            AllowUnauthenticatedIdentities=guests,
            CognitoIdentityProviders=[{"ProviderName": cls.provider, "ClientId": cls.pool.client_id}],
            **settings,
        )
        identity_admin.set_identity_pool_roles(IdentityPoolId=made["IdentityPoolId"], Roles=ROLES)
        return made["IdentityPoolId"]

    def logins(self, token=None):
        return {self.provider: token or self.pool.signed_in()["IdToken"]}

    def test_a_pool_is_described_changed_listed_and_deleted(self):
        which = {"IdentityPoolId": self.make()}
        self.assertRegex(which["IdentityPoolId"], r"^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        described = identity_admin.describe_identity_pool(**which)
        described.pop("ResponseMetadata")
        changed = identity_admin.update_identity_pool(**{**described, "IdentityPoolName": "other"})
        self.assertEqual(changed["IdentityPoolName"], "other")
        self.assertEqual(identity_admin.get_identity_pool_roles(**which)["Roles"], ROLES)
        listed = identity_admin.list_identity_pools(MaxResults=60)["IdentityPools"]
        self.assertIn(which["IdentityPoolId"], [pool["IdentityPoolId"] for pool in listed])
        identity_admin.delete_identity_pool(**which)
        self.refused("ResourceNotFoundException", identity_admin.describe_identity_pool, **which)

    def test_tags_of_a_pool_are_set_listed_and_removed(self):
        account = self.pool.description["Arn"].split(":")[4]
        arn = {"ResourceArn": f"arn:aws:cognito-identity:us-east-1:{account}:identitypool/{self.make()}"}
        identity_admin.tag_resource(**arn, Tags={"stage": "test", "owner": "ada"})
        identity_admin.untag_resource(**arn, TagKeys=["owner"])
        self.assertEqual(identity_admin.list_tags_for_resource(**arn)["Tags"], {"stage": "test"})

    def test_a_guest_gets_credentials_and_a_pool_without_guests_has_none(self):
        guest = identity.get_id(**self.which)["IdentityId"]
        self.assertNotEqual(identity.get_id(**self.which)["IdentityId"], guest)
        answer = identity.get_credentials_for_identity(IdentityId=guest)
        self.assertEqual(answer["IdentityId"], guest)
        self.assertTrue(answer["Credentials"]["AccessKeyId"].startswith("ASIA"))
        strict = self.make(guests=False)
        self.refused(
            "NotAuthorizedException",
            identity.get_id,
            IdentityPoolId=strict,
            saying="Unauthenticated access is not supported for this identity pool",
        )

    def test_a_user_has_one_identity_whatever_token_they_show(self):
        name = self.pool.add_user()
        ids = {
            identity.get_id(**self.which, Logins=self.logins(self.pool.signed_in(name)["IdToken"]))["IdentityId"]
            for _ in range(2)
        }
        (mine,) = ids
        logins = self.logins(self.pool.signed_in(name)["IdToken"])
        identity.get_credentials_for_identity(IdentityId=mine, Logins=logins)
        self.refused("NotAuthorizedException", identity.get_credentials_for_identity, IdentityId=mine)
        described = identity_admin.describe_identity(IdentityId=mine)
        self.assertEqual(described["Logins"], [self.provider])
        token = identity.get_open_id_token(IdentityId=mine, Logins=logins)["Token"]
        told = claims(token)
        self.assertEqual((told["sub"], told["aud"]), (mine, self.identity_pool))
        self.assertEqual(told["amr"][0], "authenticated")

    def test_the_token_of_somebody_else_another_client_another_pool_or_no_key_is_refused(self):
        mine = identity.get_id(**self.which, Logins=self.logins())["IdentityId"]
        self.refused(
            "NotAuthorizedException", identity.get_credentials_for_identity, IdentityId=mine, Logins=self.logins()
        )
        other_client = self.pool.signed_in(client_id=self.pool.add_client())["IdToken"]
        stranger = Pool().signed_in()
        token = self.pool.signed_in()
        head, body, signature = token["IdToken"].split(".")
        none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
        for what, bad in {
            "another client": other_client,
            "another pool": stranger["IdToken"],
            "an access token": token["AccessToken"],
            "an altered signature": f"{head}.{body}.{signature[:-8]}AAAAAAAA",
            "no signature": f"{none}.{body}.",
        }.items():
            with self.subTest(what):
                self.refused("NotAuthorizedException", identity.get_id, **self.which, Logins=self.logins(bad))
        travel(3601)
        self.refused(
            "NotAuthorizedException",
            identity.get_id,
            **self.which,
            Logins=self.logins(token["IdToken"]),
            saying="Token expired",
        )

    def test_an_identity_is_unlinked_listed_and_deleted(self):
        logins = self.logins()
        mine = identity.get_id(**self.which, Logins=logins)["IdentityId"]
        listed = identity_admin.list_identities(**self.which, MaxResults=60)["Identities"]
        self.assertIn(mine, [one["IdentityId"] for one in listed])
        identity.unlink_identity(IdentityId=mine, Logins=logins, LoginsToRemove=[self.provider])
        self.assertEqual(identity_admin.describe_identity(IdentityId=mine).get("Logins", []), [])
        self.assertEqual(identity_admin.delete_identities(IdentityIdsToDelete=[mine])["UnprocessedIdentityIds"], [])
        self.refused("ResourceNotFoundException", identity_admin.describe_identity, IdentityId=mine)

    def test_a_pool_and_an_identity_that_are_not_there(self):
        unknown = "us-east-1:11111111-2222-4333-8444-555555555555"
        self.refused("ResourceNotFoundException", identity.get_id, IdentityPoolId=unknown)
        self.refused("ResourceNotFoundException", identity.get_credentials_for_identity, IdentityId=unknown)


CASES = [Identities]
