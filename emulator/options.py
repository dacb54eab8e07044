"""The command line of the emulator."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from emulator.ssh.profiles import PROFILES


@dataclass(frozen=True)
class Options:
    """The options of one router; times in seconds.

    Attributes:
        host: Address to listen on.
        port: Port, 0 picks one.
        hostname: Replaces the startup configuration's hostname; None keeps it.
        startup: Text of the startup configuration.
        save_startup: The file that `write memory` writes as well.
        foreign_lines: `accept` keeps unmodelled lines that are typed, `refuse` refuses them.
        bird: The program BIRD 2; None finds `bird` on the PATH.
        deletion_seconds: How long the deletion of an RD or a BGP process takes.
    """

    host: str = "127.0.0.1"
    port: int = 0
    hostname: str | None = None
    startup: str | None = None
    save_startup: Path | None = None
    profile: str = "16.12"
    username: str | None = None
    password: str = field(default="", repr=False)
    enable_password: str | None = field(default=None, repr=False)
    privilege: int = 15
    dataplane: str = "none"
    bird: Path | None = None
    runtime_dir: Path | None = None
    latency_seconds: float = 0.0
    deletion_seconds: float = 1.0
    minute_seconds: float = 60.0
    vty_lines: int = 16
    faults: Path | None = None
    typed_log: Path | None = None
    state_log: Path | None = None
    host_key: Path | None = None
    foreign_lines: str = "refuse"


def options_of(argv: Sequence[str], environment: Mapping[str, str], prog: str = "emulator") -> Options:
    """Return the options; exit with a one-line error for invalid ones."""
    parser = _parser(prog)
    arguments = parser.parse_args(argv)
    host, _, port = arguments.listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        parser.error(f"--listen '{arguments.listen}': not HOST:PORT")
    password = arguments.password if arguments.password is not None else environment.get("LAB_ROUTER_PASSWORD")
    if arguments.username and password is None:
        parser.error(f"--username '{arguments.username}': no password (--password or LAB_ROUTER_PASSWORD)")
    return Options(
        host=host.strip("[]"),
        port=int(port),
        hostname=arguments.hostname,
        startup=_text(parser, arguments.startup_config),
        save_startup=arguments.save_startup,
        profile=arguments.profile,
        username=arguments.username,
        password=password or "",
        enable_password=arguments.enable_password or environment.get("LAB_ROUTER_ENABLE_PASSWORD"),
        privilege=arguments.privilege,
        dataplane=arguments.dataplane,
        bird=arguments.bird,
        runtime_dir=arguments.runtime_dir,
        latency_seconds=arguments.latency_ms / 1000,
        deletion_seconds=arguments.deletion_ms / 1000,
        minute_seconds=arguments.minute_ms / 1000,
        vty_lines=arguments.vty_lines,
        faults=arguments.faults,
        typed_log=arguments.typed_log,
        state_log=arguments.state_log,
        host_key=arguments.host_key,
        foreign_lines=arguments.foreign_lines,
    )


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog, description="A router that speaks IOS-XE at the prompt over SSH.")
    add = parser.add_argument
    add("--listen", required=True, metavar="HOST:PORT", help="address of the SSH server; port 0 selects a free one")
    add("--hostname", help="hostname, instead of the startup configuration's")
    add("--startup-config", type=Path, metavar="FILE", help="startup configuration, as IOS text")
    add(
        "--save-startup",
        type=Path,
        metavar="FILE",
        help="file to which 'write memory' also writes the startup configuration",
    )
    add("--profile", choices=sorted(PROFILES), default="16.12", help="release to imitate (default 16.12)")
    add("--username", help="name of a user in addition to the startup configuration's")
    add("--password", help="that user's password (better: LAB_ROUTER_PASSWORD)")
    add("--privilege", type=int, choices=(1, 15), default=15, help="that user's privilege level (default 15)")
    add("--enable-password", help="password of 'enable' (better: LAB_ROUTER_ENABLE_PASSWORD)")
    add("--dataplane", choices=("none", "bird"), default="none", help="data plane (default none)")
    add("--bird", type=Path, metavar="FILE", help="BIRD 2 for the data plane (default: bird on the PATH)")
    add("--runtime-dir", type=Path, metavar="DIR", help="folder of the data plane's files")
    add("--latency-ms", type=int, default=0, metavar="N", help="delay before each line takes effect")
    add("--deletion-ms", type=int, default=1000, metavar="N", help="duration of the deletion of an RD or a BGP process")
    add(
        "--minute-ms", type=int, default=60000, metavar="N", help="length of a minute of 'revert timer' and 'reload in'"
    )
    add("--vty-lines", type=int, default=16, metavar="N", help="number of vty lines (default 16)")
    add("--faults", type=Path, metavar="FILE", help="faults to inject, as YAML or JSON (docs: emulator/faults.py)")
    add("--typed-log", type=Path, metavar="FILE", help="file for all typed lines, with masked secrets")
    add(
        "--state-log",
        type=Path,
        metavar="FILE",
        help="file for the BGP neighbors' settings after each change, as JSON lines",
    )
    add(
        "--foreign-lines",
        choices=("refuse", "accept"),
        default="refuse",
        help="whether to keep a typed line that is not modelled (default refuse; those of the startup file are kept)",
    )
    add("--host-key", type=Path, metavar="FILE", help="file of the SSH host key; created if missing")
    return parser


def _text(parser: argparse.ArgumentParser, path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"--startup-config '{path}': {getattr(error, 'strerror', None) or 'not text'}")
