"""What a router's session must have: filters, a known host key, a change that reverts itself."""

import re
from collections.abc import Iterator

from .violation import BGP_VRF, PREFIX_LIST, ROUTER_ACCESS, Inputs, Violation, neighbors, reach_options

_DIRECTIONS = {
    "in": ("prefix_list_in", "set neighbors.accept: expected, or neighbors.prefixListIn"),
    "out": ("prefix_list_out", "set neighbors.advertise, or neighbors.prefixListOut"),
}
# Every route of IPv4 but, with `ge`, the default route.
_EVERYTHING = re.compile(r"permit 0\.0\.0\.0/0( ge [01])? le 32$")


def filters_both_ways(type_: str, inputs: Inputs) -> Iterator[Violation]:
    """A neighbor that has no prefix list for one of the two directions, and a list that permits every route."""
    if type_ == BGP_VRF:
        for direction, (key, hint) in _DIRECTIONS.items():
            if open_ones := [name for name, settings in neighbors(inputs) if not settings.get(key)]:
                yield Violation(f"no prefix list {direction} for neighbor {', '.join(sorted(open_ones))}", hint)
    if type_ == PREFIX_LIST:
        for entry in inputs.get("entries") or ():
            if _EVERYTHING.search(entry):
                what = f"prefix list {inputs.get('name')} permits every route: '{entry}'"
                yield Violation(what, "permit the prefixes that are meant, and no more")


def commit_confirm_required(type_: str, inputs: Inputs) -> Iterator[Violation]:
    """A router that keeps a change although nobody can log in any more.

    On FRR the program runs the timer itself, so there `preferred`, the default, is as good as `required`.
    """
    options = reach_options(inputs) if type_ == ROUTER_ACCESS else None
    if options is None:
        return
    chosen = options.get("commit_confirm", "preferred")
    good = ("required", "preferred") if options.get("platform") == "frr" else ("required",)
    if chosen not in good:
        what = f"router {inputs.get('router')} has commitConfirm: {chosen}"
        yield Violation(what, "set commitConfirm: required, and an archive path on the router")


def host_key_known(type_: str, inputs: Inputs) -> Iterator[Violation]:
    """A router whose host key comes from whatever file the user of the machine has."""
    options = reach_options(inputs) if type_ == ROUTER_ACCESS else None
    if options is not None and not {"host_key", "known_hosts"} & options.keys():
        what = f"router {inputs.get('router')} has neither a pinned host key nor a file of known hosts"
        yield Violation(what, "set hostKey, or knownHosts with the path of a file")
