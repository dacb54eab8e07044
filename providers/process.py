"""State shared by the providers of one process: the stack's configuration, its name, and the devices."""

import json
import os
from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import Config, ConfigureRequest

from apply.device import Device, shared_device
from apply.journal import Journal
from apply.properties import neighbors_of
from errors import LoginError
from model.base import is_off
from model.router import password_variable
from platforms.base import Platform
from platforms.passwords import fingerprint
from platforms.registry import platform_named
from providers.endpoint_url import endpoint_of
from providers.pulumi_host import engine_watchdog, grpc_errors, thread_pool

_config: Config | None = None
_stack = ""
_requested: set[str] = set()


def begin(request: ConfigureRequest) -> None:
    """Keep the stack's configuration, and adapt Pulumi's host to this program (docs/pulumi-host.md)."""
    global _config
    _config = request.config
    grpc_errors.install()
    engine_watchdog.watch()
    thread_pool.widen()


def set_stack(name: str) -> None:
    """Set the full name of the stack this process works for."""
    global _stack
    _stack = name


def stack() -> str:
    """The stack's full name; empty where no resource has named it yet."""
    return _stack


def note_requested(resource: str) -> None:
    """Note that the engine has requested this resource, by id."""
    _requested.add(resource)


def requested() -> frozenset[str]:
    """The resources the engine has requested in this process, by id."""
    return frozenset(_requested)


def is_managed(props: Mapping[str, Any]) -> bool:
    """Whether the stack configures the router of a resource: the resource has its URL, and the configuration agrees.

    A resource that the program no longer has is deleted with the properties of an earlier `up`: only the configuration
    says that the router's lines stay.
    """
    routers = json.loads((_config.get("routers") if _config is not None else None) or "{}")
    return "reach" in props and not is_off(routers.get(props["router"], {}).get("managed"))


def platform_for(props: Mapping[str, Any]) -> Platform[Any]:
    """The platform of the router that a resource's properties name."""
    endpoint = endpoint_of(props["router"], props["reach"])
    return platform_named(endpoint.platform)


def journal_for(props: Mapping[str, Any]) -> Journal:
    """The journal of the router a resource's properties name; needs no password."""
    endpoint = endpoint_of(props["router"], props["reach"])
    return Journal(endpoint.router, endpoint.host, endpoint.port)


def device_for(props: Mapping[str, Any]) -> Device:
    """The device of the router a resource's properties name.

    Raises:
        LoginError: There is no password for it.
    """
    endpoint = endpoint_of(props["router"], props["reach"])
    device = shared_device(endpoint, _password(endpoint.router, endpoint.password_key))
    device.passwords.update(_session_passwords(props))
    return device


def _session_passwords(props: Mapping[str, Any]) -> dict[str, str]:
    """The passwords of a family's neighbors, by fingerprint."""
    keys = {key for neighbor in neighbors_of(props) if (key := neighbor.get("password_key"))}
    return {fingerprint(clear): clear for key in keys if (clear := _secret(key))}


def _password(router: str, key: str) -> str:
    """A router's password: from its environment variable, else from the stack's configuration.

    Refresh and destroy see the configuration of the last `up`: a new password reaches them by the variable.
    """
    variable = password_variable(key)
    password = _secret(key)
    if not password:
        raise LoginError(
            router,
            f"no password: '{key}' is not set",
            f"pulumi config set --secret {key}, or put it in the environment variable {variable}",
        )
    return password


def _secret(key: str) -> str | None:
    return os.environ.get(password_variable(key)) or (_config.get(key) if _config is not None else None)
