"""Whether the configuration printed so far ends within a text, such as a banner's.

A banner may contain `end` or a line like the prompt, which do not end the configuration.
"""

from platforms.iosxe.text_blocks import TextEnd, text_end


class TextReader:
    """Reads a configuration line by line, as it arrives."""

    def __init__(self) -> None:
        self._unfinished: list[str] = []
        self._end: TextEnd | None = None
        self._opened_by = ""

    @property
    def open_text(self) -> str:
        """The line that opened the text which has not ended yet; "" outside a text."""
        return self._opened_by if self._end else ""

    def add(self, text: str) -> None:
        """Read more text."""
        first, *others = text.split("\n")
        self._unfinished.append(first)
        for further in others:
            line, self._unfinished = "".join(self._unfinished).strip("\r"), [further]
            if self._end:
                if self._end.is_in(line):
                    self._end = None
            elif end := text_end(line):
                self._end, self._opened_by = end, line
