"""Every key of the configuration is looked at; secrets are only looked for."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pulumi
import pytest

from components import configuration
from errors import IntentError
from tests.seed import Values, seed_stack, seed_values

SECRET = "bgp-coexist:routerPassword"


@contextmanager
def configured(values: Values, *secrets: str, **plain: str) -> Iterator[None]:
    """A program run with these values, as the language host hands them over."""
    held = {f"bgp-coexist:{key}": json.dumps(value) for key, value in values.items()}
    held |= {f"bgp-coexist:{key}": text for key, text in plain.items()}
    held |= {"pulumi:disable-default-providers": '["kubernetes"]'}
    pulumi.runtime.set_all_config(held, list(secrets))
    pulumi.runtime.settings.configure(pulumi.runtime.Settings("bgp-coexist", "dev"))
    loop = asyncio.new_event_loop()  # what a secret is made on; nobody else's, and closed with nothing left on it
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        while tasks := asyncio.all_tasks(loop):
            loop.run_until_complete(asyncio.wait(tasks))
        loop.close()
        asyncio.set_event_loop(None)
        pulumi.runtime.set_all_config({}, [])


def refusal(values: Values, *secrets: str, **plain: str) -> str:
    with configured(values, *secrets, **plain), pytest.raises(IntentError) as caught:
        configuration.read()
    return str(caught.value)


def test_the_seed_is_read() -> None:
    with configured(seed_values(), SECRET, routerPassword="hidden-value"):
        read = configuration.read()
    assert read.stack == seed_stack()
    assert read.values == seed_values()
    assert list(read.passwords) == ["routerPassword"]


def test_numbers_from_pulumi_need_not_be_integers() -> None:
    values = json.loads(json.dumps(seed_values()))
    values["calico"]["asn"] = 65002.0
    with configured(values, SECRET, routerPassword="hidden-value"):
        assert configuration.read().stack == seed_stack()


def test_a_password_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BGP_COEXIST_ROUTER_PASSWORD", "hidden-value")
    with configured(seed_values()):
        assert configuration.read().passwords == {}


def asn_zero(values: Values) -> None:
    values["calico"]["asn"] = 0


def asn_too_large(values: Values) -> None:
    values["metallb"]["asn"] = 4294967296


def misspelt(values: Values) -> None:
    values["metalllb"] = values.pop("metallb")


KEYS = "calico, cluster, demo, metallb, rollout, routerPassword, routers, topology, verification"
HINT = (
    "    hint: set it with `pulumi config set --secret routerPassword`, "
    "or in the environment as BGP_COEXIST_ROUTER_PASSWORD"
)
ASN = "    expected: an AS number, a whole number from 1 to 4294967295"


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (asn_zero, ["  FORM03 calico.asn: input should be greater than or equal to 1", "    found: 0", ASN]),
        (
            asn_too_large,
            ["  FORM03 metallb.asn: input should be less than or equal to 4294967295", "    found: 4294967296", ASN],
        ),
        (
            misspelt,
            [
                "  FORM02 metallb: is missing",
                "  KEY01 metalllb: unknown key 'metalllb'",
                f"    expected: one of {KEYS}",
            ],
        ),
    ],
)
def test_problems_of_the_values_and_of_the_password_come_together(
    change: Callable[[Values], None], lines: list[str]
) -> None:
    values = seed_values()
    change(values)
    problems = sum(line.startswith("  ") and not line.startswith("   ") for line in lines) + 1
    assert refusal(values).splitlines() == [
        f"the stack's configuration has {problems} problems; nothing was touched",
        *lines,
        "  KEY04 routerPassword: is missing",
        HINT,
    ]


def test_an_unknown_top_level_key_is_an_error() -> None:
    assert refusal(seed_values(), SECRET, routerPassword="hidden-value", routerPasword="hidden-value").splitlines() == [
        "the stack's configuration has 1 problem; nothing was touched",
        "  KEY01 routerPasword: unknown key 'routerPasword'",
        f"    expected: one of {KEYS}",
    ]


def test_a_password_in_clear_text_is_refused_without_printing_it() -> None:
    assert refusal(seed_values(), routerPassword="hidden-value").splitlines() == [
        "the stack's configuration has 1 problem; nothing was touched",
        "  KEY03 routerPassword: is a password in clear text",
        "    hint: set it with `pulumi config set --secret routerPassword`; change the password as well",
    ]


def test_a_secret_inside_an_object_is_refused_without_reading_it() -> None:
    told = refusal(seed_values(), SECRET, "bgp-coexist:demo", routerPassword="hidden-value", demo='{"name": "hidden"}')
    assert told.splitlines() == [
        "the stack's configuration has 1 problem; nothing was touched",
        "  KEY02 demo: contains a secret",
        "    hint: give secrets top-level keys of their own",
    ]


def test_each_router_may_name_a_password_of_its_own() -> None:
    values = seed_values()
    values["routers"]["csr1000v"]["passwordKey"] = "edgePassword"
    with configured(values, "bgp-coexist:edgePassword", edgePassword="hidden-value"):
        assert list(configuration.read().passwords) == ["edgePassword"]
