"""The lab's error."""


class LabError(Exception):
    """An error of the lab; its text is complete: `WHO: WHAT: WHY`, then a hint."""

    def __init__(self, who: str, what: str, hint: str = "") -> None:
        self.who = who
        self.what = what
        self.hint = hint
        super().__init__(f"{who}: {what}" + (f"\n  hint: {hint}" if hint else ""))
