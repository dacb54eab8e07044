"""The guide to a network of one's own, block by block as written: the lab's passphrase is never in force."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from model.lab_secrets import PASSPHRASE, SALTS
from preflight.passphrase import salt_in
from tests.engine import PROJECT
from tests.lab_router import LabRouter, lab_router
from toolchain import part, places

pytestmark = pytest.mark.engine

GUIDE = (PROJECT / "docs" / "own-network.md").read_text()
BLOCKS = [
    re.sub(r"^   ", "", block, flags=re.MULTILINE)
    for block in re.findall(r"^   ```\n(.*?)^   ```$", GUIDE, re.MULTILINE | re.DOTALL)
]
OF_A_STATE = ("PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")
PASSWORD = "a-good-word"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".state", ".lab", "tests", "__pycache__", ".*_cache", "*.prod*")


@dataclass
class Reader:
    """Who follows the guide in a clone, block by block, in shells with a home of their own.

    Attributes:
        clone: The clone.
        router: A lab's router in place of theirs.
        environment: What is set after the blocks so far.
        passphrases: Every passphrase that was in force after a block.
    """

    clone: Path
    router: LabRouter
    environment: dict[str, str]
    passphrases: list[str] = field(default_factory=list)

    def follow(self, block: str) -> str:
        """What the block prints; each of its commands ends with 0."""
        written = block.replace("ROUTER", "127.0.0.2").replace("PORT", str(self.router.port))
        script = f"set -eo pipefail\n{written}\nenv -0 > ../environment\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.clone,
            env=self.environment,
            input=self.router.password,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}"
        kept = (self.clone.parent / "environment").read_text().split("\0")
        self.environment = dict(line.split("=", 1) for line in kept if "=" in line)
        self.passphrases.append(Path(self.environment["PULUMI_CONFIG_PASSPHRASE_FILE"]).read_text().strip())
        assert "PULUMI_CONFIG_PASSPHRASE" not in self.environment
        return done.stdout

    def describe(self) -> None:
        """The router in the new file is the reader's; it has no cluster, and so nothing to prove."""
        path = self.clone / "Pulumi.prod.yaml"
        text: dict[str, Any] = yaml.safe_load(path.read_text())
        config = text["config"]
        described = {"host": "127.0.0.2", "port": self.router.port, "knownHosts": "known_hosts.prod"}
        config["bgp-coexist:routers"]["csr1000v"].update(described)
        del config["bgp-coexist:cluster"]["kubeconfig"]
        config["bgp-coexist:verification"] = {"enabled": False}
        path.write_text(yaml.safe_dump(text, sort_keys=False))

    def opened_with(self, passphrase: str) -> subprocess.CompletedProcess[str]:
        """The router's password by way of Pulumi and this passphrase."""
        words = [str(part("pulumi")), "config", "get", "routerPassword", "--stack", "prod", "--non-interactive"]
        environment = {**self.environment, "PULUMI_CONFIG_PASSPHRASE": passphrase}
        return subprocess.run(words, cwd=self.clone, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    clone = tmp_path / "clone"
    shutil.copytree(PROJECT, clone, ignore=LEFT_OUT, symlinks=True)
    (clone / ".venv").symlink_to((PROJECT / ".venv").resolve())
    (tmp_path / "home").mkdir()
    left_out = (*OF_A_STATE, "XDG_STATE_HOME", "BGP_COEXIST_ROUTER_PASSWORD")
    plain = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {"HOME": str(tmp_path / "home"), "BGP_COEXIST_CACHE": str(places.cache())}
    with lab_router(tmp_path / "router", "--listen", "127.0.0.2:0", "--profile", "17.15", password=PASSWORD) as router:
        yield Reader(clone, router, {**plain, **own, "PULUMI_SKIP_CONFIRMATIONS": "true"})


def test_the_guide_as_written_never_meets_the_labs_passphrase(reader: Reader) -> None:
    printed: list[str] = []
    for block in BLOCKS:
        printed.append(reader.follow(block))
        if block.startswith("make new-stack"):
            reader.describe()
    assert len(reader.passphrases) == len(BLOCKS) == 7
    assert (len(set(reader.passphrases)), len(reader.passphrases[0])) == (1, 44)
    assert PASSPHRASE not in reader.passphrases
    salt = salt_in((reader.clone / "Pulumi.prod.yaml").read_text())
    assert salt is not None
    assert salt.split(":")[1] not in SALTS
    assert reader.opened_with(reader.passphrases[0]).stdout == f"{reader.router.password}\n"
    assert "incorrect passphrase" in reader.opened_with(PASSPHRASE).stderr
    home = reader.clone.parent / "home" / "bgp-coexist"
    assert [path.stat().st_mode & 0o777 for path in (home / "state", home / "passphrase")] == [0o700, 0o600]
    assert not (reader.clone / ".state").exists()
    assert "no problem" in printed[3]
    assert "15 created" in re.sub(r"\s+", " ", printed[5]), printed[5]
    assert "deleted" in printed[6]


def test_a_real_router_with_the_labs_passphrase_is_refused_by_a_preview(reader: Reader) -> None:
    words = "make -s new-stack STACK=prod FROM=dev"
    labs = 'unset PULUMI_BACKEND_URL; eval "$(make -s env)"'
    reader.environment["PULUMI_CONFIG_PASSPHRASE_FILE"] = str(reader.clone / "lab" / "passphrase")
    reader.follow(f"{labs}; {words}; pulumi stack init prod; pulumi config set --secret routerPassword --stack prod")
    reader.describe()
    path = reader.clone / "Pulumi.prod.yaml"
    path.write_text(path.read_text().replace("127.0.0.2", "192.0.2.99"))
    printed = reader.follow("pulumi preview --stack prod 2>&1 || true")
    assert "SECRET02 routers.csr1000v.host: the lab's passphrase is in force" in printed
    assert "Traceback" not in printed
