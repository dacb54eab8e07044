"""What all providers here have in common: no secret in their pickled reference, one-message errors, inputs as given."""

from datetime import UTC, datetime
from typing import Any

from pulumi.dynamic import CheckResult, ConfigureRequest, ResourceProvider

from providers.process import begin

Props = dict[str, Any]

# What a create or update adds to the inputs, where a provider remembers what was there before.
OUTPUTS = ("before", "changed_at")


def inputs_of(props: Props) -> Props:
    """The inputs among a resource's properties: Pulumi's own and the outputs left out."""
    return {key: value for key, value in props.items() if not key.startswith("__") and key not in OUTPUTS}


def now() -> str:
    """This moment in UTC, to the millisecond, as ISO 8601 writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class QuietProvider(ResourceProvider):
    """A provider that is referred to by its class and says what went wrong in one message."""

    # The pickled provider is a reference to its class and holds no secret: in clear it makes readable state and diffs.
    serialize_as_secret_always = False

    def configure(self, req: ConfigureRequest) -> None:
        """The stack's configuration is at hand."""
        begin(req)

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """Nothing is computed here and nobody is asked."""
        return CheckResult(news, [])
