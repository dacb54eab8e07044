"""Kubernetes' API server with its etcd and nothing else: real authorization and admission, without a cluster."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.eventually import eventually
from tests.free_port import free_port
from toolchain import part

_ADMIN = "admin-of-this-test"


@dataclass(frozen=True)
class ApiAlone:
    """A running API server."""

    folder: Path
    port: int

    def kubectl(
        self, *words: str, token: str = _ADMIN, stdin: str = "", check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """A run of kubectl with a token; it must do what it is told, unless that is what is looked at."""
        argv = [str(part("kubectl")), f"--server=https://127.0.0.1:{self.port}", "--insecure-skip-tls-verify", *words]
        environment = {
            "PATH": os.environ["PATH"],
            "KUBECACHEDIR": str(self.folder / "kube-cache"),
            "HOME": str(self.folder),
        }
        done = subprocess.run(
            [*argv, f"--token={token}"], input=stdin, env=environment, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def kubeconfig(self) -> Path:
        """A kubeconfig of its administrator."""
        path = self.folder / "kubeconfig"
        cluster = {"server": f"https://127.0.0.1:{self.port}", "insecure-skip-tls-verify": True}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "own",
            "contexts": [{"name": "own", "context": {"cluster": "own", "user": "admin"}}],
            "clusters": [{"name": "own", "cluster": cluster}],
            "users": [{"name": "admin", "user": {"token": _ADMIN}}],
        }
        path.write_text(yaml.safe_dump(config))
        return path

    @contextmanager
    def garbage_collector(self) -> Iterator[None]:
        """What removes an object whose deletion waits for its dependents, as Pulumi's deletions do."""
        words = ["--controllers=garbage-collector-controller", "--leader-elect=false", "--secure-port=0"]
        with (self.folder / "collector.log").open("w") as log:
            argv = [str(part("kube-controller-manager")), f"--kubeconfig={self.kubeconfig()}", *words]
            process = subprocess.Popen(argv, stdout=log, stderr=log)
            try:
                yield
            finally:
                process.terminate()
                process.wait(30)

    def ready(self) -> str:
        """`ok` once it takes requests."""
        return self.kubectl("get", "--raw", "/readyz", check=False).stdout


def _key() -> bytes:
    """A key that tokens are signed with."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain)


@contextmanager
def api_alone(folder: Path) -> Iterator[ApiAlone]:
    """An API server that is alive within the `with` block."""
    etcd, peers, api = free_port(), free_port(), free_port()
    (folder / "account.key").write_bytes(_key())
    (folder / "tokens.csv").write_text(f"{_ADMIN},admin,1,system:masters\n")
    store = [
        str(part("etcd")),
        f"--data-dir={folder}/etcd",
        f"--listen-client-urls=http://127.0.0.1:{etcd}",
        f"--advertise-client-urls=http://127.0.0.1:{etcd}",
        f"--listen-peer-urls=http://127.0.0.1:{peers}",
        "--log-level=warn",
        "--unsafe-no-fsync",
    ]
    server = [
        str(part("kube-apiserver")),
        f"--etcd-servers=http://127.0.0.1:{etcd}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        f"--secure-port={api}",
        f"--cert-dir={folder}/certificates",
        "--service-cluster-ip-range=10.96.0.0/24",
        "--authorization-mode=RBAC",
        f"--token-auth-file={folder}/tokens.csv",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder}/account.key",
        f"--service-account-signing-key-file={folder}/account.key",
    ]
    with ExitStack() as running:
        log = running.enter_context((folder / "log").open("w"))
        for argv in (store, server):
            process = subprocess.Popen(argv, stdout=log, stderr=log)
            running.callback(process.wait, 30)
            running.callback(process.terminate)
        made = ApiAlone(folder, api)
        assert eventually(made.ready, "ok", 90, 0.5) == "ok", (folder / "log").read_text()[-3000:]
        yield made
