"""The parameters of a connection to a router, except the password."""

from dataclasses import dataclass, fields

from model.router import Router


@dataclass(frozen=True)
class Endpoint:
    """A router's SSH server, user, host key, limits of time, and how changes are confirmed.

    Args:
        router: The router's name in the configuration; every message begins with it.
        host: Name or address of the SSH server.
        username: User with privilege 15.
        port: TCP port.
        known_hosts: OpenSSH known_hosts file; None: `~/.ssh/known_hosts`.
        host_key: Pinned key, `type base64`; None: the known_hosts file is read.
        connect_seconds: Limit for TCP, SSH handshake, login and shell, together.
        answer_seconds: Longest pause within one command's answer.
        commit_confirm: Whether a new login confirms a change: required, preferred or off.
        commit_confirm_minutes: How long the router waits for the confirmation.
        ssh_legacy: Whether legacy SSH algorithms are offered as well.
        legacy_switch: The setting of `ssh_legacy`, as messages print it; "": there is none.
        platform: The name of its platform in `platforms.registry.PLATFORMS`.
    """

    router: str
    host: str
    username: str
    port: int = 22
    known_hosts: str | None = None
    host_key: str | None = None
    connect_seconds: int = 15
    answer_seconds: int = 30
    commit_confirm: str = "preferred"
    commit_confirm_minutes: int = 5
    ssh_legacy: bool = False
    legacy_switch: str = ""
    platform: str = "ios-xe"

    @classmethod
    def of(cls, name: str, router: Router) -> "Endpoint":
        """The endpoint of the router `name` in the configuration."""
        same = {each.name: getattr(router, each.name) for each in fields(cls) if each.name in Router.model_fields}
        return cls(router=name, legacy_switch=legacy_switch(name), **same)

    @property
    def place(self) -> str:
        """Host and port as messages print them."""
        return f"{self.host} port {self.port}"


def legacy_switch(router: str) -> str:
    """The setting of `ssh_legacy` for a router in the stack's file, as messages print it."""
    return (
        f"`routers.{router}.sshLegacy: true` in the stack file; run `pulumi up` with it before `refresh` or `destroy`"
    )
