"""The scenario of the compromised node: the lines it puts into BIRD's files, and the stack it applies."""

import subprocess
from pathlib import Path

import pytest

from lab.errors import LabError
from lab.fabric.topology import NODES
from lab.scenarios import hijack
from lab.scenarios.compromised import exporting, protocol
from model.load import stack_from
from model.prefix_lists import prefix_lists
from tests.seed import seed_values
from toolchain.parts import part

IPAM = """\
function calico_export_to_bgp_peers(bool internal_peer) {
  reject;
}
filter calico_kernel_programming {
  accept;
}
"""
BLOCKS = {f"192.168.{number}.0/26": host.ip for number, host in enumerate(NODES)}


def test_birds_files_are_valid_with_the_lines_and_have_them_once(tmp_path: Path) -> None:
    once = exporting(IPAM)
    assert exporting(once) == once
    peer = "  calico_export_to_bgp_peers(false);\n"
    (tmp_path / "bird.cfg").write_text(
        f"router id 10.0.0.13;\n{once}filter outward {{\n{peer}  reject;\n}}\nprotocol device {{}}\n"
        "protocol kernel { export filter calico_kernel_programming; }\n"
        "protocol bgp edge { local as 65002; neighbor 10.0.0.254 as 65000; export filter outward; }\n"
        + protocol(["0.0.0.0/0", "192.168.2.0/27"])
    )
    words = [str(part("calico-bird")), "-p", "-c", str(tmp_path / "bird.cfg")]
    checked = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_files_in_another_form_are_named() -> None:
    with pytest.raises(LabError, match=r"bird_ipam\.cfg has no 'filter calico_kernel_programming"):
        exporting(IPAM.replace("filter", "function"))


def test_the_stack_limits_each_node_to_its_own_block() -> None:
    values = seed_values()
    stack = stack_from(values | hijack.filtered(values, BLOCKS))
    lists = {name: entries for name, entries in prefix_lists(stack, "csr1000v").items() if name.startswith("coexist-")}
    assert set(lists) == {f"coexist-of-{host.ip}-k8s-calico" for host in NODES}
    assert [entry.split()[3] for entries in lists.values() for entry in entries] == list(BLOCKS)
    assert not stack.calico.passes_on()
