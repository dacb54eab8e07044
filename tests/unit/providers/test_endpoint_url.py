"""How a router is reached survives the way through a state file."""

import pytest

from model.any_router import router_class
from model.router import Router
from providers.endpoint_url import endpoint_of, url_of
from transport.endpoint import Endpoint

# A key with every sign that base64 has beside letters and digits.
KEY = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQwD7777//vvvvv/+++++//77777//vvvvv/+"
    "++++//77777//vvvvv/+++++//77777//vvvvv/+++++//77777//v8="
)


def router(**values: object) -> Router:
    described = {"host": "192.0.2.1", "username": "admin", "asn": 65000}
    vrfs = {"RED": {"rd": "1:1", "export": ["1:1"], "import": ["1:1"]}}
    made = router_class(values).model_validate({**described, "vrfs": vrfs, **values})
    assert isinstance(made, Router)
    return made


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({}, "ssh://admin@192.0.2.1:22"),
        ({"port": 10022, "knownHosts": ".lab/known_hosts"}, "ssh://admin@192.0.2.1:10022?known_hosts=.lab/known_hosts"),
        ({"host": "2001:db8::1"}, "ssh://admin@[2001:db8::1]:22"),
        ({"host": "Router-A.lab"}, "ssh://admin@Router-A.lab:22"),
        ({"username": "a@b/c"}, "ssh://a%40b%2Fc@192.0.2.1:22"),
        ({"hostKey": KEY}, f"ssh://admin@192.0.2.1:22?host_key={KEY}"),
        (
            {"answerSeconds": 60, "passwordKey": "rt1Password"},
            "ssh://admin@192.0.2.1:22?password_key=rt1Password&answer_seconds=60",
        ),
        # YAML 1.1 reads a bare `off` as false.
        ({"commitConfirm": False}, "ssh://admin@192.0.2.1:22?commit_confirm=off"),
        (
            {"commitConfirm": "required", "commitConfirmMinutes": 2.0},
            "ssh://admin@192.0.2.1:22?commit_confirm=required&commit_confirm_minutes=2",
        ),
        ({"sshLegacy": True}, "ssh://admin@192.0.2.1:22?ssh_legacy=true"),
        ({"sshLegacy": False}, "ssh://admin@192.0.2.1:22"),
        ({"platform": "ios-xe"}, "ssh://admin@192.0.2.1:22"),
        (
            {"platform": "frr", "passwordKey": "rt1Password"},
            "ssh://admin@192.0.2.1:22?platform=frr&password_key=rt1Password",
        ),
        ({"knownHosts": "~/a b&c"}, "ssh://admin@192.0.2.1:22?known_hosts=~/a b%26c"),
    ],
)
def test_the_address_is_short_and_can_be_read_back(values: dict[str, object], address: str) -> None:
    described = router(**values)
    assert url_of(described) == address
    assert endpoint_of("rt1", address) == Endpoint.of("rt1", described)


def test_only_ios_xe_has_a_switch_for_legacy_ssh() -> None:
    switches = {name: endpoint_of("rt1", url_of(router(platform=name))).legacy_switch for name in ("ios-xe", "frr")}
    hint = "`routers.rt1.sshLegacy: true` in the stack file; run `pulumi up` with it before `refresh` or `destroy`"
    assert switches == {"ios-xe": hint, "frr": ""}
