"""The components from the argument of other programs: each takes the whole network and makes its part of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pulumi
from pulumi.provider import ConstructResult, Provider

from components import configuration, preconditions
from components.calico_bgp import CalicoBgp
from components.cluster_side import cluster_provider
from components.configuration import Configuration
from components.metallb import MetalLb
from components.router import Router
from errors import CoexistError, IntentError, Problem
from model.base import is_off, whole

PACKAGE = "bgp-coexist"
# The keys of a stack's file that describe the network; the checks of the running one are the program's alone.
KEYS = ("topology", "routers", "cluster", "calico", "metallb")
Made = tuple[pulumi.ComponentResource, dict[str, Any]]


class Components(Provider):
    """Makes the components that the engine asks for."""

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Mapping[str, Any],
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """One component, by its type."""
        try:
            config = described(inputs.get("network"))
            made, state = _MAKERS[resource_type.rpartition(":")[2]](name, config, options or pulumi.ResourceOptions())
        except IntentError as error:
            raise pulumi.RunError(str(IntentError([_as_set_here(problem) for problem in error.problems]))) from None
        except CoexistError as error:
            # The text is complete; a traceback would add nothing.
            raise pulumi.RunError(str(error)) from None
        return ConstructResult(made.urn, state)


def _as_set_here(problem: Problem) -> Problem:
    """The problem with the package's name before the key that its hint sets."""
    return replace(problem, hint=problem.hint.replace("config set --secret ", f"config set --secret {PACKAGE}:"))


def described(network: Any) -> Configuration:
    """The configuration of the argument; passwords are in the using program's, as `bgp-coexist:routerPassword`.

    Raises:
        IntentError: All problems of the argument.
    """
    if problems := list(_form_problems(network)):
        raise IntentError(problems)
    config = configuration.described(_plain(network), PACKAGE)
    preconditions.check(config.stack)
    return config


def _form_problems(network: Any) -> Iterator[Problem]:
    if pulumi.contains_unknowns(network) or _has_output(network):
        hint = "give plain values; passwords are configuration: `pulumi config set --secret KEY`"
        yield Problem("network", "has a secret, or a value that is not known before the deployment", hint)
    elif not isinstance(network, dict):
        yield Problem("network", "is missing")
    else:
        for key in sorted(network.keys() - set(KEYS)):
            yield Problem(key, "is no key of the network", expected="one of " + ", ".join(KEYS))
        yield from _not_managed(network.get("routers"))


def _not_managed(routers: Any) -> Iterator[Problem]:
    """Only a stack's file can say later that the lines of a router that was managed stay."""
    for name, router in routers.items() if isinstance(routers, dict) else ():
        if isinstance(router, dict) and is_off(router.get("managed")):
            hint = "leave the router's component out"
            yield Problem(f"routers.{name}.managed", "is not possible in the package", hint)


def _has_output(value: Any) -> bool:
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return isinstance(value, pulumi.Output) or any(map(_has_output, parts))


def _plain(value: Any) -> Any:
    """The value as JSON has it: Pulumi passes every number as a float, and the keys of maps in any order."""
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return [_plain(each) for each in value] if isinstance(value, list) else whole(value)


def _router(name: str, config: Configuration, opts: pulumi.ResourceOptions) -> Made:
    """One router, by the component's name: its objects, and the save of its configuration."""
    if name not in config.stack.routers:
        known = ", ".join(config.stack.routers)
        raise IntentError([Problem("routers", f"no router '{name}'", f"name the component as one of {known}")])
    router = Router(name, config.stack, config.session_marks, opts)
    router.configure(after=_before(opts))
    router.save(after=[])
    return router, {"version": router.access.version}


def _calico(name: str, config: Configuration, opts: pulumi.ResourceOptions) -> Made:
    before, opts = _before(opts), _in_cluster(name, config, opts)
    calico = CalicoBgp(config, before, before, opts, name)
    for router in config.stack.routers:
        calico.dial(config.stack, router, before)
    return calico, {}


def _metallb(name: str, config: Configuration, opts: pulumi.ResourceOptions) -> Made:
    if config.stack.assigner() != "metallb":
        raise IntentError(
            [Problem("topology", "has no MetalLB", "leave the component out", found=config.stack.topology)]
        )
    before, opts = _before(opts), _in_cluster(name, config, opts)
    metallb = MetalLb(config, before, before, opts, name)
    for router in config.stack.routers:
        metallb.dial(config.stack, router, before)
    return metallb, {"namespace": config.stack.metallb.namespace}


_MAKERS = {"Router": _router, "CalicoBgp": _calico, "MetalLb": _metallb}


def _before(opts: pulumi.ResourceOptions) -> list[pulumi.Resource]:
    """What the component depends on; its resources must name it themselves to be removed before it."""
    given = opts.depends_on
    return [each for each in given if isinstance(each, pulumi.Resource)] if isinstance(given, Sequence) else []


def _in_cluster(name: str, config: Configuration, opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """The options with the cluster's provider.

    Raises:
        IntentError: There is no kubeconfig.
    """
    if not config.stack.cluster.kubeconfig:
        raise IntentError([Problem("cluster.kubeconfig", "is missing", "this component writes to the cluster")])
    provider = cluster_provider(f"{name}-cluster", config.stack)
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(providers=[provider]))
