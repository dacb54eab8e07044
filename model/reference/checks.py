"""docs/checks.md: every kind of problem and hint by its code."""

from model.checks.codes import FILES, FIT, FLEET, FORM, HINTS, LIVE, ON_FRR, SECRETS

_HEAD = """# Checks before anything is touched

`pulumi preview`, `pulumi up` and `make preflight STACK=…` check the whole configuration and report all problems.
A problem has a code, the YAML paths, the values found there, what was expected, and a hint.
A preview or an `up` with a problem ends before anything is changed.
`make preflight` needs no engine, router or cluster and leaves passwords encrypted
(`bgp-coexist preflight --stack NAME --json` for programs); only `KEY04` is left to `up`,
whose environment may hold the password.

The first five problems of each code are printed, and the number of the others; `--json` has all of them.
A value is printed on one line, control characters are escaped, and it is cut after 100 characters.

Problems of the form of values, and missing keys, are reported alone:
the other checks need a configuration in the right form.

Where `cluster.kubeconfig` names a cluster that answers, its nodes, Calico's pools and peers, the ClusterIP range,
MetalLB's pools and peers and the assigned LoadBalancer addresses are compared as well; nothing is written.
An object that could not be read is reported with the reason.
`make preflight` works without a cluster; a preview needs the one in the stack's file.

Both ends of a session agree without a check, because each value has one place:
the router's `asn` is what both speakers expect, a speaker's `asn` is what the router expects of every node,
and `cluster.nodes` are the neighbors in both VRFs.
"""
_GROUPS = (
    ("The form of the configuration", FORM),
    ("The encryption of its secrets", SECRETS),
    ("Consistency", FIT),
    ("Consistency of routers with `platform: frr`", ON_FRR),
    ("Differences from the cluster", LIVE),
    ("Files on this machine", FILES),
    ("Consistency of a fleet, by `bgp-coexist fleet`", FLEET),
    ("Hints: it works, and is perhaps not intended; nothing is stopped", HINTS),
)


def page() -> str:
    """The page's text."""
    parts = [_HEAD]
    for title, codes in _GROUPS:
        rows = [f"| `{code}` | {meaning} |" for code, meaning in codes.items()]
        parts.append("\n".join([f"## {title}", "", "| code | finds |", "|---|---|", *rows, ""]))
    return "\n".join(parts)
