"""Loading of a configuration file, statement by statement, each in the block of its indent."""

from collections.abc import Set
from dataclasses import dataclass, field

from emulator.config.foreign import LAST, Anchor, Path, line_key
from emulator.configure import foreign
from emulator.configure.banners import set_banner
from emulator.configure.context import Context, OpenMode
from emulator.configure.editor import Refused, refusal, run_line
from emulator.configure.headers import foreign_mode
from emulator.grammar.match import Invalid
from emulator.grammar.statements import Statement, statements
from emulator.render.merge import names_of
from emulator.render.running import modelled_lines

BARE = ("control-plane", "redundancy")
"""Blocks that always exist and have no modelled lines."""
UNPRINTED = ("no shutdown",)
"""Lines that IOS runs and never prints."""
INFORMATIONAL = ("addresses from all interfaces in VRF", "address(es) removed due to")
"""Answers that report a side effect and are no refusals."""


@dataclass
class Block:
    """A statement that can have deeper statements.

    Attributes:
        indent: Its indent.
        name: Its key.
        open_modes: The number of open modes inside it; 0 if it opened none.
        filled: Whether an indented line followed.
        refused: Whether it was refused, which refuses everything in it.
        leaf: Whether it is modelled and opens no mode; deeper statements are then its siblings.
    """

    indent: int
    name: str
    open_modes: int = 0
    filled: bool = False
    refused: bool = False
    leaf: bool = False


def load(context: Context, text: str) -> list[tuple[str, str]]:
    """Load a configuration file; return each line that got an answer, with the answer.

    If no unmodelled line is kept, the file is typed line by line: modes determine the block, not indents.
    """
    if context.foreign == "none":
        return _typed(context, text)
    loader = Loader(context, any(each.indent for each in statements(text) if not each.is_comment))
    for statement in statements(text):
        loader.read(statement)
    context.top()
    if context.loading:
        context.config.forget_ports()
    if loader.possibly_unprinted:
        _forget_printed(context, loader.possibly_unprinted)
    return [_answered(line, answer) for line, answer in loader.answers]


def _forget_printed(context: Context, possibly_unprinted: list[tuple[Path, str]]) -> None:
    """Remove the unmodelled lines that the model prints itself."""
    printed = names_of(modelled_lines(context.config, ""))
    for path, name in possibly_unprinted:
        if (path, name) in printed:
            context.config.foreign.remove(path, name, exact=True)


def _typed(context: Context, text: str) -> list[tuple[str, str]]:
    answers = []
    for statement in statements(text):
        answer = "" if set_banner(context, statement.text) else run_line(context, statement.text)
        if answer:
            answers.append(_answered(statement.text, answer))
    context.top()
    return answers


def _answered(line: str, answer: str | Refused) -> tuple[str, str]:
    return line, refusal(answer, line) if isinstance(answer, Refused) else answer


