"""The environment for `pulumi` and `kubectl` in this clone."""

import os
import shlex
from collections.abc import Mapping

from toolchain import places
from toolchain.install import ready
from toolchain.parts import owner, part

# Without a file of attributes beside each file: one that a killed run leaves half-written makes the state unreadable.
_BARE = "?metadata=skip"
# The backend and the passphrase: the lab's only where none of these is set.
_OF_A_STATE = ("PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")


def variables(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables to set, except PATH.

    A backend or passphrase that is set already stays: the lab's passphrase is public, and only for the lab.

    Args:
        given: The current variables; default: this process's environment.

    Raises:
        ToolchainError: the engine is not installed.
    """
    return {
        "PULUMI_HOME": str(part("pulumi-home")),
        **_state(os.environ if given is None else given),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        # Plugins come from PULUMI_HOME; without this the engine would download a missing one.
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "KUBECONFIG": str(places.REPOSITORY / ".lab" / "kubeconfig"),
    }


def for_the_lab() -> dict[str, str]:
    """The environment for the lab's stack: its backend and passphrase, even where others are set."""
    others = {name: value for name, value in os.environ.items() if name not in _OF_A_STATE}
    make_state_folder()
    return {**others, **variables(others), "PATH": path()}


def make_state_folder() -> None:
    """Create this clone's folder of states, which only the user can read; the engine does not create it."""
    folder = places.REPOSITORY / ".state"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def _state(given: Mapping[str, str]) -> dict[str, str]:
    """The variables of the backend and the passphrase, unless one of them is set."""
    own = [name for name in _OF_A_STATE if name in given]
    settings = {} if _OF_A_STATE[0] in own else {"PULUMI_BACKEND_URL": f"file://{places.REPOSITORY / '.state'}{_BARE}"}
    if not own:
        settings["PULUMI_CONFIG_PASSPHRASE_FILE"] = str(places.REPOSITORY / "lab" / "passphrase")
    return settings


def path() -> str:
    """PATH with the engine first, then the project's Python, then kubectl, calicoctl and dot if installed."""
    folders = [str(part("pulumi").parent), str(places.REPOSITORY / ".venv" / "bin"), *_client_folders()]
    rest = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder not in folders]
    return os.pathsep.join(folders + rest)


def _client_folders() -> list[str]:
    owners = [owner(name) for name in ("kubectl", "calicoctl", "dot")]
    return [str(package.folder / "bin") for package in owners if ready(package)]


def exports() -> list[str]:
    """Lines for a shell to evaluate; creates this clone's folder of states if it is used."""
    settings = {"PATH": path(), **variables()}
    if "PULUMI_BACKEND_URL" in settings:
        make_state_folder()
    return [f"export {name}={shlex.quote(value)}" for name, value in settings.items()]
