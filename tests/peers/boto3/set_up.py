"""What a developer prepares: pools, app clients and secrets, domains, groups, resource servers, providers, tags."""

from local import REGION, SMS, Case, Pool, admin, claims


class UserPools(Case):
    def test_a_pool_is_made_described_listed_changed_and_deleted(self):
        made = admin.create_user_pool(
            PoolName="shop",
            AutoVerifiedAttributes=["email"],
            AliasAttributes=["email", "preferred_username"],
            Policies={"PasswordPolicy": {"MinimumLength": 12, "RequireSymbols": True}},
            Schema=[{"Name": "team", "AttributeDataType": "String", "Mutable": True}],
            UserPoolTags={"stage": "test"},
            MfaConfiguration="OFF",
        )["UserPool"]
        self.assertRegex(made["Id"], rf"^{REGION}_[0-9A-Za-z]{{9}}$")
        self.assertEqual(made["Arn"].split(":")[:3], ["arn", "aws", "cognito-idp"])
        described = admin.describe_user_pool(UserPoolId=made["Id"])["UserPool"]
        self.assertEqual(described["Name"], "shop")
        self.assertEqual(described["Policies"]["PasswordPolicy"]["MinimumLength"], 12)
        self.assertEqual(described["UserPoolTags"], {"stage": "test"})
        self.assertEqual(described["EstimatedNumberOfUsers"], 0)
        schema = {attribute["Name"]: attribute for attribute in described["SchemaAttributes"]}
        self.assertTrue(schema["sub"]["Required"])
        self.assertFalse(schema["sub"]["Mutable"])
        self.assertEqual(schema["custom:team"]["AttributeDataType"], "String")
        self.assertEqual(len(schema), 22, "Cognito's twenty-one and one of ours")

        admin.update_user_pool(UserPoolId=made["Id"], PoolName="store", AutoVerifiedAttributes=["email"])
        self.assertEqual(admin.describe_user_pool(UserPoolId=made["Id"])["UserPool"]["Name"], "store")
        listed = self.all_pools()
        self.assertEqual(listed[made["Id"]], "store")
        admin.delete_user_pool(UserPoolId=made["Id"])
        self.refused("ResourceNotFoundException", admin.describe_user_pool, UserPoolId=made["Id"])
        self.assertNotIn(made["Id"], self.all_pools())

    def all_pools(self):
        found, token = {}, {}
        while True:
            page = admin.list_user_pools(MaxResults=2, **token)
            self.assertLessEqual(len(page["UserPools"]), 2)
            found |= {pool["Id"]: pool["Name"] for pool in page["UserPools"]}
            if "NextToken" not in page:
                return found
            token = {"NextToken": page["NextToken"]}

    def test_a_pool_that_is_protected_is_not_deleted(self):
        pool = Pool(DeletionProtection="ACTIVE")
        self.refused("InvalidParameterException", admin.delete_user_pool, UserPoolId=pool.id)
        admin.update_user_pool(UserPoolId=pool.id, DeletionProtection="INACTIVE")
        admin.delete_user_pool(UserPoolId=pool.id)

    def test_input_that_the_model_does_not_take_is_refused(self):
        for given in (
            {},
            {"PoolName": ""},
            {"PoolName": "x" * 129},
            {"PoolName": "pool", "MfaConfiguration": "MAYBE"},
            {"PoolName": "pool", "AutoVerifiedAttributes": ["shoe"]},
            {"PoolName": "pool", "Policies": {"PasswordPolicy": {"MinimumLength": 5}}},
        ):
            self.refused(("InvalidParameterException", "ValidationException"), admin.create_user_pool, **given)

    def test_custom_attributes_are_added_once(self):
        pool = Pool()
        shoe = {"Name": "shoe", "AttributeDataType": "Number", "Mutable": True}
        admin.add_custom_attributes(UserPoolId=pool.id, CustomAttributes=[shoe])
        names = {attribute["Name"] for attribute in pool.admin("describe_user_pool")["UserPool"]["SchemaAttributes"]}
        self.assertIn("custom:shoe", names)
        self.refused("InvalidParameterException", pool.admin, "add_custom_attributes", CustomAttributes=[shoe])

    def test_the_second_factor_of_a_pool_is_set_and_read(self):
        pool = Pool()
        self.assertEqual(pool.admin("get_user_pool_mfa_config")["MfaConfiguration"], "OFF")
        pool.admin(
            "set_user_pool_mfa_config",
            MfaConfiguration="OPTIONAL",
            SoftwareTokenMfaConfiguration={"Enabled": True},
            SmsMfaConfiguration={"SmsConfiguration": SMS},
            WebAuthnConfiguration={"RelyingPartyId": "localhost", "UserVerification": "required"},
        )
        read = pool.admin("get_user_pool_mfa_config")
        self.assertEqual(read["MfaConfiguration"], "OPTIONAL")
        self.assertEqual(read["SoftwareTokenMfaConfiguration"], {"Enabled": True})
        self.assertEqual(read["WebAuthnConfiguration"]["RelyingPartyId"], "localhost")

    def test_tags_are_set_listed_and_removed(self):
        arn = Pool().description["Arn"]
        admin.tag_resource(ResourceArn=arn, Tags={"stage": "test", "owner": "ada"})
        admin.untag_resource(ResourceArn=arn, TagKeys=["owner"])
        self.assertEqual(admin.list_tags_for_resource(ResourceArn=arn)["Tags"], {"stage": "test"})


