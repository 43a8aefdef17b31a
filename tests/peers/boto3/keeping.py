"""What a pool only keeps and tells again: styles of its pages, terms, risks, logs. And whom it knows by other providers."""

from local import Case, Pool, admin, claims


class Styles(Case):
    def test_a_style_of_managed_login_lives(self):
        pool = Pool()
        of = {"ClientId": pool.client_id}
        made = pool.admin("create_managed_login_branding", **of, Settings={"categories": {"global": {"dark": True}}})
        which = {"ManagedLoginBrandingId": made["ManagedLoginBranding"]["ManagedLoginBrandingId"]}
        self.refused(
            "ManagedLoginBrandingExistsException",
            pool.admin,
            "create_managed_login_branding",
            **of,
            UseCognitoProvidedValues=True,
        )
        pool.admin("update_managed_login_branding", **which, UseCognitoProvidedValues=True)
        described = pool.admin("describe_managed_login_branding", **which)["ManagedLoginBranding"]
        self.assertEqual(described["UseCognitoProvidedValues"], True)
        by_client = pool.admin("describe_managed_login_branding_by_client", **of)["ManagedLoginBranding"]
        self.assertEqual(by_client, described)
        pool.admin("delete_managed_login_branding", **which)
        self.refused("ResourceNotFoundException", pool.admin, "describe_managed_login_branding_by_client", **of)

    def test_a_style_of_the_older_pages_is_for_all_clients_or_one(self):
        pool = Pool()
        css = ".submitButton-customizable { background-color: #336699; }"
        self.refused("InvalidParameterException", pool.admin, "set_ui_customization", CSS=css)
        pool.admin("create_user_pool_domain", Domain="peers-styles")
        pool.admin("set_ui_customization", CSS=css)
        read = pool.admin("get_ui_customization", ClientId=pool.client_id)["UICustomization"]
        self.assertEqual((read["CSS"], read["UserPoolId"]), (css, pool.id))

    def test_terms_live(self):
        pool = Pool()
        of = {"ClientId": pool.client_id}
        terms = {"TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE"}
        links = {"cognito:default": "https://shop.example/terms"}
        made = pool.admin("create_terms", **of, **terms, Links=links)["Terms"]
        self.refused("TermsExistsException", pool.admin, "create_terms", **of, **terms, Links=links)
        which = {"TermsId": made["TermsId"]}
        links["cognito:german"] = "https://shop.example/agb"
        pool.admin("update_terms", **which, Links=links)
        described = pool.admin("describe_terms", **which)["Terms"]
        self.assertEqual(described["Links"], links)
        by_client = pool.admin("describe_terms_by_client", **of, TermsName="terms-of-use")["Terms"]
        self.assertEqual(by_client["TermsId"], made["TermsId"])
        self.assertEqual([one["TermsId"] for one in pool.admin("list_terms")["Terms"]], [made["TermsId"]])
        pool.admin("delete_terms", **which)
        self.refused("ResourceNotFoundException", pool.admin, "describe_terms", **which)


class Watching(Case):
    def test_what_is_to_be_done_about_risks_is_kept(self):
        block = {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "BLOCK"}}
        off = Pool()
        self.refused(
            "UserPoolAddOnNotEnabledException",
            off.admin,
            "set_risk_configuration",
            CompromisedCredentialsRiskConfiguration=block,
        )
        pool = Pool(UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"}, UserPoolTier="PLUS")
        pool.admin("set_risk_configuration", CompromisedCredentialsRiskConfiguration=block)
        read = pool.admin("describe_risk_configuration", ClientId=pool.client_id)["RiskConfiguration"]
        self.assertEqual(read["CompromisedCredentialsRiskConfiguration"], block)
        name = pool.add_user()
        self.assertEqual(pool.admin("admin_list_user_auth_events", name)["AuthEvents"], [])

    def test_where_logs_go_is_kept(self):
        pool = Pool()
        arn = "arn:aws:logs:us-east-1:123456789012:log-group:peers"
        wanted = [
            {
                "LogLevel": "ERROR",
                "EventSource": "userNotification",
                "CloudWatchLogsConfiguration": {"LogGroupArn": arn},
            }
        ]
        pool.admin("set_log_delivery_configuration", LogConfigurations=wanted)
        read = pool.admin("get_log_delivery_configuration")["LogDeliveryConfiguration"]
        self.assertEqual(read["LogConfigurations"], wanted)

    def test_the_header_of_an_import_names_every_attribute(self):
        header = Pool().admin("get_csv_header")["CSVHeader"]
        for name in ("cognito:username", "cognito:mfa_enabled", "email", "phone_number_verified"):
            self.assertIn(name, header)


class Links(Case):
    def test_a_person_of_a_provider_is_linked_to_a_user_and_let_go(self):
        pool = Pool()
        pool.admin(
            "create_identity_provider",
            ProviderName="Corporate",
            ProviderType="OIDC",
            ProviderDetails={
                "client_id": "app",
                "client_secret": "secret",
                "authorize_scopes": "openid",
                "attributes_request_method": "GET",
                "oidc_issuer": "https://issuer.example",
            },
        )
        name = pool.add_user()
        theirs = {
            "ProviderName": "Corporate",
            "ProviderAttributeName": "Cognito_Subject",
            "ProviderAttributeValue": "4711",
        }
        mine = {"ProviderName": "Cognito", "ProviderAttributeValue": name}
        admin.admin_link_provider_for_user(UserPoolId=pool.id, DestinationUser=mine, SourceUser=theirs)
        (identity,) = claims(pool.signed_in(name)["IdToken"])["identities"]
        self.assertEqual((identity["providerName"], identity["userId"]), ("Corporate", "4711"))
        unknown = {**theirs, "ProviderName": "Nowhere"}
        self.refused(
            ("ResourceNotFoundException", "InvalidParameterException"),
            admin.admin_link_provider_for_user,
            UserPoolId=pool.id,
            DestinationUser=mine,
            SourceUser=unknown,
        )
        admin.admin_disable_provider_for_user(UserPoolId=pool.id, User=theirs)
        self.assertNotIn("identities", claims(pool.signed_in(name)["IdToken"]))


CASES = [Styles, Watching, Links]
