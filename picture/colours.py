"""The picture's colours: dot draws the light ones, and a style sheet in the SVG has the dark one for each."""

from picture.health import Health

INK = "#0f172a"
MUTED = "#475569"
PAPER = "#ffffff"
ROUTER = "#e2e8f0"
TABLE = "#f8fafc"
NODE = "#f1f5f9"
CALICO = "#ffedd5"
METALLB = "#dbeafe"
BORDER = "#94a3b8"
LEAK = "#7c3aed"
EDGES = {Health.UP: "#15803d", Health.DOWN: "#b91c1c", Health.UNKNOWN: "#64748b", Health.NOT_ASKED: "#334155"}

_DARK = {
    INK: "#f1f5f9",
    MUTED: "#cbd5e1",
    PAPER: "#0f172a",
    ROUTER: "#1e293b",
    TABLE: "#0b1220",
    NODE: "#1e293b",
    CALICO: "#7c2d12",
    METALLB: "#1e3a8a",
    BORDER: "#64748b",
    LEAK: "#c4b5fd",
    EDGES[Health.UP]: "#4ade80",
    EDGES[Health.DOWN]: "#f87171",
    EDGES[Health.UNKNOWN]: "#94a3b8",
    EDGES[Health.NOT_ASKED]: "#cbd5e1",
}


def dark_sheet(selector: str) -> str:
    """The style sheet that exchanges the colours of the elements below `selector` where the reader prefers dark."""
    rules = [
        f'{selector} [{part}="{light}"]{{{part}:{dark}}}'
        for light, dark in _DARK.items()
        for part in ("fill", "stroke")
    ]
    return "@media (prefers-color-scheme: dark){" + "".join(rules) + "}"
