"""Every state file names these classes: a renamed one could not be destroyed any more."""

import base64
import pickle

import pytest
from pulumi.dynamic import Resource, ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider

from providers.bgp_process import BgpProcess, BgpProcessProvider
from providers.bgp_vrf import BgpVrf, BgpVrfProvider
from providers.interface import Interface, InterfaceProvider
from providers.prefix_list import PrefixList, PrefixListProvider
from providers.router_access import RouterAccess, RouterAccessProvider
from providers.saved_configuration import SavedConfiguration, SavedConfigurationProvider
from providers.vrf import Vrf, VrfProvider

FROZEN: list[tuple[type[Resource], type[ResourceProvider], str]] = [
    (RouterAccess, RouterAccessProvider, "providers.router_access"),
    (Vrf, VrfProvider, "providers.vrf"),
    (Interface, InterfaceProvider, "providers.interface"),
    (PrefixList, PrefixListProvider, "providers.prefix_list"),
    (BgpProcess, BgpProcessProvider, "providers.bgp_process"),
    (BgpVrf, BgpVrfProvider, "providers.bgp_vrf"),
    (SavedConfiguration, SavedConfigurationProvider, "providers.saved_configuration"),
]
NAMES = ["RouterAccess", "Vrf", "Interface", "PrefixList", "BgpProcess", "BgpVrf", "SavedConfiguration"]


@pytest.mark.parametrize(("name", "frozen"), list(zip(NAMES, FROZEN, strict=True)))
def test_names_in_state_files_never_change(
    name: str, frozen: tuple[type[Resource], type[ResourceProvider], str]
) -> None:
    resource, provider, module = frozen
    assert resource._resource_type_name == f"dynamic/router:{name}"
    assert (provider.__module__, provider.__name__) == (module, f"{name}Provider")


@pytest.mark.parametrize("provider", [row[1] for row in FROZEN])
def test_state_holds_a_reference_and_no_code(provider: type[ResourceProvider]) -> None:
    blob = base64.b64decode(serialize_provider(provider()))
    assert len(blob) < 120
    assert type(pickle.loads(blob)) is provider
