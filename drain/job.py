"""The steps of draining a node, and of giving it back."""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from drain.node import ClusterNode
from drain.node_entry import with_drained, without_drained
from errors import CoexistError
from model.stack import Stack, peer_places, speaker_vrfs
from platforms.facts import ESTABLISHED
from preflight.stack_input import stack_from_text
from verify.sources import RouterSource

# A speaker withdraws its routes within a second; the routers are asked as often.
_LEAVE_SECONDS = 60.0
_PAUSE_SECONDS = 0.5
_NAMED = 5


class Job:
    """A node that is drained or given back.

    Args:
        stack: The stack as its file describes it.
        name: The stack's name.
        file: Its file.
        node: The node in the cluster.
        routers: The stack's routers by name.
        say: Prints a line.
    """

    def __init__(
        self,
        stack: Stack,
        name: str,
        file: Path,
        node: ClusterNode,
        routers: Mapping[str, RouterSource],
        say: Callable[[str], None],
    ) -> None:
        self._stack, self._name, self._file = stack, name, file
        self._node, self._routers, self._say = node, routers, say
        self._address = stack.cluster.nodes[node.name]

    def check(self, back: bool, with_pods: bool) -> None:
        """Check everything that can be known before anything is touched.

        Raises:
            CoexistError: The file would not be valid, pods are still on the node, or the stack is not applied.
        """
        text = self._file.read_text()
        changed = (without_drained if back else with_drained)(text, self._node.name)
        stack_from_text(changed, f"{self._file.name} with {self._node.name} drained", self._file.parent)
        if not back and not with_pods and (pods := self._node.pods()):
            listed = ", ".join(pods[:_NAMED]) + (f" and {len(pods) - _NAMED} more" if len(pods) > _NAMED else "")
            raise CoexistError(
                f"{self._node.name}: pods are still on it, which the routers could not reach: {listed}",
                f"kubectl drain {self._node.name} --ignore-daemonsets, or --with-pods",
            )
        done = self._pulumi("preview", "--expect-no-changes", "--suppress-progress", quiet=True)
        if done.returncode:
            lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip().startswith("error: ")]
            why = f": {lines[-1].strip()}" if lines else ""
            raise CoexistError(
                f"stack {self._name}: it is not applied as {self._file.name} says{why}",
                f"pulumi up --stack {self._name}, then repeat this",
            )

    def drain(self, yes: bool) -> None:
        """Let the node's routes to services leave, then its sessions.

        Raises:
            CoexistError: A step failed; the text says which ones are done.
        """
        name = self._node.name
        self._node.exclude()
        took = self._until(lambda: list(self._announced()), f"{name} is marked, and still announces", _LEAVE_SECONDS)
        self._say(f"{name} announces no service any more ({took:.1f} s)")
        self._file.write_text(with_drained(self._file.read_text(), name))
        self._up(yes, f"{name} announces no service, and {self._file.name} has it drained")
        self._until(lambda: list(self._sessions()), f"{name} is drained, and still has", _LEAVE_SECONDS)
        self._say(f"{name} has no session any more")

    def give_back(self, yes: bool) -> None:
        """Let the node announce services again, and give it its sessions, over which it does.

        Raises:
            CoexistError: A step failed; the text says which ones are done.
        """
        name = self._node.name
        # First: the checks at the end of `up` expect the node's routes to services.
        self._node.include()
        self._file.write_text(without_drained(self._file.read_text(), name))
        self._up(yes, f"{name} may announce services, and {self._file.name} has it not drained")
        wanted = [self._at(router, vrf) for router, vrf in self._places()]

        def missing() -> list[str]:
            up = set(self._sessions())
            return [place for place in wanted if place not in up]

        self._until(missing, f"{name} dials, and has no session yet", self._stack.verification.wait_seconds)
        self._say(f"{name} has its {len(wanted)} sessions again, and announces services")

    def _places(self) -> list[tuple[str, str]]:
        """The routers and VRFs that the node dials, also while it is drained."""
        return [
            (place.router, place.vrf)
            for _, _, place in peer_places(self._stack)
            if self._node.name in (*place.nodes, *place.drained)
        ]

    def _announced(self) -> Iterator[str]:
        """The routes to services over the node at each router."""
        prefixes = self._stack.pool_prefixes().values()
        for router, vrf, _ in speaker_vrfs(self._stack, self._stack.announcer()):
            for route in self._routers[router].facts.routes(vrf):
                is_service = any(route.prefix.subnet_of(prefix) for prefix in prefixes)
                if is_service and self._address in route.next_hops():
                    yield f"{route.prefix} at {router}"

    def _sessions(self) -> Iterator[str]:
        """The node's sessions that are up."""
        for router, vrf in self._places():
            for session in self._routers[router].facts.sessions(vrf):
                if session.address == self._address and session.state == ESTABLISHED:
                    yield self._at(router, vrf)

    @staticmethod
    def _at(router: str, vrf: str) -> str:
        return f"a session with {router} in {vrf}"

    def _until(self, left: Callable[[], list[str]], what: str, limit: float) -> float:
        """Wait until nothing is left, and return the seconds that took."""
        begun = time.monotonic()
        while True:
            for router in self._routers.values():
                router.forget()
            if not (found := left()):
                return time.monotonic() - begun
            if time.monotonic() - begun > limit:
                raise CoexistError(f"{what}, after {limit:g} s: {', '.join(found)}", self._repeat())
            time.sleep(_PAUSE_SECONDS)

    def _up(self, yes: bool, done: str) -> None:
        code = self._pulumi("up", *(["--yes", "--skip-preview"] if yes else [])).returncode
        if code:
            raise CoexistError(f"pulumi up ended with {code}: {done}", self._repeat())

    def _repeat(self) -> str:
        drain = f"bgp-coexist drain {self._node.name} --stack {self._name}"
        return f"mend what is named above, then `{drain}` again, or with --back the other way"

    def _pulumi(self, *words: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
        argv = ["pulumi", *words, "--stack", self._name]
        try:
            return subprocess.run(argv, cwd=self._file.parent, capture_output=quiet, text=True, check=False)
        except OSError as error:
            raise CoexistError(f"pulumi: {error.strerror}", 'eval "$(make -s env)"') from None
