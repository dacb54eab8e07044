"""docs/checks.md: every kind of problem and hint by its code."""

from model.checks.codes import FILES, FIT, FORM, HINTS, LIVE, SECRETS

_HEAD = """# Checks before anything is touched

`pulumi preview`, `pulumi up` and `make preflight STACK=…` look at the whole configuration and tell every problem at
once: its code, the YAML path (both, where two places do not fit together), what was found there, what was expected,
and how to put it right.
A preview or an `up` with a problem ends before anything is changed.
`make preflight` needs no engine, router or cluster and leaves passwords encrypted
(`bgp-coexist preflight --stack NAME --json` for programs); only `KEY04` is left to `up`,
whose environment may hold the password.

Of one kind the first five problems are told, and how many more there are; `--json` has all of them.
A value is shown on one line: what does not show is escaped, and what is longer than 100 characters is cut.

Where a value of the wrong form, or a key that is missing, keeps the configuration from being understood,
those are told first, and how things fit together once they are right.

Where `cluster.kubeconfig` names a cluster that answers, its nodes, Calico's pools and peers, the ClusterIP range,
MetalLB's pools and peers and the LoadBalancer addresses that are given are compared as well; nothing is written.
What could not be looked at is said, with the reason.
`make preflight` does without a cluster; a preview needs the one that the stack names.

That the ends of a session agree needs no check where it is written once:
the router's `asn` is what both speakers expect, a speaker's `asn` is what the router expects of every node,
and `cluster.nodes` are the neighbors in both VRFs.
"""
_GROUPS = (
    ("The form of the configuration", FORM),
    ("What its secrets are encrypted with", SECRETS),
    ("How it fits together", FIT),
    ("How it fits the cluster", LIVE),
    ("The files it names", FILES),
    ("Hints: it works, and may still not be meant; told, and nothing is stopped", HINTS),
)


def page() -> str:
    """The page's text."""
    parts = [_HEAD]
    for title, codes in _GROUPS:
        rows = [f"| `{code}` | {meaning} |" for code, meaning in codes.items()]
        parts.append("\n".join([f"## {title}", "", "| code | finds |", "|---|---|", *rows, ""]))
    return "\n".join(parts)
