"""A log-log plot as SVG: a curve for each contender, without a library."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 470, 40, 350
_COLORS = ("#444444", "#999999", "#0060c0", "#00a0c0", "#c03020", "#208030", "#80b020", "#8040a0", "#d08000")

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class _Scale:
    """Values between two decades, on so many pixels."""

    low: float
    high: float
    begin: int
    end: int

    @classmethod
    def of(cls, values: Sequence[float], begin: int, end: int) -> "_Scale":
        """Whole decades around the values."""
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return cls(low, max(high, low + 1), begin, end)

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)

    @property
    def decades(self) -> list[float]:
        return [10.0**power for power in range(int(self.low), int(self.high) + 1)]


def plot(title: str, across: str, up: str, curves: Mapping[str, Points]) -> str:
    """The picture.

    Args:
        title: Stands above it.
        across: What the horizontal axis has.
        up: What the vertical axis has.
        curves: Points by name, in the order of the legend; every value is above 0.
    """
    points = [point for curve in curves.values() for point in curve]
    x, y = _Scale.of([p[0] for p in points], _LEFT, _RIGHT), _Scale.of([p[1] for p in points], _BOTTOM, _TOP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">']
    parts += ['<rect width="100%" height="100%" fill="white"/>', _text(_LEFT, 20, title, 15)]
    parts += [
        _line(x(each), _TOP, x(each), _BOTTOM) + _text(x(each) - 8, _BOTTOM + 16, f"{each:g}") for each in x.decades
    ]
    parts += [_line(_LEFT, y(each), _RIGHT, y(each)) + _text(8, y(each) + 4, f"{each:g}") for each in y.decades]
    parts += [_text(_LEFT, _HEIGHT - 12, f"{across} across, {up} up, both logarithmic")]
    for place, (name, curve) in enumerate(curves.items()):
        parts += _curve(name, [(x(each), y(value)) for each, value in curve], place)
    return "\n".join([*parts, "</svg>\n"])


def _curve(name: str, points: Points, place: int) -> list[str]:
    color, height = _COLORS[place % len(_COLORS)], _TOP + 12 + 20 * place
    line = " ".join(f"{across},{up}" for across, up in points)
    return [
        f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>',
        *(f'<circle cx="{across}" cy="{up}" r="3" fill="{color}"/>' for across, up in points),
        f'<rect x="{_RIGHT + 15}" y="{height - 9}" width="10" height="10" fill="{color}"/>',
        _text(_RIGHT + 30, height, name),
    ]


def _line(left: float, top: float, right: float, bottom: float) -> str:
    return f'<line x1="{left}" y1="{top}" x2="{right}" y2="{bottom}" stroke="#dddddd"/>'


def _text(left: float, top: float, text: str, size: int = 12) -> str:
    return f'<text x="{left}" y="{top}" font-size="{size}">{escape(text)}</text>'