class AppClients(Case):
    def setUp(self):
        self.pool = Pool()

    def test_a_client_is_made_described_changed_listed_and_deleted(self):
        made = self.pool.admin(
            "create_user_pool_client",
            ClientName="site",
            CallbackURLs=["https://shop.example/in", "http://localhost:8080/in"],
            LogoutURLs=["https://shop.example/out"],
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=["openid", "email"],
            AllowedOAuthFlowsUserPoolClient=True,
            SupportedIdentityProviders=["COGNITO"],
            AccessTokenValidity=10,
            IdTokenValidity=10,
            RefreshTokenValidity=5,
            TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        )["UserPoolClient"]
        self.assertRegex(made["ClientId"], r"^[0-9a-z]{26}$")
        self.assertNotIn("ClientSecret", made)
        which = {"ClientId": made["ClientId"]}
        described = self.pool.admin("describe_user_pool_client", **which)["UserPoolClient"]
        self.assertEqual(described["CallbackURLs"], ["https://shop.example/in", "http://localhost:8080/in"])
        self.assertEqual(described["AccessTokenValidity"], 10)
        changed = self.pool.admin("update_user_pool_client", **which, ClientName="shop")["UserPoolClient"]
        self.assertEqual(changed["ClientName"], "shop")
        self.assertNotIn("CallbackURLs", changed, "what an update leaves out goes back to its default")
        listed = self.pool.admin("list_user_pool_clients", MaxResults=60)["UserPoolClients"]
        self.assertIn((made["ClientId"], "shop"), [(one["ClientId"], one["ClientName"]) for one in listed])
        self.pool.admin("delete_user_pool_client", **which)
        self.refused("ResourceNotFoundException", self.pool.admin, "describe_user_pool_client", **which)

    def test_a_callback_must_be_https_or_this_machine(self):
        for url in ("http://shop.example/in", "https://shop.example/in#here", "nonsense"):
            self.refused(
                "InvalidParameterException",
                self.pool.admin,
                "create_user_pool_client",
                ClientName="site",
                CallbackURLs=[url],
                AllowedOAuthFlows=["code"],
                AllowedOAuthScopes=["openid"],
                AllowedOAuthFlowsUserPoolClient=True,
            )

    def test_a_client_of_one_pool_is_none_of_another(self):
        self.refused(
            "ResourceNotFoundException", Pool().admin, "describe_user_pool_client", ClientId=self.pool.client_id
        )

    def test_a_secret_is_made_added_listed_and_taken_away(self):
        made = self.pool.admin("create_user_pool_client", ClientName="server", GenerateSecret=True)["UserPoolClient"]
        self.assertGreaterEqual(len(made["ClientSecret"]), 40)
        which = {"ClientId": made["ClientId"]}
        added = self.pool.admin("add_user_pool_client_secret", **which)["ClientSecretDescriptor"]
        listed = self.pool.admin("list_user_pool_client_secrets", **which)["ClientSecrets"]
        self.assertEqual(len(listed), 2)
        self.assertNotIn("ClientSecretValue", listed[0], "a secret is shown when it is made, and never again")
        self.pool.admin("delete_user_pool_client_secret", **which, ClientSecretId=added["ClientSecretId"])
        self.assertEqual(len(self.pool.admin("list_user_pool_client_secrets", **which)["ClientSecrets"]), 1)


class Domains(Case):
    def test_a_domain_is_made_once_described_and_deleted(self):
        pool = Pool()
        pool.admin("create_user_pool_domain", Domain="peers-shop", ManagedLoginVersion=2)
        described = admin.describe_user_pool_domain(Domain="peers-shop")["DomainDescription"]
        self.assertEqual((described["UserPoolId"], described["Status"]), (pool.id, "ACTIVE"))
        self.refused("InvalidParameterException", Pool().admin, "create_user_pool_domain", Domain="peers-shop")
        pool.admin("update_user_pool_domain", Domain="peers-shop", ManagedLoginVersion=1)
        pool.admin("delete_user_pool_domain", Domain="peers-shop")
        self.assertEqual(admin.describe_user_pool_domain(Domain="peers-shop")["DomainDescription"], {})

    def test_a_name_that_is_no_label_of_a_domain_is_refused(self):
        pool = Pool()
        for name in ("", "Shop", "-shop", "shop_1", "my-cognito-shop"):
            self.refused("InvalidParameterException", pool.admin, "create_user_pool_domain", Domain=name)


