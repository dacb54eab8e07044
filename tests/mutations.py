"""Stack files with random mistakes in them: `python -m tests.mutations --count 10000` looks at that many.

A number makes one file, the same every time. Nothing may end in a traceback, and what preflight takes has names,
hosts, addresses and lines that can work; that is judged here without the model's own rules.
"""

import argparse
import copy
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import yaml

from adopt.objects import objects_of
from errors import PlanError
from model.load import findings
from model.stack import Stack
from model.stack_config import stack_config
from model.stack_file import UnreadableError, document
from model.yaml_scalars import ENGINE
from platforms.iosxe.tree import Tree
from preflight.__main__ import report_on
from preflight.stack_input import content_of
from tests.seed import PROJECT

FILE = "Pulumi.mutated.yaml"
BASES = tuple((PROJECT / f"Pulumi.{name}.yaml").read_text() for name in ("dev", "staging"))
_VALUES = {base: document(base).value for base in BASES}
NASTY: tuple[Any, ...] = (
    *(
        "",
        " ",
        "\t",
        "\n",
        "a\nb",
        "x" * 300,
        "é",
        "\u202eabc",
        "\x00",
        "\x1b[31m",
        "\uff11",
        "-",
        "--",
        ".",
        "..",
        "a..b",
    ),
    *(None, True, False, 0, -1, 1, 1.5, 65536, 4294967296, 10**30, float("inf"), float("nan"), 1e300),
    *([], {}, [[]], [None], {"": ""}, {"a": None}, [1], {"x": [True]}, {"secure": "v1:x:y"}),
    *(
        "yes",
        "on",
        "null",
        "~",
        "2024-01-01",
        "64620:20",
        "0777",
        "0x1F",
        "1_000",
        "1e3",
        "<<",
        "=",
        "!!int",
        "*a",
        "&a",
    ),
    *("127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "10.0.0.0/33", "0.0.0.0/0", "::1", "[::1", "fe80::1%0"),
    *("Vlan0", "Loopback01", "GigabitEthernet" + "1" * 400, "Loopback2147483648", "seq 5 deny 0.0.0.0/0 le 33"),
    *(
        "65000:99999999999",
        "65536:65536",
        "1.2.3.4:65536",
        "x@y",
        "k8s?",
        "Worker",
        "edge_1",
        "edge-1",
        "$(reboot)",
        "a;b",
    ),
    *("routerPassword", "routers", "ssh-rsa AAAA", "constructor", "__class__", "{{x}}", "%s%n", "a" * 64, "é" * 254),
)
TOKENS = (
    "\t",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!int ",
    "!x ",
    "? ",
    "|",
    ">",
    '"',
    "'",
    "#",
    "%",
    "\n---\n",
    "<<: ",
    "\x07",
    "\ufeff",
    "@",
    "`",
)


def mutated(number: int) -> str:
    """The file of this number."""
    chance = random.Random(number)
    text = chance.choice(BASES)
    if chance.random() < 0.6:
        values = copy.deepcopy(_VALUES[text])
        for _ in range(chance.randint(1, 3)):
            chance.choice(_CHANGES)(chance, values)
        text = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=chance.random() < 0.5, sort_keys=False)
    for _ in range(chance.randint(0, 2) if "config" in text else 1):
        text = chance.choice(_EDITS)(chance, text)
    return text


def _holders(value: Any) -> Iterator[Any]:
    """Every mapping and list in a value that has something in it."""
    if isinstance(value, dict | list) and value:
        yield value
        for inner in list(value.values() if isinstance(value, dict) else value):
            yield from _holders(inner)


def _somewhere(chance: random.Random, values: Any) -> tuple[Any, Any]:
    holder = chance.choice(list(_holders(values)) or [{"config": {}}])
    return holder, chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))


def _replace(chance: random.Random, values: Any) -> None:
    holder, key = _somewhere(chance, values)
    holder[key] = copy.deepcopy(chance.choice(NASTY))


def _rename(chance: random.Random, values: Any) -> None:
    holder, key = _somewhere(chance, values)
    if isinstance(holder, dict):
        holder[chance.choice([nasty for nasty in NASTY if isinstance(nasty, str)])] = holder.pop(key)


def _remove(chance: random.Random, values: Any) -> None:
    holder, key = _somewhere(chance, values)
    del holder[key]


def _add(chance: random.Random, values: Any) -> None:
    holder, _ = _somewhere(chance, values)
    nasty = copy.deepcopy(chance.choice(NASTY))
    if isinstance(holder, list):
        holder.append(nasty)
    else:
        holder[str(chance.choice(NASTY))[:400]] = nasty


def _move(chance: random.Random, values: Any) -> None:
    (one, first), (other, second) = _somewhere(chance, values), _somewhere(chance, values)
    one[first] = copy.deepcopy(other[second])


_CHANGES: tuple[Callable[[random.Random, Any], None], ...] = (_replace, _replace, _rename, _remove, _add, _move)


