"""Errors of the data plane."""


class DataplaneError(Exception):
    """The kernel or BIRD refused the configuration; the previous one keeps running."""

    def __init__(self, what: str, hint: str | None = None) -> None:
        super().__init__(f"dataplane: {what}" + (f"\nhint: {hint}" if hint else ""))
        self.what = what
        self.hint = hint
