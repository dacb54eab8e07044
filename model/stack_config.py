"""This project's keys in a stack's file."""

from dataclasses import replace
from typing import Any

from errors import Problem
from model import yaml_scalars
from model.stack_file import Document, UnreadableError, document
from printable import one_line


def stack_config(text: str, project: str, reading: yaml_scalars.Reading = yaml_scalars.CORE) -> Document:
    """The project's values below `config:` by key, secrets included; to a key without a project the engine adds it.

    Raises:
        UnreadableError: The text is not YAML, or has no `config`.
    """
    read = document(text, reading)
    if not isinstance(read.value, dict) or "config" not in read.value:
        raise UnreadableError("there is no `config:`")
    config = read.value["config"] or {}
    if not isinstance(config, dict):
        raise UnreadableError("`config:` is not a mapping")
    own = {key: name for key in config if (name := _own_name(key, project)) is not None}
    problems = [
        replace(problem, path=problem.path.removeprefix("config.").removeprefix(f"{project}:"))
        for problem in read.problems
    ]
    for key, name in own.items():
        if key != f"{project}:{name}":
            problem = Problem(
                one_line(name) or "config",
                "the key below `config:` must be the project's name, a colon and the key",
                code="KEY06",
                found=one_line(key) or "an empty key",
                expected=one_line(f"{project}:{name}"),
            )
            problems.append(problem)
    return Document({name: config[key] for key, name in own.items()}, problems)


def _own_name(key: str, project: str) -> str | None:
    """A key without its project; None for another project's or a provider's.

    Source: `ParseConfigKey` of Pulumi: NAME, NAMESPACE:NAME or NAMESPACE:config:NAME.
    """
    namespace, _, name = key.rpartition(":")
    return name if namespace in ("", project, f"{project}:config") else None


def has_secret(value: Any) -> bool:
    """Whether a value contains a secret: a mapping with the only key `secure`."""
    if isinstance(value, dict):
        return value.keys() == {"secure"} or any(map(has_secret, value.values()))
    return isinstance(value, list) and any(map(has_secret, value))
