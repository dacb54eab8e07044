"""Who may log in: the users of the configuration, and those given on the command line as an AAA server would."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from emulator.config.model import Config
from emulator.config.secrets import fits


@dataclass
class Accounts:
    """Passwords are checked here and nowhere shown.

    Attributes:
        config: Gives the running configuration.
        given: Password and privilege level by name, from the command line.
        enable: The enable password from the command line.
    """

    config: Callable[[], Config]
    given: dict[str, tuple[str, int]] = field(default_factory=dict, repr=False)
    enable: str | None = field(default=None, repr=False)

    def check(self, name: str, password: str) -> bool:
        """Whether the user may log in with this password."""
        if name in self.given and hmac.compare_digest(self.given[name][0].encode(), password.encode()):
            return True
        user = self.config().users.get(name)
        return bool(user and user.kind) and fits(password, user.kind, user.text) if user else False

    def privilege(self, name: str) -> int:
        """The level the user's session starts at."""
        user = self.config().users.get(name)
        return user.privilege if user else self.given.get(name, ("", 1))[1]

    def enable_is_set(self) -> bool:
        """Whether `enable` asks for a password at all."""
        return self.enable is not None or bool(self.config().enable)

    def enable_fits(self, password: str) -> bool:
        """Whether this password opens privileged mode."""
        if self.enable is not None and hmac.compare_digest(self.enable.encode(), password.encode()):
            return True
        config = self.config()
        kind, text = config.enable.get("secret") or config.enable.get("password") or ("", "")
        return bool(text) and fits(password, kind, text)
