"""The policy pack: `pulumi preview --policy-pack policy` starts it, and every resource passes its rules."""

from collections.abc import Callable, Iterable

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)
from rules.allowed import PRIVATE_AS, PRIVATE_PREFIXES, allowed_as, allowed_pools
from rules.passwords import no_password_in_clear
from rules.routers import commit_confirm_required, filters_both_ways, host_key_known
from rules.violation import as_in_the_program

Rule = Callable[..., Iterable[object]]


def policy(name: str, description: str, rule: Rule) -> ResourceValidationPolicy:
    """A rule without configuration as a policy."""

    def validate(resource: ResourceValidationArgs, report: ReportViolation) -> None:
        for violation in rule(as_in_the_program(resource.resource_type), resource.props):
            report(str(violation), None)

    return ResourceValidationPolicy(name=name, description=description, validate=validate)


def limited(name: str, description: str, rule: Rule, key: str, default: tuple[str, ...]) -> ResourceValidationPolicy:
    """A rule whose limits are a list in the pack's configuration."""

    def validate(resource: ResourceValidationArgs, report: ReportViolation) -> None:
        limits = list(resource.get_config().get(key) or default)
        for violation in rule(as_in_the_program(resource.resource_type), resource.props, limits):
            report(str(violation), None)

    texts = {"type": "array", "minItems": 1, "items": {"type": "string"}, "default": list(default)}
    schema = PolicyConfigSchema(properties={key: texts})
    return ResourceValidationPolicy(name=name, description=description, validate=validate, config_schema=schema)


PolicyPack(
    name="bgp-coexist",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        policy("filters-both-ways", "Every neighbor has a filter for both directions.", filters_both_ways),
        policy("no-password-in-clear", "No password is in clear.", no_password_in_clear),
        policy("commit-confirm-required", "A change that cuts the way in is taken back.", commit_confirm_required),
        policy("host-key-known", "A router's host key is pinned, or in a file of known hosts.", host_key_known),
        limited("allowed-as", "Only allowed AS numbers are used.", allowed_as, "ranges", PRIVATE_AS),
        limited("allowed-pools", "Only allowed pools are announced.", allowed_pools, "prefixes", PRIVATE_PREFIXES),
    ],
)
