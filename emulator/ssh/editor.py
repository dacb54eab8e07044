"""The line editor: echo of each byte, IOS's control keys, history."""

from dataclasses import dataclass, field

from emulator.ssh.terminal import Terminal

_ARROWS = {"A": "\x10", "B": "\x0e", "C": "\x06", "D": "\x02"}


@dataclass
class Typed:
    """A line and the key that ended it: Return, `?`, Tab, Ctrl-Z or Ctrl-C."""

    text: str
    ended_by: str


@dataclass
class LineEditor:
    """Reads one line at a time from a terminal."""

    terminal: Terminal
    history: list[str] = field(default_factory=list)
    _text: str = ""
    _at: int = 0
    _back: int = 0

    async def line(self, prompt: str, text: str = "", hidden: bool = False, help_key: bool = True) -> Typed:
        """Return the line typed after the prompt.

        Args:
            prompt: The prompt, which is printed first.
            text: The line's beginning, which is repainted after `?` and Tab.
            hidden: Whether to echo nothing, as for a password.
            help_key: Whether `?` and Tab end the line.
        """
        self.terminal.write(prompt + text)
        self._text, self._at, self._back = text, len(text), 0
        while True:
            key = await self.terminal.key()
            if key == "\x1b":
                key = await self._escape()
            if key in "\r\x1a\x03" or (key in "?\t" and help_key and not hidden):
                return self._ended(key, hidden)
            if hidden:
                self._text = self._text[:-1] if key in "\x08\x7f" else "" if key == "\x15" else self._text + key
            else:
                self._edit(prompt, key)

    def _ended(self, key: str, hidden: bool) -> Typed:
        self.terminal.write({"?": "?\n", "\t": "", "\x1a": "^Z\n", "\x03": "^C\n"}.get(key, "\n"))
        if key == "\r" and self._text.strip() and not hidden:
            self.history.append(self._text)
            del self.history[:-20]
        return Typed(self._text, key)

    async def _escape(self) -> str:
        """Return an arrow key as the equivalent control key; drop any other escape sequence."""
        if await self.terminal.key() not in "[O":
            return "\0"
        return _ARROWS.get(await self.terminal.key(), "\0")

    def _edit(self, prompt: str, key: str) -> None:
        if key >= " " and key != "\x7f" and self._at == len(self._text):
            self._text, self._at = self._text + key, self._at + 1
            self.terminal.write(key)
        elif key >= " " and key != "\x7f":
            self._replace(self._text[: self._at] + key + self._text[self._at :], self._at + 1)
        elif key in "\x08\x7f" and self._at:
            self._replace(self._text[: self._at - 1] + self._text[self._at :], self._at - 1)
        elif key == "\x04" and self._at < len(self._text):
            self._replace(self._text[: self._at] + self._text[self._at + 1 :], self._at)
        elif key in "\x15\x18":
            self._replace(self._text[self._at :], 0)
        elif key == "\x0b":
            self._replace(self._text[: self._at], self._at)
        elif key == "\x17":
            kept = self._text[: self._at].rstrip().rpartition(" ")
            self._replace(kept[0] + kept[1] + self._text[self._at :], len(kept[0] + kept[1]))
        elif key in "\x12\x0c":
            self.terminal.write("\n" + prompt + self._text + "\x08" * (len(self._text) - self._at))
        else:
            self._move(key)

    def _move(self, key: str) -> None:
        places = {
            "\x01": 0,
            "\x05": len(self._text),
            "\x02": max(0, self._at - 1),
            "\x06": min(len(self._text), self._at + 1),
        }
        if key in places:
            self._replace(self._text, places[key])
        elif key in "\x10\x0e" and self.history:
            self._back = min(len(self.history), max(0, self._back + (1 if key == "\x10" else -1)))
            recalled = self.history[-self._back] if self._back else ""
            self._replace(recalled, len(recalled))

    def _replace(self, text: str, at: int) -> None:
        """Set the line and the cursor, and repaint from the first changed column."""
        same = 0
        while same < min(len(text), len(self._text)) and text[same] == self._text[same]:
            same += 1
        if text == self._text:
            same = min(at, self._at)
        surplus = max(0, len(self._text) - len(text))
        start = min(same, self._at)
        paint = text[start:] + " " * surplus
        if text == self._text:
            moved = "\x08" * (self._at - at) if at < self._at else text[self._at : at]
            self.terminal.write(moved)
        else:
            self.terminal.write("\x08" * (self._at - start) + paint + "\x08" * (len(paint) - (at - start)))
        self._text, self._at = text, at
