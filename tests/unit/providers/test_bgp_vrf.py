"""What Pulumi keeps encrypted of a BGP family."""

import pulumi
import pytest

from providers.bgp_vrf import BgpVrf
from providers.object_provider import ObjectResource


def test_what_was_there_before_is_encrypted_in_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    options: list[pulumi.ResourceOptions] = []
    monkeypatch.setattr(ObjectResource, "__init__", lambda _self, _name, _props, opts: options.append(opts))
    BgpVrf("family", {}, pulumi.ResourceOptions(protect=True))
    assert [(each.additional_secret_outputs, each.protect) for each in options] == [(["before"], True)]