class Groups(Case):
    def test_a_group_lives_and_its_members_have_it_in_their_tokens(self):
        pool = Pool()
        role = "arn:aws:iam::123456789012:role/admins"
        made = pool.admin("create_group", GroupName="admins", Precedence=1, RoleArn=role)["Group"]
        self.assertEqual((made["GroupName"], made["UserPoolId"]), ("admins", pool.id))
        pool.admin("create_group", GroupName="all", Precedence=9, RoleArn=role.replace("admins", "all"))
        self.refused("GroupExistsException", pool.admin, "create_group", GroupName="admins")
        name = pool.add_user()
        for group in ("all", "admins"):
            pool.admin("admin_add_user_to_group", name, GroupName=group)
        self.refused("ResourceNotFoundException", pool.admin, "admin_add_user_to_group", name, GroupName="none")
        self.refused("UserNotFoundException", pool.admin, "admin_add_user_to_group", "nobody", GroupName="all")

        told = claims(pool.signed_in(name)["IdToken"])
        self.assertEqual(sorted(told["cognito:groups"]), ["admins", "all"])
        self.assertEqual(told["cognito:preferred_role"], role)
        self.assertEqual(sorted(told["cognito:roles"]), sorted([role, role.replace("admins", "all")]))

        listed = pool.admin("admin_list_groups_for_user", name)["Groups"]
        self.assertEqual({group["GroupName"] for group in listed}, {"admins", "all"})
        members = pool.admin("list_users_in_group", GroupName="admins")["Users"]
        self.assertEqual([user["Username"] for user in members], [name])
        pool.admin("update_group", GroupName="admins", Description="may do all")
        self.assertEqual(pool.admin("get_group", GroupName="admins")["Group"]["Description"], "may do all")
        self.assertEqual(len(pool.admin("list_groups")["Groups"]), 2)
        pool.admin("admin_remove_user_from_group", name, GroupName="all")
        pool.admin("delete_group", GroupName="admins")
        self.refused("ResourceNotFoundException", pool.admin, "get_group", GroupName="admins")
        self.assertNotIn("cognito:groups", claims(pool.signed_in(name)["IdToken"]))


class ResourceServers(Case):
    def test_a_resource_server_lives(self):
        pool = Pool()
        which = {"Identifier": "https://api.example"}
        scopes = [{"ScopeName": "read", "ScopeDescription": "reads"}]
        pool.admin("create_resource_server", **which, Name="api", Scopes=scopes)
        pool.admin("update_resource_server", **which, Name="API", Scopes=scopes)
        self.assertEqual(pool.admin("describe_resource_server", **which)["ResourceServer"]["Name"], "API")
        self.assertEqual(len(pool.admin("list_resource_servers", MaxResults=10)["ResourceServers"]), 1)
        self.refused("InvalidParameterException", pool.admin, "create_resource_server", **which, Name="again")
        pool.admin("delete_resource_server", **which)
        self.refused("ResourceNotFoundException", pool.admin, "describe_resource_server", **which)


class Providers(Case):
    DETAILS = {
        "client_id": "app",
        "client_secret": "secret",
        "authorize_scopes": "openid",
        "attributes_request_method": "GET",
        "oidc_issuer": "https://issuer.example",
        "authorize_url": "https://issuer.example/authorize",
        "token_url": "https://issuer.example/token",
        "attributes_url": "https://issuer.example/userinfo",
        "jwks_uri": "https://issuer.example/jwks",
    }

    def test_a_provider_lives_and_is_found_by_its_identifier(self):
        pool = Pool()
        which = {"ProviderName": "Corporate"}
        pool.admin(
            "create_identity_provider",
            **which,
            ProviderType="OIDC",
            ProviderDetails=self.DETAILS,
            AttributeMapping={"email": "email", "username": "sub"},
            IdpIdentifiers=["corp.example"],
        )
        found = pool.admin("get_identity_provider_by_identifier", IdpIdentifier="corp.example")["IdentityProvider"]
        self.assertEqual(found["ProviderName"], "Corporate")
        self.refused(
            "DuplicateProviderException",
            pool.admin,
            "create_identity_provider",
            **which,
            ProviderType="OIDC",
            ProviderDetails=self.DETAILS,
        )
        pool.admin("update_identity_provider", **which, AttributeMapping={"email": "mail"})
        described = pool.admin("describe_identity_provider", **which)["IdentityProvider"]
        self.assertEqual(described["AttributeMapping"]["email"], "mail")
        self.assertEqual(len(pool.admin("list_identity_providers")["Providers"]), 1)
        pool.admin("delete_identity_provider", **which)
        self.refused("ResourceNotFoundException", pool.admin, "describe_identity_provider", **which)


CASES = [UserPools, AppClients, Domains, Groups, ResourceServers, Providers]
