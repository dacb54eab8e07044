"""One interface in a few lines, as IOS is known to treat its addresses; shares no code with product or lab.

Where nobody knows what IOS does, the world can be told: whether a change of VRF takes other lines away, too.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from platforms.iosxe.tree import Tree, parse
from platforms.plan import Command

HEAD = "vrf definition red\n rd 1:100\n !\n address-family ipv4\n exit-address-family\n!\nip vrf blue\n rd 1:101\n!\n"
_SECONDARY = " secondary"
# Lines are printed by feature, not in the order in which they were typed.
_PRINTED = ("description", "ip", "ipv6", "standby", "vrrp", "negotiation")


@dataclass
class Port:
    """An interface: its VRF, the place of its primary address, the secondary ones, and all other lines in order."""

    vrf: str | None = None
    address: str | None = None
    secondary: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    vrf_takes_all: bool = False

    def copy(self) -> "Port":
        """The same port, to go another way from here."""
        return deepcopy(self)

    @property
    def text(self) -> str:
        """The running configuration: secondary addresses stand before the primary one."""
        others = sorted(self.others, key=lambda line: _PRINTED.index(line.split()[0]))
        own = [self.vrf, *self.secondary, self.address or "no ip address", *others]
        return HEAD + "\n ".join(["interface GigabitEthernet2", *filter(None, own)]) + "\n!\nend\n"

    @property
    def tree(self) -> Tree:
        """The configuration as the product reads it."""
        return parse(self.text)

    def take(self, line: str) -> bool:
        """Whether the line was accepted."""
        bare, negated = line.removeprefix("no "), line.startswith("no ")
        if bare.startswith(("ip vrf forwarding", "vrf forwarding")):
            self._move(None if negated else line)
            return True
        if bare.endswith(_SECONDARY):
            return self._second(bare, negated)
        if bare.startswith(("ip address", "ip unnumbered")):
            return self._first(bare, negated)
        assert not negated, line
        self.others += [] if line in self.others else [line]
        return True

    def _move(self, vrf: str | None) -> None:
        if vrf != self.vrf:
            self.vrf, self.address = vrf, None
            self.secondary.clear()
            bound = ("ip ", "ipv6 ", "standby ")
            self.others = [line for line in self.others if not (self.vrf_takes_all and line.startswith(bound))]

    def _second(self, line: str, negated: bool) -> bool:
        if negated:
            there = line in self.secondary
            self.secondary = [each for each in self.secondary if each != line]
            return there
        if not (self.address or "").startswith("ip address ") or line == f"{self.address}{_SECONDARY}":
            return False
        self.secondary += [] if line in self.secondary else [line]
        return True

    def _first(self, line: str, negated: bool) -> bool:
        if self.secondary and (negated or line.startswith("ip unnumbered ")):
            return False
        if f"{line}{_SECONDARY}" in self.secondary:
            return False
        self.address = None if negated else line
        return True

    def apply(self, commands: Iterable[Command]) -> None:
        """All commands take effect."""
        for command in commands:
            assert command.mode == ("interface GigabitEthernet2",), command
            assert self.take(command.line), f"{command.line} is refused by\n{self.text}"

    def take_back(self, undo: Iterable[Command]) -> None:
        """The undo as the apply side sends it: a refused line is skipped."""
        for command in undo:
            self.take(command.line)
