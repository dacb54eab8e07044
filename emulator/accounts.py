"""The accounts that can log in: users of the configuration, and users of the command line as an AAA server has them."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from emulator.config.model import Config
from emulator.config.secrets import fits


@dataclass
class Accounts:
    """Checks of user and enable passwords; no password is ever printed.

    Attributes:
        config: Returns the running configuration.
        command_line_users: Password and privilege level by name, from the command line.
        enable: The enable password from the command line.
    """

    config: Callable[[], Config]
    command_line_users: dict[str, tuple[str, int]] = field(default_factory=dict, repr=False)
    enable: str | None = field(default=None, repr=False)

    def check(self, name: str, password: str) -> bool:
        """Return whether the user can log in with this password."""
        if name in self.command_line_users and hmac.compare_digest(
            self.command_line_users[name][0].encode(), password.encode()
        ):
            return True
        user = self.config().users.get(name)
        return bool(user and user.kind) and fits(password, user.kind, user.text) if user else False

    def privilege(self, name: str) -> int:
        """Return the privilege level at which the user's session starts."""
        user = self.config().users.get(name)
        return user.privilege if user else self.command_line_users.get(name, ("", 1))[1]

    def enable_is_set(self) -> bool:
        """Return whether an enable password exists."""
        return self.enable is not None or bool(self.config().enable)

    def enable_fits(self, password: str) -> bool:
        """Return whether this is the enable password."""
        if self.enable is not None and hmac.compare_digest(self.enable.encode(), password.encode()):
            return True
        config = self.config()
        kind, text = config.enable.get("secret") or config.enable.get("password") or ("", "")
        return bool(text) and fits(password, kind, text)
