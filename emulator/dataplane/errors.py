"""What can go wrong below the prompt, said to whoever runs the lab."""


class DataplaneError(Exception):
    """The kernel or BIRD did not do what the configuration asks; what ran before keeps running."""

    def __init__(self, what: str, hint: str | None = None) -> None:
        super().__init__(f"dataplane: {what}" + (f"\nhint: {hint}" if hint else ""))
        self.what = what
        self.hint = hint
