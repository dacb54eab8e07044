"""The rules of `announce: own` as BIRD applies them to a node's routes: its own pass, those by way of VXLAN do not.

confd writes a rule's interface as `defined(ifname) && ifname ~ "…"` (template_funcs.go of Calico 3.31). The routes of a
node with VXLAN are those that Felix writes: the others' blocks by way of vxlan.calico, its pods by way of cali….
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from cluster.calico import bgp_filter_specs
from emulator.dataplane.birdc import BirdControl
from tests.eventually import eventually
from tests.seed import Values, seed_stack
from toolchain import part

pytestmark = pytest.mark.root
OWN_BLOCK, OWN_POD, OTHERS_BLOCK = "192.168.1.0/26", "192.168.1.9/32", "192.168.2.0/26"
LINKS = """
ip link set lo up
for link in vxlan.calico cali0123456789a; do
  ip link add "$link" type veth peer name "peer-$(echo "$link" | cut -c1-4)"
  ip link set "peer-$(echo "$link" | cut -c1-4)" up; ip link set "$link" up
done
ip route add {others} via 192.168.2.0 dev vxlan.calico onlink proto 80
ip route add {pod} dev cali0123456789a proto 80
exec "$@"
"""
BIRD = """
router id 10.0.0.1;
ipv4 table announced;
protocol device {{ scan time 1; }}
protocol kernel {{ learn; scan time 1; ipv4 {{ import all; export none; }}; }}
protocol static {{ ipv4; route {own} blackhole; }}
protocol pipe to_router {{ table master4; peer table announced; import none; export filter {{ {rules} accept; }}; }}
"""


def own(values: Values) -> None:
    values["calico"].pop("announce", None)


def rules() -> str:
    """The filter's rules for BIRD; a remote peer's routes are not in this test."""
    (spec,) = bgp_filter_specs(seed_stack(own).calico).values()
    names = [rule["interface"] for rule in spec["exportV4"] if "interface" in rule]
    return " ".join(f'if defined(ifname) && (ifname ~ "{name}") then reject;' for name in names)


@pytest.fixture
def announced(tmp_path: Path) -> Iterator[BirdControl]:
    config, control = tmp_path / "bird.conf", tmp_path / "bird.ctl"
    config.write_text(BIRD.format(own=OWN_BLOCK, rules=rules()))
    bird = [str(part("bird")), "-f", "-c", str(config), "-s", str(control)]
    links = LINKS.format(others=OTHERS_BLOCK, pod=OWN_POD)
    with ExitStack() as ended:
        process = subprocess.Popen(["unshare", "--net", "sh", "-ec", links, "sh", *bird])
        ended.callback(process.wait)
        ended.callback(process.terminate)
        assert eventually(control.exists, True)
        yield BirdControl(control)


def routes(control: BirdControl, table: str) -> set[str]:
    """The prefixes of a table of BIRD."""
    lines = control.ask(f"show route table {table}").lines
    return {word for line in lines for word in line.split()[:1] if "/" in word}


def test_the_blocks_of_others_that_the_kernel_has_by_way_of_vxlan_are_not_announced(announced: BirdControl) -> None:
    everything = {OWN_BLOCK, OWN_POD, OTHERS_BLOCK}
    assert eventually(lambda: routes(announced, "master4") >= everything, True)
    assert eventually(lambda: routes(announced, "announced") & everything, {OWN_BLOCK, OWN_POD}) == {OWN_BLOCK, OWN_POD}
