"""The real engine and preflight read a stack's file as the same values, or both refuse it."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components import configuration
from errors import IntentError
from model import yaml_scalars
from preflight.__main__ import report_on
from tests.engine import Engine
from tests.mutations import mutated
from tests.unit.components.test_configuration import configured
from tests.yaml_texts import LISTED, random_texts

pytestmark = pytest.mark.engine

PASSWORD = "bgp-coexist:routerPassword"
MUTATED = 12
# Files in which the reading decides, beside the random ones.
BY_HAND = (
    ("asn: 65002", "asn: 0176752"),
    ("asn: 65002", "asn: 65_002"),
    ("asn: 65002", "asn: 65002.0"),
    ("asn: 65002", "asn: 0xFDEA"),
    ("asn: 65002", "asn: &as 65002"),
    ("asn: 65002", "asn: 65002, asn: 65002"),
    ("asn: 65002", 'asn: !!int "65002"'),
    ("asn: 65002", 'asn: "65002"'),
    ("username: admin", "username: 2024-01-01"),
    ("username: admin", "username: yes"),
    ('rd: "65000:2"', "rd: 65000:20"),
    ("worker3: 10.0.0.13", "yes: 10.0.0.13"),
    ("worker3: 10.0.0.13", "2024-01-01: 10.0.0.13"),
    ("worker3: 10.0.0.13", "0x1F: 10.0.0.13"),
    ("worker3: 10.0.0.13", "7: 10.0.0.13"),
    ("bgp-coexist:calico:", "calico:"),
    ("bgp-coexist:calico:", "bgp-coexist:config:calico:"),
    ("encryptionsalt:", "more: &more [*more]\nencryptionsalt:"),
    ("encryptionsalt:", "more: " + "[" * 70 + "]" * 70 + "\nencryptionsalt:"),
    ("chart: {path: .lab/metallb-chart}", "values: {a: " + "[" * 60 + "]" * 60 + "}"),
    ("chart: {path: .lab/metallb-chart}", "values: {a: .inf}"),
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A project of the same name, whose stack's file is rewritten for each question."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\nruntime: yaml\n")
    return Engine(folder / "state", "dev", program=folder)


def engines_reading(program: Engine, text: str) -> dict[str, Any] | None:
    """What the engine would hand to the program: texts by key, those of secrets left out; None where it refuses."""
    (program.program / "Pulumi.dev.yaml").write_bytes(text.encode())
    ran = program.run("config", "--json")
    if ran.code != 0:
        return None
    held: dict[str, Any] = json.loads(ran.text[ran.text.index("{\n") :] if "{\n" in ran.text else "{}")
    return held


def test_hundreds_of_unquoted_texts_are_read_alike(program: Engine) -> None:
    texts = [text for text in (*LISTED, *random_texts(600)) if text != "<<"]
    rows = [f"    - {text}" for text in texts]
    keys = [f"    - \n      {text}: x" for text in texts]
    held = engines_reading(
        program, "\n".join(["config:", "  bgp-coexist:values:", *rows, "  bgp-coexist:keys:", *keys, ""])
    )
    assert held
    values = json.loads(held["bgp-coexist:values"]["value"])
    names = [next(iter(each)) for each in json.loads(held["bgp-coexist:keys"]["value"])]
    assert [(text, yaml_scalars.engine(text)) for text in texts] == list(zip(texts, values, strict=True))
    plain = [(text, value) for text, value in zip(texts, values, strict=True) if yaml_scalars.is_plain(text)]
    assert [(text, yaml_scalars.core(text)) for text, _ in plain] == plain
    assert [name for text, name in zip(texts, names, strict=True) if yaml_scalars.is_plain_key(text)] == [
        text for text in texts if yaml_scalars.is_plain_key(text)
    ]
    assert len(plain) > 500


def engine_takes(program: Engine, text: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the engine, and the program it runs in the project's folder, take a file."""
    held = engines_reading(program, text)
    if held is None:
        return False
    texts = {key.partition(":")[2]: each.get("value", "hidden") for key, each in held.items()}
    own = {key: texts[key] for key, full in ((full.partition(":")[2], full) for full in held) if _is_own(full)}
    secrets = [full for full, each in held.items() if each.get("secret")]
    monkeypatch.chdir(program.program)
    monkeypatch.setenv("BGP_COEXIST_ROUTER_PASSWORD", "hidden-value")
    with configured({}, *secrets, **own):
        pulumi.runtime.settings.configure(pulumi.runtime.Settings("bgp-coexist", "dev"))
        try:
            configuration.read()
        except IntentError:
            return False
    return True


def _is_own(key: str) -> bool:
    return key.startswith("bgp-coexist:")


def test_preflight_and_the_engine_take_the_same_files(
    program: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = (Path(__file__).parents[2] / "Pulumi.dev.yaml").read_text()
    assert [old for old, _ in BY_HAND if old not in base] == []
    files = [base.replace(old, new) for old, new in BY_HAND] + [mutated(number) for number in range(MUTATED)]
    verdicts = []
    for text in files:
        (tmp_path / "Pulumi.dev.yaml").write_text(text)
        (tmp_path / "Pulumi.yaml").write_text("name: bgp-coexist\n")
        preflight = not report_on(tmp_path / "Pulumi.dev.yaml", tmp_path).problems
        verdicts.append((preflight, engine_takes(program, text, monkeypatch)))
    names = [f"{old} becomes {new}" for old, new in BY_HAND] + [f"mutated({number})" for number in range(MUTATED)]
    differing = [(name, *both) for name, both in zip(names, verdicts, strict=True) if both[0] != both[1]]
    assert differing == []
    assert {mine for mine, _ in verdicts} == {True, False}
