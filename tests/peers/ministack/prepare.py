"""Gives a running ministack two user pools: one with a public client for SRP and refresh, a confirmed user and sign-up by
email; and one whose Lambda functions ask a riddle (CUSTOM_AUTH).

Called by ministack.mjs with the endpoint as the only argument; prints what it made as one JSON object.
It signs with ministack's own root credentials (test/test), never with any found on the machine.
"""

import io
import json
import sys
import zipfile

import boto3

USERNAME = "ada"
PASSWORD = "Correct-horse-7"

# Three functions of a pool, as AWS's guide lays them out: what comes next, what is asked, whether the answer is right.
FUNCTIONS = {
    "DefineAuthChallenge": """
def handler(event, context):
    rounds = event["request"]["session"]
    right = bool(rounds) and rounds[-1]["challengeResult"]
    event["response"].update(issueTokens=right, failAuthentication=len(rounds) >= 3 and not right)
    if not right and len(rounds) < 3:
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
""",
    "CreateAuthChallenge": """
def handler(event, context):
    event["response"]["publicChallengeParameters"] = {"riddle": "6 x 7"}
    event["response"]["privateChallengeParameters"] = {"answer": "42"}
    return event
""",
    "VerifyAuthChallengeResponse": """
def handler(event, context):
    request = event["request"]
    event["response"]["answerCorrect"] = request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]
    return event
""",
}


def service(name):
    return boto3.client(
        name,
        endpoint_url=sys.argv[1],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def make_client(pool, *flows):
    return cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="browser",
        GenerateSecret=False,
        ExplicitAuthFlows=[*flows, "ALLOW_REFRESH_TOKEN_AUTH"],
        EnableTokenRevocation=True,
    )["UserPoolClient"]["ClientId"]


def make_user(pool):
    cognito.admin_create_user(
        UserPoolId=pool,
        Username=USERNAME,
        MessageAction="SUPPRESS",
        UserAttributes=[
            {"Name": "email", "Value": "ada@example.com"},
            {"Name": "email_verified", "Value": "true"},
        ],
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username=USERNAME, Password=PASSWORD, Permanent=True)


def make_role():
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    role = service("iam").create_role(RoleName="functions", AssumeRolePolicyDocument=json.dumps(trust))
    return role["Role"]["Arn"]


def make_function(role, name, code):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.py", code)
    return service("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role,
        Handler="index.handler",
        Code={"ZipFile": package.getvalue()},
    )["FunctionArn"]


cognito = service("cognito-idp")

pool = cognito.create_user_pool(PoolName="poolkey-tests", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
client = make_client(pool, "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH")
make_user(pool)

role = make_role()
triggers = {name: make_function(role, name, code) for name, code in FUNCTIONS.items()}
asking = cognito.create_user_pool(PoolName="poolkey-riddles", LambdaConfig=triggers)["UserPool"]["Id"]
asking_client = make_client(asking, "ALLOW_CUSTOM_AUTH")
make_user(asking)

print(
    json.dumps(
        {
            "userPoolId": pool,
            "clientId": client,
            "username": USERNAME,
            "password": PASSWORD,
            "asking": {"userPoolId": asking, "clientId": asking_client},
        }
    )
)
