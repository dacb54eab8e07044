"""The lab's files: in `.lab/` in the clone; `down` removes the few others as well."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """The folders and files of one lab under its `root`."""

    root: Path

    @property
    def kubeconfig(self) -> Path:
        """The kubeconfig for the root namespace, through the forwarded port."""
        return self.root / "kubeconfig"

    @property
    def inside_kubeconfig(self) -> Path:
        """The kubeconfig for a node's namespace, directly to master1."""
        return self.root / "kubeconfig.inside"

    @property
    def known_hosts(self) -> Path:
        """The host keys of the router and the client, at their forwarded ports."""
        return self.root / "known_hosts"

    @property
    def client_key(self) -> Path:
        """The private key for root's login at the client."""
        return self.root / "client_key"

    @property
    def pids(self) -> Path:
        """The folder of the processes' records."""
        return self.root / "pids"

    @property
    def logs(self) -> Path:
        """The folder of the processes' logs."""
        return self.root / "logs"

    @property
    def status(self) -> Path:
        """The file with the result of the last `up`."""
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
        """The file with the mount points that this lab created outside `.lab/`, one per line."""
        return self.root / "mountpoints"

    def log(self, name: str) -> Path:
        """The log of a process."""
        return self.logs / f"{name}.log"

    def host(self, host: str) -> Path:
        """The folder of one machine of the lab."""
        return self.root / "hosts" / host

    def make(self) -> None:
        """Create the folders; only root can read them, because they contain keys."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.pids, self.logs, self.certificates, self.images, self.root / "hosts"):
            folder.mkdir(mode=0o700, exist_ok=True)


def here() -> Places:
    """The places of this clone's lab."""
    return Places(REPOSITORY / ".lab")
