"""The parameters of a connection to a router, except the password."""

from dataclasses import dataclass, fields

from model.router import IOS_XE, Router

DEFAULT_PASSWORD_KEY: str = Router.model_fields["password_key"].default


@dataclass(frozen=True)
class Endpoint:
    """A router's SSH server, user, host key, limits of time, and how changes are confirmed."""

    router: str  # the router's name in the configuration; every message begins with it
    host: str  # name or address of the SSH server
    username: str  # user with privilege 15
    port: int = 22
    known_hosts: str | None = None  # OpenSSH known_hosts file; None: `~/.ssh/known_hosts`
    host_key: str | None = None  # pinned key, `type base64`; None: the known_hosts file is read
    connect_seconds: int = 15  # limit for TCP, SSH handshake, login and shell, together
    answer_seconds: int = 30  # longest pause within one command's answer
    commit_confirm: str = "preferred"  # whether a new login confirms a change: required, preferred or off
    commit_confirm_minutes: int = 5  # how long the router waits for the confirmation
    ssh_legacy: bool = False  # whether legacy SSH algorithms are offered as well
    legacy_switch: str = ""  # the setting of `ssh_legacy`, as messages print it; "": there is none
    password_key: str = DEFAULT_PASSWORD_KEY  # the configuration key of its password
    platform: str = IOS_XE  # its name in `platforms.registry.NAMES`

    @classmethod
    def of(cls, name: str, router: Router) -> "Endpoint":
        """The endpoint of the router `name` in the configuration."""
        own = type(router).model_fields
        same = {each.name: getattr(router, each.name) for each in fields(cls) if each.name in own}
        return cls(router=name, legacy_switch=legacy_switch(name, router.platform), **same)

    @property
    def place(self) -> str:
        """Host and port as messages print them."""
        return f"{self.host} port {self.port}"


def legacy_switch(router: str, platform: str) -> str:
    """The setting of `ssh_legacy` for a router in the stack's file, as messages print it; "": its platform has none."""
    if platform != IOS_XE:
        return ""
    setting = f"`routers.{router}.sshLegacy: true` in the stack file"
    return f"{setting}; run `pulumi up` with it before `refresh` or `destroy`"
