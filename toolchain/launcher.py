"""The command `bgp-coexist` in the project's `.venv`: a few lines that find the project and start its package `cli`."""

from toolchain import places

# The environment may be shared: a clone's `.venv` can be a link to that of another clone.
_TEXT = '''\
#!{python}
"""Written by `make setup`: starts the project in the current folder, else the one that this environment belongs to."""

import os
import sys

beside = os.path.abspath(__file__).rsplit(os.sep, 3)[0]
for project in (os.getcwd(), beside, os.path.dirname(sys.prefix)):
    if all(os.path.isfile(os.path.join(project, name)) for name in ("Pulumi.yaml", "cli/__main__.py")):
        break
else:
    sys.exit(f"bgp-coexist: no project in '{{os.getcwd()}}' or '{{beside}}'\\n  hint: change to the project's folder")
sys.path.insert(0, project)
from cli.__main__ import main

sys.exit(main(sys.argv[1:]))
'''


def write() -> None:
    """The launcher is in `.venv/bin`, and executable; nothing is written where it is there already."""
    folder = (places.REPOSITORY / ".venv" / "bin").resolve()
    launcher, text = folder / "bgp-coexist", _TEXT.format(python=folder / "python")
    if not launcher.is_file() or launcher.read_text() != text:
        launcher.write_text(text)
    launcher.chmod(0o755)
