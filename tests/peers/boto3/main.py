"""All cases; the count of operations comes last. Names of modules or of classes run those alone."""

import sys

import accounts
import checker
import complete
import devices
import factors
import identities
import json_lines
import keeping
import passkeys
import sessions
import set_up
import signing_in
import users

AREAS = [set_up, keeping, users, accounts, signing_in, factors, devices, passkeys, sessions, identities]
CASES = [checker.Checker, *(case for area in AREAS for case in area.CASES), complete.EveryOperation]
asked = sys.argv[1:]
json_lines.run(*(case for case in CASES if not asked or asked.count(case.__name__) or asked.count(case.__module__)))
