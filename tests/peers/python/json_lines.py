"""Runs a module's unittest cases and says each outcome as a line of JSON, for python-run.mjs to report.

A skipped test or an expected failure counts as a failure: nothing is let through.
"""

import json
import sys
import unittest


class JsonLines(unittest.TestResult):
    def addSuccess(self, test):
        super().addSuccess(test)
        say(test, None)

    def addError(self, test, error):
        super().addError(test, error)
        say(test, self.errors[-1][1])

    def addFailure(self, test, error):
        super().addFailure(test, error)
        say(test, self.failures[-1][1])

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            kept = self.failures if issubclass(error[0], test.failureException) else self.errors
            say(test, f"{subtest}: {kept[-1][1]}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        say(test, f"skipped: {reason}")

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        say(test, "an expected failure is none here")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        say(test, "an expected failure that succeeded")


def say(test, failure):
    name = test.id().rsplit(".", 1)[-1].removeprefix("test_").replace("_", " ")
    print(json.dumps({"name": name, "failure": failure}), flush=True)


def run(*cases):
    """Runs the cases in the order given and ends the process: 0 where all passed."""
    outcome = JsonLines()
    loader = unittest.defaultTestLoader
    unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in cases).run(outcome)
    bad = outcome.skipped or outcome.expectedFailures or outcome.unexpectedSuccesses
    sys.exit(0 if outcome.wasSuccessful() and outcome.testsRun and not bad else 1)
