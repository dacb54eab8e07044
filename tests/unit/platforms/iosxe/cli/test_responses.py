"""What the router's answers mean: recorded texts, each with its verdict."""

import pytest

from platforms.iosxe.cli.responses import Verdict, verdict

ANSWERS: dict[str, Verdict] = {
    "": "fine",
    "\r\n": "fine",
    "% Interface GigabitEthernet0/0 IPv4 disabled and address(es) removed due to enabling VRF BLUE": "fine",
    "% Interface GigabitEthernet2 IPv4 disabled and address(es) removed due to disabling VRF AS64499": "fine",
    "% IPv4 addresses from all interfaces in VRF test have been removed": "fine",
    "% ipv6 addresses from all interfaces in VRF X have been removed\n"
    "% ipv4 addresses from all interfaces in VRF X have been removed": "fine",
    "% Deletion of RD in progress; wait for it to complete": "retry",
    "% Topology global::IPv4 Unicast::base is currently being deconfigured.\n"
    "% BGP context not been initialized properly.": "retry",
    "Configuration mode is locked by process '484' user 'NETCONF' from terminal '64'. Please try later.": "retry",
    "% RD 65000:100 already in use by VRF CUST_A": "refused",
    "% VRF BLUE does not have an RD configured.": "refused",
    "% VRF NOPE not configured.": "refused",
    "% Use 'vrf forwarding' command for VRF 'X'": "refused",
    "% Specify remote-as or peer-group commands first": "refused",
    "% General session commands not allowed under the address family": "refused",
    "% Removal of physical interfaces is not permitted": "refused",
    "% 192.168.1.0 overlaps with GigabitEthernet0/0": "refused",
    "% Invalid prefix range for 1.2.3.0/24, make sure: len < ge-value <= le-value": "refused",
    "%Insertion failed - prefix-list entry exists:\nip prefix-list a: 1 entries\n   seq 10 permit 1.0.0.0/8": "refused",
    "%Can't find specified prefix-list": "refused",
    "               ^\n% Invalid input detected at '^' marker.\n": "refused",
    "% Incomplete command.\n": "refused",
    '% Ambiguous command:  "a"': "refused",
    "BGP is already running; AS is 1": "refused",
    "Bad mask 0xFFFFFE00 for address 10.0.0.1": "refused",
    "Bad mask /24 for address 10.0.0.0": "refused",
    "Command authorization failed.": "refused",
    "Command rejected: Bad VLAN": "refused",
    "172.16.0.0 / 255.0.0.0 is an invalid network.": "refused",
    "% Some text nobody has recorded yet": "refused",
    "Interface GigabitEthernet2 set to default configuration": "fine",
    "% Deletion of RD in progress; wait for it to complete\n% Invalid input detected at '^' marker.": "refused",
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_means(answer: str) -> None:
    assert verdict(answer) == ANSWERS[answer]
