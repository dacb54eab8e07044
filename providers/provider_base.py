"""What all providers here have in common: no secret in their pickled reference, one-message errors, inputs as given."""

from pulumi.dynamic import CheckResult, ConfigureRequest, ResourceProvider

from apply.properties import Props
from providers.process import begin


class ProviderBase(ResourceProvider):
    """A provider that is referred to by its class and says what went wrong in one message."""

    # The pickled provider is a reference to its class and holds no secret: in clear it makes readable state and diffs.
    serialize_as_secret_always = False

    def configure(self, req: ConfigureRequest) -> None:
        """The stack's configuration is at hand."""
        begin(req)

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """Nothing is computed here and nobody is asked."""
        return CheckResult(news, [])
