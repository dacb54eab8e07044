"""What the imports of a Python program cost, summed by package, as `python -X importtime` counts them."""

import re
import subprocess
from collections import Counter

from bench.process import python
from tests.engine import PROJECT

# Each is what a process of ours imports before it does anything.
PROGRAMS = {
    "pulumi alone": "import pulumi.dynamic",
    "the program": "import pulumi, components.configuration, components.preconditions, components.outputs, "
    "components.rollout, platforms.iosxe.platform, platforms.iosxe.stack_objects",
    "our providers' plugin": "import pulumi.dynamic, providers.router_access, providers.bgp_vrf, "
    "platforms.iosxe.platform",
    "the same with a session": "import pulumi.dynamic, providers.router_access, providers.bgp_vrf, "
    "platforms.iosxe.platform, platforms.iosxe.cli.session, platforms.iosxe.commit_confirm",
    "verify": "import verify.__main__",
}
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)")


def by_package(statement: str, times: int = 3) -> Counter[str]:
    """Milliseconds by the first name of each module, without what it imports itself; the least of several times."""
    runs = [_counted(statement) for _ in range(times)]
    return Counter({package: round(min(run[package] for run in runs) / 1000) for package in runs[0]})


def _counted(statement: str) -> Counter[str]:
    """Microseconds by package, of one run."""
    words = [python("")[0], "-X", "importtime", "-c", statement]
    said = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=True).stderr
    found: Counter[str] = Counter()
    for microseconds, module in _LINE.findall(said):
        found[module.partition(".")[0]] += int(microseconds)
    return found
