"""How a router is reached: everything a connection needs except the password."""

from dataclasses import dataclass

from model.router import Router


@dataclass(frozen=True)
class Endpoint:
    """Where a router's SSH server is, who logs in, which host key it shows, how long to wait, what guards a change.

    Args:
        router: The router's name in the configuration; every message begins with it.
        host: Name or address of the SSH server.
        username: User with privilege 15.
        port: TCP port.
        known_hosts: OpenSSH known_hosts file; None means `~/.ssh/known_hosts`.
        host_key: Pinned key, `type base64`; then no known_hosts file is read.
        connect_seconds: Limit for TCP, SSH handshake, login and shell, together.
        answer_seconds: Longest silence within one command's answer.
        commit_confirm: Whether a change is to be confirmed over a new login: required, preferred or off.
        commit_confirm_minutes: How long the router waits for that.
        ssh_legacy: Whether legacy SSH algorithms are offered to it, too.
        legacy_switch: What sets that, as messages write it; "" where nothing does.
        platform: What kind of router it is, by its name in `platforms.registry.PLATFORMS`.
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
        """The endpoint of the router called `name` in the configuration."""
        return cls(
            router=name,
            host=router.host,
            username=router.username,
            port=router.port,
            known_hosts=router.known_hosts,
            host_key=router.host_key,
            connect_seconds=router.connect_seconds,
            answer_seconds=router.answer_seconds,
            commit_confirm=router.commit_confirm,
            commit_confirm_minutes=router.commit_confirm_minutes,
            ssh_legacy=router.ssh_legacy,
            legacy_switch=legacy_switch(name),
        )

    @property
    def place(self) -> str:
        """Host and port as messages print them."""
        return f"{self.host} port {self.port}"


def legacy_switch(router: str) -> str:
    """What sets `ssh_legacy` for a router of the stack file."""
    return (
        f"`routers.{router}.sshLegacy: true` in the stack file; run `pulumi up` with it before `refresh` or `destroy`"
    )
