"""What a node's Calico waits for before BIRD is started."""

from pathlib import Path

from lab.kubernetes.calico.steps import unwritten

CONFIGURATION = 'include "bird_aggr.cfg";\n  # include "bird_no.cfg";\ninclude "bird_ipam.cfg";\n'


def test_bird_waits_for_every_file_that_its_configuration_includes(tmp_path: Path) -> None:
    configuration = tmp_path / "bird.cfg"
    assert unwritten(configuration) == "no bird.cfg yet"
    configuration.write_text(CONFIGURATION)
    assert unwritten(configuration) == "no bird_aggr.cfg yet"
    (tmp_path / "bird_aggr.cfg").touch()
    assert unwritten(configuration) == "no bird_ipam.cfg yet"
    (tmp_path / "bird_ipam.cfg").touch()
    assert unwritten(configuration) is None
