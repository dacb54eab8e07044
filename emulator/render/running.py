"""The whole running configuration, from `version` to `end`."""

from collections.abc import Iterator

from emulator.config.model import Config, User
from emulator.grammar.statements import enclosed
from emulator.render.bgp import bgp_lines
from emulator.render.merge import with_foreign_lines
from emulator.render.policy import prefix_list_lines, route_map_lines, static_route_lines
from emulator.render.sections import archive_lines, interface_lines, vrf_lines


def running_lines(config: Config, version: str) -> list[str]:
    """Return every line of the configuration, with `!` after each block.

    Source: the blocks' order in CSR1000v 16.12 configurations recorded by clients' test suites.
    """
    return with_foreign_lines(modelled_lines(config, version), config.foreign)


def modelled_lines(config: Config, version: str) -> list[str]:
    """Return the lines without the unmodelled ones."""
    return [f"version {version}", *_blocks(config), "end"]


def _blocks(config: Config) -> Iterator[str]:
    yield from _inert(config, "service")
    yield "!"
    yield f"hostname {config.hostname}"
    yield "!"
    yield from ("boot-start-marker", "boot-end-marker", "!", "!")
    for name in sorted(config.vrfs):
        if config.vrfs[name].dialect == "vrf definition":
            yield from vrf_lines(config.vrfs[name])
    yield from _enable(config)
    yield from _inert(config, "aaa") or ["no aaa new-model"]
    yield "!"
    for name in sorted(config.vrfs):
        if config.vrfs[name].dialect == "ip vrf":
            yield from vrf_lines(config.vrfs[name])
    yield from _closed(_inert(config, "ip"))
    yield from _closed(_inert(config, "license"))
    yield from archive_lines(config.archive)
    yield from _closed([_user(user) for user in config.users.values()])
    yield "redundancy"
    yield "!"
    yield from interface_lines(config)
    yield from bgp_lines(config)
    yield from _services(config)
    yield from route_map_lines(config)
    yield from ("!", "control-plane", "!")
    yield from _banners(config)
    yield from _lines(config)


def _services(config: Config) -> Iterator[str]:
    yield "ip forward-protocol nd"
    yield from _inert(config, "http") or ["no ip http server", "no ip http secure-server"]
    yield from _inert(config, "ssh")
    yield from static_route_lines(config)
    yield "!"
    yield from prefix_list_lines(config)


def _enable(config: Config) -> Iterator[str]:
    if config.enable:
        yield from (f"enable {kind} {text}" for kind, text in sorted(config.enable.values(), reverse=True))
        yield "!"


def _user(user: User) -> str:
    privilege = f" privilege {user.privilege}" if user.privilege != 1 else ""
    credential = f" {user.kind} {user.text}" if user.kind else ""
    return f"username {user.name}{privilege}{credential}"


def _banners(config: Config) -> Iterator[str]:
    yield from (enclosed(f"banner {kind}", config.banners[kind]) for kind in sorted(config.banners))
    if config.banners:
        yield "!"


def _lines(config: Config) -> Iterator[str]:
    for header, default in (("line con 0", " stopbits 1"), ("line vty 0 4", " login local")):
        yield header
        yield from _inert(config, header) or [default]
    for header in sorted(config.inert, key=_first_line):
        if header.startswith("line vty ") and header != "line vty 0 4":
            yield header
            yield from _inert(config, header)
    yield "!"
    yield from _closed(_inert(config, "netconf"))


def _first_line(header: str) -> int:
    words = header.split()
    return int(words[2]) if header.startswith("line vty ") else 0


def _inert(config: Config, block: str) -> list[str]:
    return list(config.inert.get(block, {}).values())


def _closed(lines: list[str]) -> list[str]:
    """Return the lines and the `!` that ends their block; empty for no lines."""
    return [*lines, "!"] if lines else []
