"""A real Prometheus scrapes the real exporter, which asks the lab's router over SSH; then it answers queries."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import yaml

from tests.eventually import eventually
from tests.exporter_process import BY_HAND, exporter, project
from tests.free_port import free_port
from tests.lab_router import lab_router_on_a_thread
from tests.parts import needs
from tests.seed import PROJECT
from toolchain import part

pytestmark = needs("prometheus")


class Prometheus:
    """A Prometheus on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    def asked(self, path: str) -> Any:
        """The data of an answer of its API; None while it does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/api/v1/{path}", timeout=10) as answer:
                return json.load(answer)["data"]
        except (URLError, ConnectionError):
            return None

    def value(self, query: str) -> str | None:
        """The value of a query with one series."""
        found = self.asked(f"query?query={quote(query)}")
        return found["result"][0]["value"][1] if found and found["result"] else None

    def alerts(self) -> list[tuple[str, str, str]]:
        """Name, node and state of each alert that is on its way."""
        found = (self.asked("alerts") or {"alerts": []})["alerts"]
        return sorted((each["labels"]["alertname"], each["labels"].get("node", ""), each["state"]) for each in found)

    def sessions_down(self) -> list[tuple[str, str, str]]:
        """Those of them about sessions."""
        return [each for each in self.alerts() if each[0] == "BgpCoexistSessionDown"]


@pytest.fixture
def prometheus(tmp_path: Path) -> Iterator[Prometheus]:
    """One that scrapes an exporter each second, with the rules of the repository."""
    with (
        lab_router_on_a_thread(tmp_path / "router", startup=BY_HAND) as router,
        exporter(project(tmp_path, router, router.port)) as running,
    ):
        scrape = {
            "job_name": "bgp-coexist",
            "static_configs": [{"targets": [running.url.removeprefix("http://").removesuffix("/metrics")]}],
        }
        settings = {
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(PROJECT / "monitoring" / "alerts.yaml")],
            "scrape_configs": [scrape],
        }
        (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(settings))
        words = [f"--config.file={tmp_path}/prometheus.yml", f"--storage.tsdb.path={tmp_path}/tsdb"]
        made = Prometheus(free_port())
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen(
                [part("prometheus"), *words, f"--web.listen-address=127.0.0.1:{made.port}"], stdout=log, stderr=log
            )
            try:
                yield made
            finally:
                process.terminate()
                process.wait(20)


def test_what_the_router_says_is_answered_to_a_query(prometheus: Prometheus) -> None:
    assert eventually(lambda: prometheus.value('up{job="bgp-coexist"}'), "1", 60) == "1"
    assert prometheus.value("count(bgp_coexist_session_up == 0)") == "8"
    assert prometheus.value("bgp_coexist_session_shutdown == 1") == "1"
    assert prometheus.value('bgp_coexist_router_answers{router="csr1000v",stack="dev"}') == "1"
    down = [(speaker, node) for speaker in ("calico", "metallb") for node in ("master1", "worker1", "worker2")]
    wanted = sorted(("BgpCoexistSessionDown", node, "pending") for _, node in [*down, ("metallb", "worker3")])
    assert eventually(prometheus.sessions_down, wanted, 30) == wanted
