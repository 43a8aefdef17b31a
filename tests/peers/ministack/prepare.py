"""Gives a running ministack one user pool, a public client for SRP and refresh, and a confirmed user.

Called by ministack.mjs with the endpoint as the only argument; prints what it made as one JSON object.
It signs with ministack's own root credentials (test/test), never with any found on the machine.
"""

import json
import sys

import boto3

USERNAME = "ada"
PASSWORD = "Correct-horse-7"

cognito = boto3.client(
    "cognito-idp",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)

pool = cognito.create_user_pool(PoolName="poolkey-tests")["UserPool"]["Id"]
client = cognito.create_user_pool_client(
    UserPoolId=pool,
    ClientName="browser",
    GenerateSecret=False,
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    EnableTokenRevocation=True,
)["UserPoolClient"]["ClientId"]
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

print(json.dumps({"userPoolId": pool, "clientId": client, "username": USERNAME, "password": PASSWORD}))
