"""The picture as SVG, drawn by Graphviz's `dot`."""

import subprocess
from xml.etree import ElementTree

from errors import CoexistError
from picture.colours import dark_sheet
from picture.dot import dot
from picture.labels import BOLD_WIDER, WIDER
from picture.network import Network
from picture.titles import titles

_SECONDS = 60
_SVG = "http://www.w3.org/2000/svg"
_HINT = 'make setup, then eval "$(make -s env)"; or install Graphviz; --mermaid needs neither'


class PictureError(CoexistError):
    """Graphviz is missing, or did not draw the picture."""


def svg(network: Network, title: str) -> str:
    """The network as one `<svg>` element without scripts, links or fonts.

    Raises:
        PictureError: `dot` is missing or failed.
    """
    return _finished(_drawn(dot(network, title)), _name(network, title), titles(network))


def _name(network: Network, title: str) -> str:
    """What a screen reader says of the whole picture."""
    routers, nodes = len(network.routers), sum(len(box.nodes) for box in network.boxes)
    counts = f"{routers} router{'s' * (routers != 1)}, {nodes} node{'s' * (nodes != 1)}"
    return f"Network of {title}: {counts}"


def _drawn(graph: str) -> str:
    try:
        done = subprocess.run(
            ["dot", "-Tsvg"],
            input=graph,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise PictureError("picture: Graphviz's program 'dot' is not on PATH", _HINT) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PictureError(f"picture: dot: {error}", _HINT) from None
    if done.returncode != 0:
        raise PictureError(f"picture: dot ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def _finished(drawn: str, name: str, of_ids: dict[str, str]) -> str:
    """The drawing with texts of the size they were meant to have, titles in place of dot's own, and dark colours."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)
    for group in root.iter(f"{{{_SVG}}}g"):
        if (own := group.find(f"{{{_SVG}}}title")) is not None:
            own.text = of_ids.get(group.get("id", ""), name)
    for text in root.iter(f"{{{_SVG}}}text"):
        wider = BOLD_WIDER if text.get("font-weight") == "bold" else WIDER
        text.set("font-size", f"{float(text.get('font-size', '11')) / wider:.0f}")
    for key, value in (("class", "network"), ("role", "img"), ("aria-label", name)):
        root.set(key, value)
    style = ElementTree.Element(f"{{{_SVG}}}style")
    style.text = dark_sheet(".network")
    root.insert(0, style)
    return ElementTree.tostring(root, encoding="unicode") + "\n"
