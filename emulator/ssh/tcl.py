"""The part of the Tcl shell that clients use: `puts [open "FILE" w+] {TEXT}` writes a file."""

import re
from dataclasses import dataclass

from emulator.device import Device
from emulator.storage.flash import flash_name

CONTINUED = "+>"
_PUTS = re.compile(r'\s*puts\s+\[\s*open\s+"?([^"\s]+)"?\s+w\+?\s*\]\s+\{(.*)\}\s*\Z', re.DOTALL)


@dataclass
class Tcl:
    """Collects lines until braces are balanced."""

    device: Device
    text: str = ""

    @property
    def continued(self) -> bool:
        """Whether a brace is open."""
        return self.text.count("{") > self.text.count("}")

    def add_line(self, line: str) -> str | None:
        """Add a line; return a complete statement that is not `puts`, else None."""
        self.text += ("\n" if self.text else "") + line
        if self.continued:
            return None
        statement, self.text = self.text, ""
        found = _PUTS.match(statement)
        if not found:
            return statement
        self.device.write_file(flash_name(found[1]) or found[1], (found[2] + "\n").encode())
        return None
