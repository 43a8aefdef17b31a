"""The checker itself: each kind of wrong reply is seen. Without this a test that always passes would be no proof."""

import json
from types import SimpleNamespace

import shapes
from local import Case, admin, check_reply

MODEL = admin.meta.service_model


def found(operation, body):
    return " ".join(shapes.problems(MODEL.operation_model(operation).output_shape, body))


class Checker(Case):
    def test_the_checker_takes_what_is_right(self):
        self.assertEqual(found("GetUser", {"Username": "ada", "UserAttributes": [{"Name": "sub", "Value": "1"}]}), "")
        user = {"Username": "ada", "UserCreateDate": 1.5, "Enabled": True}
        self.assertEqual(found("ListUsers", {"Users": [user]}), "")

    def test_the_checker_sees_each_kind_of_wrong_reply(self):
        for operation, body, complaint in [
            ("GetUser", {"Username": "ada"}, "UserAttributes is required"),
            ("GetUser", {"Username": "ada", "UserAttributes": [], "Age": 3}, "Age is not in"),
            ("GetUser", {"Username": 7, "UserAttributes": []}, "not a string"),
            ("GetUser", {"Username": None, "UserAttributes": []}, "is null"),
            ("GetUser", {"Username": "ada", "UserAttributes": {}}, "not a list"),
            ("GetUser", {"Username": "", "UserAttributes": []}, "outside of"),
            ("InitiateAuth", {"ChallengeName": "GUESS"}, "none of"),
            ("InitiateAuth", {"AuthenticationResult": {"ExpiresIn": "3600"}}, "not an integer"),
            ("InitiateAuth", {"AuthenticationResult": {"AccessToken": "a b"}}, "which is not"),
            ("ListUsers", {"Users": [{"UserCreateDate": "2026-01-01"}]}, "not a number"),
            ("ListUsers", {"Users": [{"Enabled": "true"}]}, "not a boolean"),
        ]:
            self.assertIn(complaint, found(operation, body))

    def test_the_checker_sees_an_error_that_an_operation_has_not(self):
        self.assertIn("is no error of it", self.error("UsernameExistsException", "GetUser"))
        self.assertIn("has status 500", self.error("NotAuthorizedException", "GetUser", status=500))
        self.assertEqual(self.error("NotAuthorizedException", "GetUser"), "")

    def error(self, code, operation, status=400):
        body = json.dumps({"__type": code, "message": "no"}).encode()
        headers = {"x-amzn-requestid": "1", "content-type": "application/x-amz-json-1.1"}
        try:
            reply = SimpleNamespace(status_code=status, content=body, headers=headers)
            check_reply(reply, None, MODEL.operation_model(operation))
        except AssertionError as error:
            return str(error)
        return ""
