"""What each adaptation of Pulumi's host is for, run without the adaptation (docs/pulumi-host.md).

Where one of these fails, upstream has changed: an adaptation is no longer needed, or no longer fits.
"""

import os
import re
import signal
import subprocess
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty

from tests.unit.providers.pulumi_host.plugin import PROJECT, Counting, Failing, Reading, Widened, plugin


def test_grpc_puts_words_in_front_of_an_error_and_sends_no_details() -> None:
    with plugin() as host, pytest.raises(grpc.RpcError) as caught:
        host.create(Failing()).result()
    assert caught.value.details() == "Exception calling application: rt1: lost"
    assert "grpc-status-details-bin" not in [each.key for each in caught.value.trailing_metadata()]


def test_grpc_prints_nothing_of_an_error_which_the_engine_would_show_a_second_time() -> None:
    with plugin() as host:
        assert host.create(Failing()).exception()
        host.process.kill()
        assert host.process.communicate() == ("", "")


def test_the_host_runs_four_calls_at_a_time_in_a_pool_that_a_frame_leads_to() -> None:
    with plugin() as host:
        assert host.create(Counting()).result().properties["calls"] == 4


def test_the_adapted_host_runs_as_many_calls_as_the_engine_makes() -> None:
    with plugin() as host:
        assert host.create(Widened()).result().properties["calls"] == 64


def test_a_host_whose_output_is_no_longer_read_goes_on() -> None:
    with plugin() as host:
        assert host.process.stdout
        host.process.stdout.close()
        assert host.engine.GetPluginInfo(Empty(), timeout=60).version
        assert host.process.poll() is None


def test_a_host_that_ends_by_itself_waits_for_the_calls_under_way(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with plugin() as host:
        call = host.create(Reading(), path=str(tmp_path / "pipe"))
        with (tmp_path / "pipe").open("w"):
            host.process.send_signal(signal.SIGINT)
            assert call.exception()
            with pytest.raises(subprocess.TimeoutExpired):
                host.process.wait(0.5)
        assert host.process.wait(60) == 0


def test_the_page_has_the_pinned_versions_and_names_every_test_here() -> None:
    page, pins = (PROJECT / "docs" / "pulumi-host.md").read_text(), (PROJECT / "requirements.in").read_text()
    for name in ("pulumi", "grpcio"):
        (pinned,) = re.findall(rf"^{name}==(.+)$", pins, re.MULTILINE)
        assert f"`{name}` {pinned} " in page
    *tests, _this = re.findall(r"^def (test_\w+)", Path(__file__).read_text(), re.MULTILINE)
    assert [name for name in tests if name not in page] == []
