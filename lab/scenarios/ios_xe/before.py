"""What a scenario must leave as it was: the router's configuration and the stack's file."""

from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import prompt
from lab.scenarios.stage import Stage


class Before:
    """Both as they are when this is made."""

    def __init__(self, stage: Stage, stack: Applied) -> None:
        self._stage, self._stack = stage, stack
        self._running, self._file = prompt.running(stage.fabric), stack.file.read_bytes()

    def claim_unchanged(self) -> None:
        """Claim that both are as they were."""
        stage, file = self._stage, self._stack.file
        same = prompt.running(stage.fabric) == self._running
        stage.claim("the router's configuration is as before", same, "compared as text")
        stage.claim("the stack's file was not touched", file.read_bytes() == self._file, file.name)