def _insert(chance: random.Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(TOKENS) + text[at:]


def _drop_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines)) if lines else 0 :][:1]
    return "".join(lines)


def _double_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = chance.randrange(len(lines))
    return "".join([*lines[: at + 1], *lines[at:]])


def _cut(chance: random.Random, text: str) -> str:
    return text[: chance.randint(0, len(text))]


def _indent(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = chance.randrange(len(lines))
    return "".join([*lines[:at], " " * chance.randint(1, 3) + lines[at], *lines[at + 1 :]])


def _nest(chance: random.Random, text: str) -> str:
    many = chance.choice((10, 100, 3000))
    return text.replace(" 22", " 22").rstrip("\n") + "\nmore: " + "[" * many + "]" * many + "\n"


_EDITS: tuple[Callable[[random.Random, str], str], ...] = (_insert, _drop_line, _double_line, _cut, _indent, _nest)


def judged(text: str, folder: Path) -> tuple[bool, list[str]]:
    """Whether a file is taken, and what is wrong with that: nothing where it is refused in words, or can work.

    Args:
        text: The file's text.
        folder: Where it may be written.
    """
    path = folder / FILE
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    report = report_on(path, PROJECT)
    lines = [*str(report).splitlines()]
    report.as_json()
    found = [f"a line does not show: {line!r}" for line in lines if not line.isprintable()]
    found += [f"a line of {len(line)} characters" for line in lines if len(line) > 1100]
    with suppress(UnreadableError):  # the engine's reading ends in words as well
        stack_config(text, "bgp-coexist", ENGINE)
    if report.problems:
        return False, found
    held = content_of(path, PROJECT)
    stack = findings(held.values, {*held.values, *held.secrets}, held.secrets, None)[0]
    return True, found + (unworkable(stack) if stack else ["no problem and no stack"])


def unworkable(stack: Stack) -> list[str]:
    """Names, hosts, addresses and lines of an accepted stack that cannot work."""
    names = [*stack.cluster.nodes, *stack.metallb.pools, stack.demo.name, stack.demo.namespace]
    found = [f"name {name!r}" for name in names if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name)]
    found += [f"name {name!r}" for name in names if len(name) > 253 or not all(map(_is_label, name.split(".")))]
    client = stack.verification.client
    hosts = [router.host for router in stack.routers.values() if router.host] + ([client.host] if client else [])
    found += [f"host {host!r}" for host in hosts if not _can_be_dialled(host)]
    found += [f"router {name!r}" for name in stack.routers if not re.fullmatch("[ -~]*[A-Za-z0-9][ -~]*", name)]
    files = [router.known_hosts for router in stack.routers.values()] + ([client.known_hosts] if client else [])
    found += [f"file {file!r}" for file in files if file is not None and not (file.strip() and file.isprintable())]
    for name in stack.routers:
        found += [
            f"line {line!r}"
            for line in _sent(stack, name)
            if not (line.isascii() and line.isprintable() and len(line) < 254)
        ]
    peers = [*stack.calico.peers, *stack.metallb.peers]
    addresses = [*stack.cluster.nodes.values(), *(peer.address for peer in peers)]
    return found + [f"address {each}" for each in addresses if each.is_multicast or each.is_loopback or not int(each)]


def _is_label(text: str) -> bool:
    """Whether a part of a DNS name is one: 1 to 63 letters, digits and hyphens, no hyphen first or last (RFC 1123)."""
    return 1 <= len(text) <= 63 and text[0] != "-" and text[-1] != "-"


def _sent(stack: Stack, name: str) -> list[str]:
    """The lines that make a router's objects on one that has none of them."""
    sent = []
    for kind, values in objects_of(stack, name, {}):
        with suppress(PlanError):
            sent += [command.line for command in kind.plan(Tree(), values, None, kind.history()).commands]
    return sent


def _can_be_dialled(host: str) -> bool:
    for kind in (IPv4Address, IPv6Address):
        try:
            return bool(kind(host.strip("[]")))
        except ValueError:
            continue
    try:
        return bool(host.encode("ascii").decode().encode("idna")) and not re.search(r"[^A-Za-z0-9._-]", host)
    except UnicodeError:
        return False


def main(arguments: list[str] | None = None) -> int:
    """Look at many files; 1 where one is judged wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description="Stack files with random mistakes")
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--first", type=int, default=0, help="the first file's number")
    options = parser.parse_args(arguments)
    wrong = accepted = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.first, options.first + options.count):
            try:
                took, found = judged(mutated(number), Path(folder))
            except Exception as error:  # a traceback is what is looked for
                took, found = False, [f"{type(error).__name__}: {error}"[:300]]
            accepted += took
            wrong += bool(found)
            for each in found:
                print(f"{number}: {each}")
    print(f"{options.count} files, {accepted} accepted, {wrong} judged wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
