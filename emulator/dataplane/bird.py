"""The data plane with BIRD and the kernel of the caller's network namespace."""

import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path as File
from typing import Any

from emulator.dataplane import report
from emulator.dataplane.aggregates import aggregate_commands, with_aggregate_state
from emulator.dataplane.bird_answers import BirdProtocol, BirdRoute, read_protocols, read_routes
from emulator.dataplane.bird_config import bird_config
from emulator.dataplane.bird_process import BirdProcess, wait
from emulator.dataplane.dynamic import commands
from emulator.dataplane.inbound import is_of_later_announcements
from emulator.dataplane.kernel import Kernel
from emulator.dataplane.limits import has_limits, mark_over_limit
from emulator.dataplane.names import (
    assign_tables,
    dynamic_protocol,
    is_loopback,
    is_management,
    link,
    neighbor_protocol,
    rib,
)
from emulator.dataplane.password_change import are_down, shut_down_sessions, with_new_password
from emulator.dataplane.report import View
from emulator.dataplane.state import Network, Path, Reset, Route, Session
from emulator.dataplane.watch import Watch

END_SECONDS = 2.0
REJECT_SECONDS = 0.1
_RESETS: Mapping[Reset, str] = {"session": "restart", "in": "reload in", "out": "reload out", "both": "reload"}


