"""The base of all providers: no secret in the pickled reference, inputs unchanged."""

from pulumi.dynamic import CheckResult, ConfigureRequest, ResourceProvider

from apply.properties import Props
from providers.process import begin


class ProviderBase(ResourceProvider):
    """A provider that is pickled as a reference to its class."""

    # The pickled provider is a reference to its class and holds no secret: in clear it makes readable state and diffs.
    serialize_as_secret_always = False

    def configure(self, req: ConfigureRequest) -> None:
        """Keep the stack's configuration for passwords."""
        begin(req)

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """The inputs unchanged."""
        return CheckResult(news, [])
