"""The toolchain's error."""


class ToolchainError(Exception):
    """A need of the machine is missing and cannot be installed; the text is complete and printable.

    Args:
        what: `WHO: WHAT: WHY`, one sentence.
        hint: What to do.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(what + (f"\nhint: {hint}" if hint else ""))
