"""What a user of NAPALM writes."""

from typing import Any

from napalm import get_network_driver
from napalm.ios import IOSDriver

Where = dict[str, Any]


def _device(where: Where, **options: Any) -> IOSDriver:
    """The driver `ios`, the host key checked against the known ones."""
    known = {"ssh_strict": True, "alt_host_keys": True, "alt_key_file": where["known_hosts"]}
    optional = {"port": where["port"]} | known | options
    return get_network_driver("ios")(where["host"], where["username"], where["password"], optional_args=optional)


def facts(where: Where) -> dict[str, Any]:
    with _device(where) as device:
        return dict(device.get_facts())


def neighbors(where: Where) -> dict[str, Any]:
    with _device(where) as device:
        return dict(device.get_bgp_neighbors())


def configs(where: Where) -> dict[str, str]:
    with _device(where) as device:
        return dict(device.get_config())


def alive(where: Where) -> bool:
    with _device(where) as device:
        return bool(device.is_alive()["is_alive"])


def merge_compared(where: Where, config: str) -> str:
    with _device(where) as device:
        device.load_merge_candidate(config=config)
        return str(device.compare_config())


def merge_discarded(where: Where, config: str) -> list[str]:
    with _device(where) as device:
        device.load_merge_candidate(config=config)
        device.discard_config()
        return [device.get_config("running")["running"], str(device.compare_config())]


def merged(where: Where, config: str, **options: Any) -> str:
    with _device(where, **options) as device:
        device.load_merge_candidate(config=config)
        device.commit_config()
        return str(device.get_config("running")["running"])


def replace_compared(where: Where, old: str, new: str) -> str:
    """Load the running configuration with one text exchanged."""
    with _device(where) as device:
        device.load_replace_candidate(config=_exchanged(device, old, new))
        return str(device.compare_config())


def replaced(where: Where, old: str, new: str) -> list[str]:
    """The running configuration before the commit, after it, and after the rollback."""
    with _device(where) as device:
        before = device.get_config("running")["running"]
        device.load_replace_candidate(config=_exchanged(device, old, new))
        device.commit_config()
        after = device.get_config("running")["running"]
        device.rollback()
        return [before, after, device.get_config("running")["running"]]


def _exchanged(device: IOSDriver, old: str, new: str) -> str:
    running = str(device.get_config("running")["running"])
    assert old in running, running
    return running.replace(old, new) + "\n"


def confirmed(where: Where, config: str, seconds: int) -> list[Any]:
    """Whether a commit is pending, before and after it was confirmed; the startup configuration then."""
    with _device(where) as device:
        device.load_merge_candidate(config=config)
        device.commit_config(revert_in=seconds)
        before = device.has_pending_commit()
        device.confirm_commit()
        return [before, device.has_pending_commit(), device.get_config("startup")["startup"]]


def committed_to_revert(where: Where, config: str, seconds: int) -> str:
    """The running configuration after a commit that nobody confirms."""
    with _device(where) as device:
        device.load_merge_candidate(config=config)
        device.commit_config(revert_in=seconds)
        return str(device.get_config("running")["running"])


def reverted_at_once(where: Where, config: str, seconds: int) -> list[Any]:
    """Whether a commit is still pending after the rollback, and the running configuration."""
    with _device(where) as device:
        device.load_merge_candidate(config=config)
        device.commit_config(revert_in=seconds)
        device.rollback()
        return [device.has_pending_commit(), str(device.get_config("running")["running"])]


def whole_replaced(where: Where, config: str) -> dict[str, str]:
    """The differences of another whole configuration; what runs before it, with it, and after the rollback."""
    with _device(where) as device:
        before = device.get_config("running")["running"]
        device.load_replace_candidate(config=config)
        compared = device.compare_config()
        device.commit_config()
        after = device.get_config("running")["running"]
        device.rollback()
        back = device.get_config("running")["running"]
        return {"compared": compared, "before": before, "after": after, "back": back}


def replacement_committed(where: Where, config: str) -> None:
    """Put another whole configuration there."""
    with _device(where) as device:
        device.load_replace_candidate(config=config)
        if device.compare_config():
            device.commit_config()