@dataclass
class Loader:
    """The state of one load. IOS uses modes only, so in a file without indents the open mode determines the block.

    Attributes:
        forced: Lines to keep as unmodelled even if the model accepts them.
        possibly_unprinted: Accepted lines that possibly change nothing in the printed configuration.
    """

    context: Context
    indented: bool
    answers: list[tuple[str, str | Refused]] = field(default_factory=list)
    forced: Set[tuple[Path, str]] = frozenset()
    possibly_unprinted: list[tuple[Path, str]] = field(default_factory=list)
    _stack: list[Block] = field(default_factory=lambda: [Block(-1, "", 1)])
    _last: dict[Path, Anchor] = field(default_factory=dict)
    _commented: bool = False

    def read(self, statement: Statement) -> None:
        """Process one statement."""
        if statement.is_comment:
            self._comment(statement)
            return
        if self._ends_block(statement):
            return
        parent = self._parent(statement)
        block = Block(statement.indent, line_key(statement.text), refused=parent.refused)
        before = list(self.context.open_modes)
        if parent.refused:
            self.answers.append((statement.text, Refused(Invalid(statement.indent, 0))))
        elif self.context.current.foreign and statement.indent:
            self._keep(statement)
        else:
            self._run(statement, block)
        if not any(self.context.current is current for current in before):
            block.open_modes, block.leaf, block.refused = len(self.context.open_modes), False, False
        self._stack.append(block)
        self._commented = False

    def _ends_block(self, statement: Statement) -> bool:
        """Process `exit` in a block, or `exit-address-family` and its like beside its header."""
        word = statement.text.strip()
        if word == "exit" and statement.indent and not self._is_text(statement):
            self._exit(statement)
            return True
        if not word.startswith("exit-") or " " in word:
            return False
        while self._stack[-1].indent > statement.indent:
            self._stack.pop()
        block = self._stack[-1]
        if block.indent != statement.indent or not self.indented:
            return False
        self._stack.pop()
        del self.context.open_modes[max(block.open_modes, 1) if block.open_modes else len(self.context.open_modes) :]
        if block.open_modes and not self.context.current.foreign:
            run_line(self.context, statement.text)
            return True
        if block.open_modes:
            self.context.leave()
        else:
            del self.context.open_modes[max(self._stack[-1].open_modes, 1) :]
        return block.refused or self.context.config.foreign.end(self.context.path, block.name, statement.text)

    def _is_text(self, statement: Statement) -> bool:
        """Return whether an indented `exit` is a line of an unmodelled block, as below `http-raw-request`."""
        self._parent(statement)
        current = self.context.current
        return current.foreign and (self.context.loading or (self.context.path, "exit") in self.forced)

    def _exit(self, statement: Statement) -> None:
        """Leave the current block."""
        while self._stack[-1].indent >= statement.indent:
            self._stack.pop()
        block = self._stack[-1]
        if block.indent < 0:
            return
        if block.open_modes:
            del self.context.open_modes[max(block.open_modes - 1, 1) :]
        self._stack.pop()

    def _parent(self, statement: Statement) -> Block:
        """Return a statement's block with its modes open; blocks that ended before are left."""
        filled = False
        while self._stack[-1].indent >= statement.indent and len(self._stack) > 1:
            filled = self._stack.pop().filled
        while self._stack[-1].leaf and not self._stack[-1].refused:
            filled = self._stack.pop().filled
        parent = self._stack[-1]
        if len(self._stack) == 1:
            if filled:
                self.context.top()
            return parent
        parent.filled = True
        if not parent.open_modes and not parent.refused:
            outer = max(self._stack[-2].open_modes, 1)
            del self.context.open_modes[outer:]
            self.context.open_modes.append(
                OpenMode(foreign_mode(parent.name) or "config", None, parent.name, foreign=True)
            )
            parent.open_modes = len(self.context.open_modes)
        elif parent.open_modes:
            del self.context.open_modes[parent.open_modes :]
        return parent

    def _run(self, statement: Statement, block: Block) -> None:
        if statement.is_block and self._text(statement):
            return
        path, name = self.context.path, line_key(statement.text)
        if self._is_foreign(path, name):
            if name.startswith("no "):
                run_line(self.context, statement.text, keep_foreign=False)
            self._keep(statement)
            return
        answer = run_line(self.context, statement.text, keep_foreign=False)
        if isinstance(answer, Refused):
            self._refused(statement, block, answer)
        elif answer:
            self._answered(statement, block, answer)
        else:
            block.leaf = block.name not in BARE
            self._accepted(statement, path if self.context.path[: len(path)] == path else ())

    def _refused(self, statement: Statement, block: Block, answer: Refused) -> None:
        """Keep a line that is no command, or refuse it with its block."""
        if not statement.indent and (self.indented or foreign.is_global(self.context, statement.text)):
            self.context.top()
        name = line_key(statement.text)
        negates = self.context.config.foreign.negates(self.context.path, name)
        if self.context.exact and name.startswith("no ") and not negates:
            return
        if foreign.keeps_line(self.context, statement.text.strip()):
            self._keep(statement)
            return
        block.refused = True
        self.answers.append((statement.text, answer))

    def _answered(self, statement: Statement, block: Block, answer: str) -> None:
        """Handle an answer: at boot a refused line is kept with its block."""
        self.answers.append((statement.text, answer))
        informed = any(text in answer for text in INFORMATIONAL)
        if self.context.loading and not informed:
            self._keep(statement)
            return
        block.leaf, block.refused = block.name not in BARE, self.context.exact and not informed

    def _is_foreign(self, path: Path, name: str) -> bool:
        """Return whether a replacement refers to an unmodelled line: one of the file, or one that it removes."""
        store = self.context.config.foreign
        if (path, name) in self.forced:
            return foreign.keeps_line(self.context, name)
        opposite = name.removeprefix("no ") if name.startswith("no ") else f"no {name}"
        return self.context.exact and store.has(path, opposite)

    def _accepted(self, statement: Statement, path: Path) -> None:
        """Record an accepted line; if it possibly changes nothing that is printed, it is kept until that is known."""
        name = line_key(statement.text)
        may_vanish = name.startswith("no ") or name.endswith("negotiation auto")
        if self.context.loading and may_vanish and name not in UNPRINTED and self.context.path == path:
            foreign.keep(self.context, statement.text, self._last.get(path), self._commented)
            self.possibly_unprinted.append((path, name))
        self._remember(path, name)

    def _text(self, statement: Statement) -> bool:
        """Process a text block: set a banner, keep any other."""
        if set_banner(self.context, statement.text):
            return True
        if not foreign.keeps_line(self.context, statement.text.strip()):
            return False
        self._keep(statement)
        return True

    def _keep(self, statement: Statement) -> None:
        """Keep a statement after the one that precedes it."""
        path, name = self.context.path, line_key(statement.text)
        booting = self.context.loading
        anchor = self._last.get(path) if booting else LAST
        foreign.keep(self.context, statement.text, anchor, self._commented and booting)
        self._remember(path, name)
        self.context.notify(statement.text, "")

    def _remember(self, path: Path, name: str) -> None:
        if not name.startswith("exit"):
            self._last[path] = Anchor(name, self._last.get(path))

    def _comment(self, statement: Statement) -> None:
        if statement.text.strip() == "!":
            self._commented = True
            if statement.indent == 0 and self.context.loading and (last := self._last.get(())):
                self.context.config.foreign.close((), last.name)
