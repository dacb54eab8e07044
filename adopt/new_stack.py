"""`python -m adopt.new_stack`: makes a stack's file from another one, without its encrypted values.

A copied `encryptionsalt` belongs to the passphrase of the stack that it was copied from: with another passphrase the
engine refuses it, with the same one both stacks share it.
"""

import argparse
import re
import sys
from pathlib import Path

import yaml

from errors import CoexistError
from preflight.options import add_stack

# What Pulumi writes beside `config`, for the secrets in it.
_FOR_SECRETS = frozenset({"encryptionsalt", "encryptedkey", "secretsprovider"})
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def without_secrets(text: str) -> tuple[str, list[str]]:
    """The text of a stack's file without its secrets and what belongs to them, and the keys that were left out.

    Comments and the order are kept.

    Raises:
        CoexistError: There is a secret within an object, or the text is no stack's file.
    """
    try:
        top = _entries(yaml.compose(text, Loader=yaml.SafeLoader), "the file")
    except yaml.YAMLError as error:
        raise CoexistError(f"is no stack's file: {error}") from None
    config = _entries(next((value for key, value in top if key.value == "config"), None), "config")
    dropped = [(key, value) for key, value in config if _is_secret(value)]
    if nested := [key.value for key, value in config if (key, value) not in dropped and _has_secret(value)]:
        what = f"{nested[0]}: holds a secret within an object"
        raise CoexistError(f"{what}\n  hint: give secrets top-level keys of their own")
    dropped += [(key, value) for key, value in top if key.value in _FOR_SECRETS]
    numbers = {line for key, value in dropped for line in range(key.start_mark.line, _last_line(value) + 1)}
    kept = [line for number, line in enumerate(text.splitlines(keepends=True)) if number not in numbers]
    return "".join(kept), [key.value.partition(":")[2] for key, value in dropped if _is_secret(value)]


def new_stack(name: str, source: str, project: Path) -> str:
    """The file of stack `name` is written, from that of stack `source`; returns the next steps, as a sentence.

    Raises:
        CoexistError: There is no such source, or the new file is there already.
    """
    if not _NAME.fullmatch(name):
        raise CoexistError(f"--stack: '{name}' is no name of a stack: letters, digits, '-', '_' and '.'")
    path, template = project / f"Pulumi.{name}.yaml", project / f"Pulumi.{source}.yaml"
    try:
        text, secrets = without_secrets(template.read_text())
        with path.open("x") as file:
            file.write(text)
    except FileExistsError:
        raise CoexistError(f"--stack: '{path.name}' is there already; nothing was written") from None
    except OSError as error:
        raise CoexistError(f"'{error.filename}': {error.strerror}") from None
    left = f" without its secrets ({', '.join(secrets)})" if secrets else ""
    return f"{path.name} is {template.name}{left}: describe your network in it, then set its secrets"


def _entries(node: yaml.Node | None, what: str) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise CoexistError(f"{what} is no mapping with a line for each key")
    entries: list[tuple[yaml.Node, yaml.Node]] = node.value
    return entries


def _is_secret(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and [key.value for key, _ in node.value] == ["secure"]


def _has_secret(node: yaml.Node) -> bool:
    return _is_secret(node) or any(map(_has_secret, _children(node)))


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _last_line(node: yaml.Node) -> int:
    """Where the node's last value ends; a block's own end is where the next key begins, after the comments there."""
    children = _children(node)
    return max(map(_last_line, children)) if children else node.end_mark.line


def main(arguments: list[str] | None = None, prog: str = "python -m adopt.new_stack") -> int:
    """Write the file; 0 where it is written."""
    parser = argparse.ArgumentParser(prog=prog, description="A stack's file without secrets.")
    add_stack(parser, "the new stack")
    parser.add_argument("--from", dest="source", default="dev", help="the stack whose file it is made from")
    options = parser.parse_args(arguments)
    try:
        print(new_stack(options.stack, options.source, options.project))
    except CoexistError as error:
        print(f"nothing was written: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
