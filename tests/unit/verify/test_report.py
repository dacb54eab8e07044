"""The results as people, programs and CI read them."""

import json
from dataclasses import replace

from verify import report
from verify.check import Cause, Result, Verdict
from verify.evidence import Evidence

GOOD = Result("csr1000v", "k8s-calico", "sessions Established", "4 of 4", "4 of 4", Verdict.PASS)
BAD = Result("csr1000v", "k8s-metallb", "sessions Established", "4 of 4", "3 of 4: 10.0.0.13 Idle", Verdict.FAIL)
UNSEEN = Result("client", "default/nginx", "requests", "", "client: refused\n  hint: key", Verdict.COULD_NOT_LOOK)
SKIPPED = Result("edge", "k8s-calico", "sessions Established", "", "not checked: no host", Verdict.SKIPPED)


def test_one_line_for_each_check() -> None:
    assert report.table([GOOD, BAD, UNSEEN]) == (
        "ok    csr1000v  k8s-calico     sessions Established  4 of 4\n"
        "FAIL  csr1000v  k8s-metallb    sessions Established  3 of 4: 10.0.0.13 Idle  (expected 4 of 4)\n"
        "?     client    default/nginx  requests              client: refused   hint: key"
    )


def test_failures_leave_out_what_holds() -> None:
    assert report.failures([GOOD, BAD]) == (
        "1 of 2 checks do not hold:\n"
        "FAIL  csr1000v  k8s-metallb  sessions Established  3 of 4: 10.0.0.13 Idle  (expected 4 of 4)"
    )


def test_failures_count_apart_what_could_not_be_seen() -> None:
    assert report.failures([GOOD, UNSEEN]).splitlines()[0] == "1 of 2 checks could not be made:"
    assert report.failures([GOOD, BAD, UNSEEN]).splitlines()[0] == "1 of 3 checks do not hold, 1 could not be made:"


def test_why_a_check_could_not_be_made_is_said_once() -> None:
    other = replace(UNSEEN, what="balance")
    another = replace(UNSEEN, actual="client: silent")
    assert [line.partition("  default/nginx  ")[2] for line in report.table([UNSEEN, other, another]).splitlines()] == [
        "requests  client: refused   hint: key",
        "balance   not seen, as above",
        "requests  client: silent",
    ]


def test_the_exit_code_tells_failing_from_not_seeing() -> None:
    assert report.exit_code([GOOD]) == 0
    assert report.exit_code([GOOD, BAD, UNSEEN]) == 1
    assert report.exit_code([GOOD, UNSEEN]) == 2
    assert report.exit_code([]) == 0


def test_what_was_skipped_neither_passes_nor_fails() -> None:
    assert report.table([GOOD, SKIPPED]) == (
        "ok  csr1000v  k8s-calico  sessions Established  4 of 4\n"
        "-   edge      k8s-calico  sessions Established  not checked: no host"
    )
    assert report.exit_code([GOOD, SKIPPED]) == 0
    assert report.failures([SKIPPED, BAD]).splitlines()[0] == "1 of 2 checks do not hold:"
    assert report.as_junit([SKIPPED], "bgp-coexist dev").splitlines()[1] == (
        '<testsuite name="bgp-coexist dev" tests="1" failures="0" errors="0" skipped="1">'
        '<testcase classname="edge.k8s-calico" name="sessions Established">'
        '<skipped message="not checked: no host" /></testcase></testsuite>'
    )


def test_json_has_every_field() -> None:
    brief = {
        "who": "csr1000v",
        "where": "k8s-metallb",
        "what": "sessions Established",
        "expected": "4 of 4",
        "actual": "3 of 4: 10.0.0.13 Idle",
        "verdict": "fail",
    }
    evidence = {"who": "csr1000v", "command": "show bgp", "output": "10.0.0.13 Idle"}
    cause = {"what": "the AS differs", "path": "metallb.asn"}
    full = replace(BAD, seconds=0.5, evidence=(Evidence(**evidence),), cause=Cause(**cause))
    assert json.loads(report.as_json([full])) == [brief | {"seconds": 0.5, "evidence": [evidence], "cause": cause}]
    assert json.loads(report.as_json([full], brief=True)) == [brief]


def test_a_cause_stands_below_its_check() -> None:
    explained = replace(BAD, cause=Cause("the AS differs", "metallb.asn"))
    assert report.table([GOOD, explained]).splitlines()[1:] == [
        "FAIL  csr1000v  k8s-metallb  sessions Established  3 of 4: 10.0.0.13 Idle  (expected 4 of 4)",
        "      cause: the AS differs",
        "      path: metallb.asn",
    ]


def test_junit_counts_failures_and_errors_apart() -> None:
    assert report.as_junit([GOOD, BAD, UNSEEN], "bgp-coexist dev") == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<testsuite name="bgp-coexist dev" tests="3" failures="1" errors="1">'
        '<testcase classname="csr1000v.k8s-calico" name="sessions Established" />'
        '<testcase classname="csr1000v.k8s-metallb" name="sessions Established">'
        '<failure message="3 of 4: 10.0.0.13 Idle">expected: 4 of 4</failure></testcase>'
        '<testcase classname="client.default/nginx" name="requests">'
        '<error message="client: refused&#10;  hint: key">expected: </error></testcase></testsuite>\n'
    )