class BirdDataplane:
    """Forwards packets as configured.

    Args:
        runtime_dir: The folder for BIRD's configuration, socket and log; created with mode 0700. Its path must be
            short, as a socket's path has at most 107 characters.
        program: The program BIRD 2.
    """

    def __init__(self, runtime_dir: File, program: File) -> None:
        runtime_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._bird = BirdProcess(program, runtime_dir)
        self._kernel = Kernel()
        self._network = Network("router", None, None, (), (), (), {})
        self._tables: Mapping[str | None, int] = {}
        self._lock = threading.RLock()
        self._watch = Watch(self._poll)

    def apply(self, network: Network) -> None:
        """Configure kernel and BIRD for `network`; return when BIRD has accepted it.

        Raises:
            DataplaneError: BIRD or the kernel refused; BIRD keeps its previous configuration.
        """
        with self._lock:
            network = self._with_aggregate_state(self._without_sessions_over_limit(network))
            tables = assign_tables(self._tables, _vrf_names(network))
            self._bird.check(bird_config(network, tables))
            self._kernel.apply(network, tables)
            if changing := with_new_password(network, self._network, tables):
                self._end(changing, network, tables)
                self._bird.check(bird_config(network, tables))
            self._bird.load(filters_later=is_of_later_announcements(network, self._network))
            self._network, self._tables = network, tables
            if any(family.ranges or family.aggregates for family in network.families):
                self._poll()
                self._watch.start()

    def interface_is_up(self, name: str) -> bool:
        """Return whether the link under the interface has carrier; True for loopbacks and the management port."""
        below = link(name)
        always = is_loopback(name) or is_management(name)
        return always or (below is not None and self._kernel.has_carrier(below))

    def sessions(self, vrf: str | None) -> tuple[Session, ...]:
        """Return the activated neighbors of a VRF with their current state, in address order."""
        view = self._view(vrf)
        kinds = ("bgp", "dyn") if any(family.ranges for family in view.network.families) else ("bgp",)
        asked = [f'show protocols all "{kind}{view.tables.get(vrf, 0)}_*"' for kind in kinds]
        return report.sessions(view, read_protocols(line for question in asked for line in self._ask(view, question)))

    def paths(self, vrf: str | None) -> tuple[Path, ...]:
        """Return the BGP table of a VRF, in prefix order."""
        view = self._view(vrf)
        return report.paths(view, self._routes(view), self._forwarding(view))

    def routes(self, vrf: str | None) -> tuple[Route, ...]:
        """Return the kernel's forwarding table of a VRF, in prefix order."""
        view = self._view(vrf)
        return report.routes(view, self._routes(view), self._forwarding(view))

    def advertised(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """Return the best paths of the BGP table that the neighbor's outbound policy permits."""
        view = self._view(vrf)
        answer = self._ask(view, f"show route table {_rib(view)} export {self._protocol(view, address)}")
        announced = {route.prefix for route in read_routes(answer)}
        return tuple(path for path in self.paths(vrf) if path.best and path.prefix in announced)

    def received(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """Return the neighbor's announcements before the inbound policy."""
        view = self._view(vrf)
        answer = self._ask(view, f"show route all import table {self._protocol(view, address)}.ipv4")
        return report.received(view, read_routes(answer))

    def reset(self, vrf: str | None, address: str, how: Reset) -> None:
        """Restart the neighbor's protocol or reload its routes."""
        view = self._view(vrf)
        self._ask(view, f"{_RESETS[how]} {self._protocol(view, address)}")

    def close(self) -> None:
        """Stop BIRD and remove our addresses, rules and sysctls."""
        self._watch.stop()
        with self._lock:
            self._bird.stop()
            self._kernel.restore(self._tables.values())

    def _end(self, names: set[str], network: Network, tables: Mapping[str | None, int]) -> None:
        """Shut these sessions down and reject connections that their neighbors open meanwhile."""
        self._bird.check(bird_config(shut_down_sessions(network, names, tables), tables))
        self._bird.load()
        wait(lambda: are_down(names, self._protocols()), END_SECONDS)
        time.sleep(REJECT_SECONDS)

    def _without_sessions_over_limit(self, network: Network) -> Network:
        """Return the network without the sessions that exceeded their prefix limit."""
        if not has_limits(self._network):
            return mark_over_limit(network, self._network, self._tables, ())
        return mark_over_limit(network, self._network, self._tables, self._protocols())

    def _with_aggregate_state(self, network: Network) -> Network:
        """Return the network with the aggregates' current state."""
        if any(family.aggregates for family in self._network.families):
            return with_aggregate_state(network, self._tables, lambda command: self._bird.control.ask(command).text)
        return network

    def _poll(self) -> None:
        """Enable and disable listen ranges and aggregates, which BIRD does not do itself."""
        with self._lock:
            before = self._network
            self._network = self._with_aggregate_state(before)
            orders = list(commands(self._network, self._tables, self._every_protocol()))
            orders += aggregate_commands(before, self._network, self._tables)
            for order in orders:
                self._bird.control.ask(order)

    def _every_protocol(self) -> list[BirdProtocol]:
        return list(read_protocols(self._bird.control.ask("show protocols all").lines))

    def _protocols(self) -> list[BirdProtocol]:
        """Return BIRD's protocols of all neighbors."""
        return list(read_protocols(self._bird.control.ask('show protocols all "bgp*"').lines))

    def _protocol(self, view: View, address: str) -> str:
        """Return the name of BIRD's protocol for a neighbor, configured or from a range."""
        table = view.tables.get(view.vrf, 0)
        protocols = read_protocols(self._ask(view, f'show protocols all "{dynamic_protocol(table)}*"'))
        names = {each.details.get("Neighbor address", "").partition("%")[0]: each.name for each in protocols}
        return names.get(address, neighbor_protocol(table, address))

    def _view(self, vrf: str | None) -> View:
        with self._lock:
            return View(self._network, self._tables, vrf, datetime.now())

    def _ask(self, view: View, command: str) -> tuple[str, ...]:
        """Return BIRD's answer; empty for an unknown VRF or before the first `apply`."""
        if view.vrf not in view.tables:
            return ()
        with self._lock:
            self._bird.revive()
        return self._bird.control.ask(command).lines

    def _routes(self, view: View) -> list[BirdRoute]:
        return list(read_routes(self._ask(view, f"show route all table {_rib(view)}")))

    def _forwarding(self, view: View) -> list[dict[str, Any]]:
        return self._kernel.routes(view.tables[view.vrf]) if view.vrf in view.tables else []


def _rib(view: View) -> str:
    """Return the name of BIRD's table for the VRF."""
    return rib(view.tables.get(view.vrf, 0))


def _vrf_names(network: Network) -> set[str]:
    named = {vrf.name for vrf in network.vrfs}
    used = [*(interface.vrf for interface in network.interfaces), *(family.vrf for family in network.families)]
    return named | {vrf for vrf in used if vrf is not None}
