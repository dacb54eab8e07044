"""Where the lab keeps what it makes: `.lab/` in the clone, and nothing outside it that `down` does not know of."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """The folders and files of one lab under its `root`."""

    root: Path

    @property
    def kubeconfig(self) -> Path:
        """The way in from the root namespace, through the forwarded port."""
        return self.root / "kubeconfig"

    @property
    def inside_kubeconfig(self) -> Path:
        """The way in from a node's namespace, straight to master1."""
        return self.root / "kubeconfig.inside"

    @property
    def known_hosts(self) -> Path:
        """Host keys of the router and the client, as seen on their forwarded ports."""
        return self.root / "known_hosts"

    @property
    def client_key(self) -> Path:
        """The private key that lets root in at the client."""
        return self.root / "client_key"

    @property
    def pids(self) -> Path:
        """One record per process the lab started."""
        return self.root / "pids"

    @property
    def logs(self) -> Path:
        """One log per process the lab started."""
        return self.root / "logs"

    @property
    def status(self) -> Path:
        """What the last `up` came to."""
        return self.root / "status.json"

    @property
    def certificates(self) -> Path:
        """The cluster's authorities, certificates and keys."""
        return self.root / "certificates"

    @property
    def images(self) -> Path:
        """Container images as docker-archive tars."""
        return self.root / "images"

    @property
    def mountpoints(self) -> Path:
        """The folders outside `.lab/` that this lab had to make as mount points, one per line."""
        return self.root / "mountpoints"

    def log(self, name: str) -> Path:
        """The log of the process called `name`."""
        return self.logs / f"{name}.log"

    def host(self, host: str) -> Path:
        """What belongs to one machine of the lab."""
        return self.root / "hosts" / host

    def make(self) -> None:
        """The folders exist; only root reads them, for they hold keys."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.pids, self.logs, self.certificates, self.images, self.root / "hosts"):
            folder.mkdir(mode=0o700, exist_ok=True)


def here() -> Places:
    """The places of this clone's lab."""
    return Places(REPOSITORY / ".lab")
