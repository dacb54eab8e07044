"""The YAML of a stack with comments: what was guessed, placeholders, and foreign lines."""

from collections.abc import Collection, Sequence
from typing import Any

import yaml

from model.yaml_scalars import engine, is_plain_key

PROJECT = "bgp-coexist"
_WIDE = 24

# The comment beside a value that is not on the router, by the value's key.
_REMARKS = {
    "nodes": "the names are placeholders: write the nodes' own, `kubectl get nodes -o wide` shows them",
    "podCidr": "a placeholder: Calico's IP pool, `kubectl get ippools.projectcalico.org`",
    "serviceCidr": "a placeholder: the API server's --service-cluster-ip-range",
    "topology": "MetalLB only assigns addresses: its asn and peers have no effect, and have to be there",
    "mode": "the sessions' settings need FRR in MetalLB; or frr-k8s",
    "pools": "a placeholder: MetalLB's address pools",
    "announce": "as Calico does by itself; with own each node announces only its own pod blocks",
    "passwordKey": "the key of a secret: `pulumi config set --secret`",
    "verification": "switch it on once the cluster's part is right",
}


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented, short ones in one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without an indent."""
        super().increase_indent(flow, False)


def _list(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    short = all(isinstance(value, str) and len(value) < _WIDE for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=short)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    """A text in quotes where the loader or the engine would not read it as text, as in 1e3 or 0o17."""
    plain = is_plain_key(value) and isinstance(engine(value), str)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else "'")


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def page(values: dict[str, Any], about: Sequence[str], left: Sequence[str], known: Collection[str] = ()) -> str:
    """The file.

    Args:
        values: The stack's values by top-level key.
        about: The first comments, a line each.
        left: The lines that are not taken over.
        known: Keys whose values were given, so that they need no remark.
    """
    lines = [*(f"# {line}" for line in about), "config:", "  pulumi:disable-default-providers: [kubernetes]"]
    for key, value in values.items():
        section = yaml.dump({f"{PROJECT}:{key}": value}, Dumper=_Dumper, sort_keys=False, width=1000)
        lines += [f"  {_remarked(line, known)}" for line in section.splitlines()]
    lines += ["# The stack leaves these lines as they are:"] if left else []
    return "\n".join([*lines, *(f"# not taken over: {line}" for line in left)]) + "\n"


def _remarked(line: str, known: Collection[str]) -> str:
    key = line.strip().removeprefix(f"{PROJECT}:").split(":")[0]
    has_remark = key in _REMARKS and key not in known and not line.strip().startswith("-")
    return f"{line}  # {_REMARKS[key]}" if has_remark else line
