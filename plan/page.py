"""A plan as one HTML page: no script, no network, everything escaped."""

from collections.abc import Sequence
from html import escape

from plan.changes import Change, Line
from plan.fates import BEGINS, Interruption
from plan.measured import NOTE
from printable import printable

_HEADS = ("where", "session with", "what happens", "why", "in the lab")
_WORDS = {"+": "added", "-": "removed"}
# Colours are never alone: each changed line has its sign, and its word for a screen reader.
_STYLE = """\
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --faint: #57606a; --edge: #d0d7de; --box: #f6f8fa;
  --added: #dafbe1; --added-text: #0a3d18; --removed: #ffebe9; --removed-text: #6e0b14; --warn: #fff1c2; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --faint: #9aa4af; --edge: #3d444d;
  --box: #161b22; --added: #12361f; --added-text: #aff5b4; --removed: #4b1519; --removed-text: #ffdcd7;
  --warn: #4d3800; } }
* { box-sizing: border-box; }
body { background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 90rem; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; background: var(--ground); padding: .5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid var(--edge); padding: .35rem .6rem;
  text-align: left; vertical-align: top; } th { background: var(--box); }
tr.restarts td:nth-child(3), tr.ends td:nth-child(3) { background: var(--warn); font-weight: 600; }
.scroll { overflow-x: auto; }
ol.steps { list-style: none; padding: 0; display: grid; gap: .75rem; grid-template-columns: 1fr 1fr; }
ol.steps > li { border: 1px solid var(--edge); border-radius: .4rem; padding: .6rem .8rem; min-width: 0; }
li.router { grid-column: 1; } li.cluster { grid-column: 2; } li.here { grid-column: 1 / 3; background: var(--box); }
@media (max-width: 60rem) { ol.steps { display: block; } ol.steps > li { margin-bottom: .75rem; } }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; font-weight: 600; }
@media (max-width: 60rem) { .columns { display: none; } }
.owner { color: var(--faint); }
pre { background: var(--box); border: 1px solid var(--edge); border-radius: .3rem; margin: .5rem 0 0; overflow-x: auto;
  padding: .4rem 0; font: 13px/1.5 ui-monospace, monospace; }
pre:focus, .scroll:focus { outline: 3px solid Highlight; }
pre span.line { display: block; padding: 0 .6rem; min-width: max-content; }
pre span.added { background: var(--added); color: var(--added-text); }
pre span.removed { background: var(--removed); color: var(--removed-text); }
@media print { ol.steps { display: block; } pre { white-space: pre-wrap; } }
"""


def page(stack: str, changes: Sequence[Change], interruptions: Sequence[Interruption]) -> str:
    """The page.

    Args:
        stack: The stack's name.
        changes: What is done, in its order.
        interruptions: What happens to sessions.
    """
    title = f"What changes in stack {stack}"
    parts = [
        '<a class="skip" href="#steps">to the changes</a>',
        f"<header><h1>{_text(title)}</h1>{_summary(changes, interruptions)}</header>",
        f"<main>{_interrupted(interruptions)}{_steps(changes)}</main>",
    ]
    body = "\n".join(parts)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    """A text as HTML; control characters have no form in it, so they are written as their escapes."""
    return escape(printable(text))


def _summary(changes: Sequence[Change], interruptions: Sequence[Interruption]) -> str:
    sides = {side: sum(change.side == side for change in changes) for side in ("router", "cluster")}
    words = (
        f"{_many(sides['router'], 'step')} on routers, {_many(sides['cluster'], 'step')} in the cluster."
        if changes
        else "Nothing changes."
    )
    calm = not any(each.what != BEGINS for each in interruptions)
    return f"<p>{words} {'No session is interrupted.' if calm else 'Sessions are interrupted, see below.'}</p>"


def _many(count: int, one: str) -> str:
    return f"{count} {one if count == 1 else one + 's'}"


def _interrupted(interruptions: Sequence[Interruption]) -> str:
    """The table of sessions."""
    if not interruptions:
        return ""
    rows = "".join(map(_row, interruptions))
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return (
        '<section aria-labelledby="sessions"><h2 id="sessions">What happens to BGP sessions</h2>'
        f'<div class="scroll" tabindex="0" role="group" aria-label="table of sessions">{table}</div>'
        f"<p>{_text(NOTE)}</p></section>"
    )


def _row(each: Interruption) -> str:
    cells = (each.where, ", ".join(each.who), each.what, each.why, each.measured.figure)
    marked = "".join(f"<td>{_text(cell)}</td>" for cell in cells)
    return f'<tr class="{_text(each.what.split()[0])}">{marked}</tr>'


def _steps(changes: Sequence[Change]) -> str:
    """The steps as one list in its order, routers left and cluster right."""
    items = "".join(_step(number, change) for number, change in enumerate(changes, 1))
    return (
        '<section aria-labelledby="steps"><h2 id="steps">In this order</h2>'
        "<p>Each step waits for those that it needs; steps that need none of each other may run at the same time. "
        "The lines are those of the configuration before (-) and after (+); a router is sent only what differs.</p>"
        '<p class="columns" aria-hidden="true"><span>Routers</span><span>Cluster</span></p>'
        f'<ol class="steps" role="list">{items}</ol></section>'
    )


def _step(number: int, change: Change) -> str:
    head = f'{number}. <span class="owner">{_text(change.owner)}:</span> {_text(f"{change.title}: {change.verb}")}'
    label = _text(f"{change.owner}: {change.title}")
    lines = "".join(map(_line, change.lines))
    block = f'<pre tabindex="0" role="group" aria-label="lines of {label}">{lines}</pre>' if lines else ""
    return f'<li class="{change.side}"><h3>{head}</h3>{block}</li>'


def _line(line: Line) -> str:
    """A line with its sign; a screen reader says the word."""
    text, word = _text(line.text), _WORDS.get(line.sign)
    if word is None:
        return f'<span class="line">  {text}</span>'
    sign = f'<span aria-hidden="true">{line.sign} </span><span class="hidden">{word}: </span>'
    return f'<span class="line {word}">{sign}{text}</span>'
