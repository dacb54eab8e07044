"""A stack on the whole lab whose configuration a story changes step by step, and what is seen of the lab meanwhile."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.engine import PROJECT, Engine
from tests.eventually import eventually
from tests.lab.rights import identity
from tests.lab.test_main_job import VRFS, kubectl, objects, on, show

Values = dict[str, Any]


class Story:
    """The stack without demonstration and verification, whose configuration tests change.

    Args:
        folder: Where its files are.
        kubeconfig: The identity that applies it; None for the lab's administrator.
    """

    def __init__(self, folder: Path, kubeconfig: Path | None = None) -> None:
        self.file = folder / "Pulumi.dev.yaml"
        self.text = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())
        self.own("demo")["enabled"] = self.own("verification")["enabled"] = False
        if kubeconfig:
            self.own("cluster")["kubeconfig"] = str(kubeconfig)
        self.engine = Engine(folder / "state", config=self.file)
        self.write()

    def own(self, key: str) -> Values:
        value: Values = self.text["config"].setdefault(f"bgp-coexist:{key}", {})
        return value

    def write(self) -> None:
        self.file.write_text(yaml.safe_dump(self.text))

    def changes(self) -> list[str]:
        """The lines of a preview that say what is changed, without how deep they lie."""
        self.write()
        text = self.engine.preview().ok().text
        return [
            re.sub(r" +", " ", line.strip()) for line in re.findall(r"^ *[-+~] +[^\s:]+ *: .*$", text, re.MULTILINE)
        ]

    def planned(self) -> dict[str, tuple[str, Values]]:
        """What a preview would do to each resource that does not stay as it is, and the spec it would have."""
        self.write()
        steps = json.loads(self.engine.run("preview", "--json").ok().text)["steps"]
        inputs = {step["urn"]: (step.get("newState") or {}).get("inputs") or {} for step in steps}
        return {
            step["urn"].rpartition("::")[2]: (step["op"], inputs[step["urn"]].get("spec") or {})
            for step in steps
            if step["op"] != "same"
        }

    def apply(self, *words: str) -> None:
        """The configuration as it is now is applied, and a preview finds nothing left to do."""
        self.write()
        self.engine.up(*words).ok()
        self.engine.run("preview", "--refresh", "--expect-no-changes").ok()


def lab(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lab", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)


@contextmanager
def applied(folder: Path, change: Callable[[Story], None] = lambda story: None) -> Iterator[Story]:
    """The lab is up with a seed applied that no other story shares, changed if need be.

    It is applied with the rights that docs/cluster-rights.yaml gives, and no others.
    """
    assert (done := lab("up")).returncode == 0, done.stderr
    with identity(folder) as kubeconfig:
        before = objects()
        story = Story(folder, kubeconfig)
        change(story)
        story.write()
        story.engine.up().ok()
        yield story
        story.engine.destroy().ok()
        assert objects() == before


def spec(kind: str, name: str, *words: str) -> Values:
    found: Values = json.loads(kubectl("get", kind, name, "-o", "json", *words))["spec"]
    return found


def until(seconds: float, seen: Callable[[], bool]) -> None:
    """It is seen within the time; a look that fails is one that has not seen it."""

    def looked() -> bool | str:
        try:
            return seen()
        except subprocess.CalledProcessError as error:
            return f"{error}: {error.stderr}"

    assert (last := eventually(looked, True, seconds, every=1)) is True, f"not within {seconds:g} s: {last}"


def verified(story: Story) -> subprocess.CompletedProcess[str]:
    """`python -m verify` over what the story's configuration says, without waiting for what does not hold."""
    keys = ("routers", "cluster", "calico", "metallb", "demo", "verification")
    values = json.dumps({key: story.own(key) for key in keys})
    return subprocess.run(
        [sys.executable, "-m", "verify", "--stdin", "--stack", "dev", "--wait", "0", "--applying", "--failures-only"],
        cwd=PROJECT,
        input=f"configuration\n{values}",
        env={**os.environ, "BGP_COEXIST_ROUTER_PASSWORD": "ios-xe-proving-ground"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def failures(story: Story) -> list[str]:
    """What does not hold, blanks made one; none where all does."""
    done = verified(story)
    assert (done.returncode == 0) is (not re.search("^FAIL", done.stderr, re.MULTILINE)), done.stderr
    return [re.sub(" +", " ", line) for line in done.stderr.splitlines() if line.startswith("FAIL")]


def neighbors() -> dict[str, list[str]]:
    """The neighbors whose sessions are up, by VRF."""
    texts = show(*(f"show bgp vpnv4 unicast vrf {vrf} summary" for vrf in VRFS))
    rows = [re.findall(r"^(10\.0\.0\.\d+) .* (\d+)$", text, re.MULTILINE) for text in texts]
    return {vrf: [address for address, _ in found] for vrf, found in zip(VRFS, rows, strict=True)}


def since(node: str) -> int | None:
    """Since which second of the day the node's session with the router is up, by its own BIRD; None where it is not."""
    text = on(node, "birdc", "-s", "/run/calico/bird.ctl", "show", "protocols")
    found = re.search(r"^Global_1_1_1_2 +BGP +\S+ +up +(\d+):(\d+):(\d+)\S* +Established", text, re.MULTILINE)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else None


def same_moment(one: int | None, other: int | None) -> bool:
    """Whether two looks mean the same moment: BIRD rounds it anew at every look, a second up or down."""
    return one is not None and other is not None and abs(one - other) <= 1
