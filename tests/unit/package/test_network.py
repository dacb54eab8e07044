"""What the package refuses of its argument, before anything is touched."""

import asyncio
import copy
import operator
from functools import reduce
from typing import Any

import pulumi
import pytest
import yaml

from errors import IntentError
from package.network import KEYS, Components, described
from tests.examples import FOLDER, values_of

NETWORK: dict[str, Any] = yaml.safe_load((FOLDER / "package" / "python" / "network.yaml").read_text())


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BGP_COEXIST_ROUTER_PASSWORD", "hidden")


def network(path: str, value: Any) -> dict[str, Any]:
    """The example's network without the cluster, one value of it changed, with numbers as Pulumi passes them."""
    changed = copy.deepcopy(NETWORK)
    del changed["cluster"]["kubeconfig"]
    *keys, last = path.split(".")
    reduce(operator.getitem, keys, changed)[last] = value
    return changed


REFUSED = {
    "routers.edge.asn": ("many", "FORM03 routers.edge.asn: input should be a valid integer"),
    "calico.peers": (["10.9.9.9"], "calico.peers"),
    "routers.edge.managed": (False, "routers.edge.managed: is not possible in the package"),
    "demo": ({}, "demo: is no key of the network"),
    "cluster.podCidr": (pulumi.UNKNOWN, "network: has a secret, or a value that is not known"),
    "cluster.serviceCidr": ({"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}, "FORM"),
}


@pytest.mark.parametrize("path", REFUSED)
def test_a_problem_names_its_place(path: str) -> None:
    value, error = REFUSED[path]
    with pytest.raises(IntentError, match="nothing was touched") as raised:
        described(network(path, value))
    assert error in str(raised.value)


def test_an_argument_that_is_an_output_is_refused() -> None:
    async def refused() -> None:
        with pytest.raises(IntentError, match="network: has a secret"):
            described({"routers": [pulumi.Output.secret("hidden")]})

    asyncio.run(refused())


def test_no_argument_is_refused() -> None:
    with pytest.raises(IntentError, match="network: is missing"):
        described(None)


@pytest.mark.parametrize(
    ("component", "name", "stack", "error"),
    [
        ("Router", "core", "home-lab", "routers: no router 'core'\n    hint: name the component as one of edge"),
        ("CalicoBgp", "calico", "home-lab", "cluster.kubeconfig: is missing"),
        ("MetalLb", "metallb", "calico-only", "topology: has no MetalLB\n    found: calico-only"),
    ],
)
def test_a_component_that_the_network_does_not_have_is_refused(
    component: str, name: str, stack: str, error: str
) -> None:
    described_there = {key: value for key, value in values_of(FOLDER / f"{stack}.yaml").items() if key in KEYS}
    del described_there["cluster"]["kubeconfig"]
    with pytest.raises(pulumi.RunError) as raised:
        Components("0.1.0").construct(name, f"bgp-coexist:components:{component}", {"network": described_there})
    assert error in str(raised.value)


def test_whole_numbers_are_numbers_again_and_the_keys_in_one_order() -> None:
    one = described(network("calico.asn", 65002.0))
    other = described(dict(reversed(network("calico.asn", 65002).items())))
    assert one.stack == other.stack
    assert list(one.values) == list(other.values)
    assert one.values["calico"]["asn"] == 65002
