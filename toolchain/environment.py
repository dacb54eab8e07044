"""The environment in which plain `pulumi` and `kubectl` work on this clone."""

import os
import shlex

from toolchain import places
from toolchain.install import ready
from toolchain.parts import owner, part


def variables() -> dict[str, str]:
    """The variables to set, PATH apart.

    Raises:
        ToolchainError: the engine is not installed.
    """
    return {
        "PULUMI_HOME": str(part("pulumi-home")),
        "PULUMI_BACKEND_URL": f"file://{places.REPOSITORY / '.state'}",
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(places.REPOSITORY / "lab" / "passphrase"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        # Plugins come from PULUMI_HOME; without this a missing one would be waited for on the network.
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "KUBECONFIG": str(places.REPOSITORY / ".lab" / "kubeconfig"),
    }


def path() -> str:
    """PATH with the engine in front, then the project's Python, then kubectl and calicoctl where installed."""
    folders = [str(part("pulumi").parent), str(places.REPOSITORY / ".venv" / "bin"), *_client_folders()]
    rest = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder not in folders]
    return os.pathsep.join(folders + rest)


def _client_folders() -> list[str]:
    owners = [owner(name) for name in ("kubectl", "calicoctl")]
    return [str(package.folder / "bin") for package in owners if ready(package)]


def exports() -> list[str]:
    """Lines for a shell to evaluate; the folder of the state file is made, since the engine does not make it."""
    (places.REPOSITORY / ".state").mkdir(exist_ok=True)
    settings = {"PATH": path(), **variables()}
    return [f"export {name}={shlex.quote(value)}" for name, value in settings.items()]
