"""Last of all: every operation of AWS's models was seen to succeed, but for those that local-pool has not, by name.

Those are asked with the least that the model takes, so that the answer is about the operation: it must say so in words.
"""

from botocore.exceptions import ClientError

import shapes
from local import Case, admin, identity_admin, succeeded

# One process on one machine has no replicas, no quotas of an account, no bucket to import from, and signs no SAML. Tokens
# for machines come from the token endpoint, and none are exchanged.
REFUSED = {
    "CreateUserImportJob",
    "CreateUserPoolReplica",
    "DeleteUserPoolReplica",
    "DescribeUserImportJob",
    "GetClientToken",
    "GetDerivedToken",
    "GetProvisionedLimit",
    "GetSigningCertificate",
    "ListUserImportJobs",
    "ListUserPoolReplicas",
    "StartUserImportJob",
    "StopUserImportJob",
    "UpdateProvisionedLimit",
    "UpdateUserPoolReplica",
}
# It watches no sign-ins for risks, so it has no event that anybody could judge.
WITHOUT_EVENTS = {"AdminUpdateAuthEventFeedback", "UpdateAuthEventFeedback"}
# Nor does it know identities that developers vouch for, or tags of sessions.
REFUSED_IDENTITIES = {
    "GetOpenIdTokenForDeveloperIdentity",
    "GetPrincipalTagAttributeMap",
    "LookupDeveloperIdentity",
    "MergeDeveloperIdentities",
    "SetPrincipalTagAttributeMap",
    "UnlinkDeveloperIdentity",
}
SAMPLES = [
    "us-east-1_AAAAAAAAA",
    "us-east-1_11111111-2222-4333-8444-555555555555",
    "us-east-1:11111111-2222-4333-8444-555555555555",
    "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AAAAAAAAA",
    "11111111-2222-4333-8444-555555555555",
    "import-1",
    "terms-of-use",
    "us-east-1",
    "123456",
    "Abcdefgh1",
    "a" * 24,
    "tkn" + "a" * 25,
    "https://example.com",
]


class EveryOperation(Case):
    def test_every_operation_of_a_user_pool_succeeded_or_is_told_as_missing(self):
        self.all_of(admin, REFUSED, WITHOUT_EVENTS)

    def test_every_operation_of_an_identity_pool_succeeded_or_is_told_as_missing(self):
        self.all_of(identity_admin, REFUSED_IDENTITIES, set())

    def all_of(self, client, refused, futile):
        self.maxDiff = None
        model = client.meta.service_model
        names = {model.operation_model(name).name for name in model.operation_names}
        unseen = {name for name in names if (model.service_name, name) not in succeeded}
        self.assertEqual(sorted(unseen), sorted(refused | futile), "what no test saw succeed")
        for name in refused:
            self.assertRegex(answer(client, model.operation_model(name)), "local-pool")


def answer(client, operation):
    try:
        # As the client's own methods do, but by Cognito's name of the operation.
        client._make_api_call(operation.name, least(operation.input_shape))
    except (ClientError, AssertionError) as error:
        # The model of no operation has this error; the check of replies says so, with its words.
        return str(error)
    return "it succeeded"


def least(shape):
    """The smallest value that the model takes: required members only."""
    match shape.type_name:
        case "structure":
            return {name: least(shape.members[name]) for name in shape.required_members}
        case "list":
            return [least(shape.member)] * shape.metadata.get("min", 0)
        case "map":
            return {least(shape.key): least(shape.value)} if shape.metadata.get("min", 0) else {}
        case "string":
            return text(shape)
        case "integer" | "long":
            return max(shape.metadata.get("min", 1), 1)
        case "boolean":
            return False
        case "timestamp":
            return 0
    raise AssertionError(f"no sample of {shape.type_name}")


def text(shape):
    if shape.enum:
        return shape.enum[0]
    fits = [sample for sample in SAMPLES if not shapes.problems(shape, sample)]
    assert fits, f"no sample fits {shape.name}: {shape.metadata}"
    return fits[0]
