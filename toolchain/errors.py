"""The one error of this folder."""


class ToolchainError(Exception):
    """Something a machine needs is missing and cannot be had; the text is complete and fit to be shown as it is.

    Args:
        what: `WHO: WHAT: WHY`, one sentence.
        hint: What the person should do.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(what + (f"\nhint: {hint}" if hint else ""))
