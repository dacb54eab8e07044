"""Chromium without a window, asked over two pipes in its DevTools protocol: no driver, no open port, no network.

Source: https://chromedevtools.github.io/devtools-protocol/ and `--remote-debugging-pipe`.
"""

import base64
import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

from toolchain import part

_SECONDS = 60
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir><cachedir>{cache}</cachedir>
  <alias><family>Helvetica</family><prefer><family>Liberation Sans</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Liberation Mono</family></prefer></alias>
</fontconfig>
"""
# Chromium reads commands from its descriptor 3 and answers on 4.
_START = """\
import fcntl, os, sys
high = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(high[0], 3), os.dup2(high[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
_FLAGS = (
    "--headless",
    "--no-sandbox",  # the tests may run as root, and open only pages of their own
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--remote-debugging-pipe",
)


class Page:
    """One tab.

    Attributes:
        requests: The addresses that the page asked for, its own first.
        messages: What it wrote to the console, and errors and refusals of its own.
    """

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._number = 0
        self._rest = b""
        self._events: deque[dict[str, Any]] = deque()
        self._session: str | None = None
        self.requests: list[str] = []
        self.messages: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Accessibility"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, file: Path, width: int = 1000, height: int = 800, dark: bool = False) -> None:
        """Show a file, and wait until it is loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.requests.clear()
        self.messages.clear()
        self._events.clear()
        self.call("Page.navigate", url=file.resolve().as_uri())
        self._wait("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of a script's expression; a promise is waited for."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key and let it go, as a keyboard does."""
        text = {"Enter": "\r", " ": " "}.get(key, "")
        code = {"Enter": 13, " ": 32, "Tab": 9}[key]
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more)

    def screenshot(self, file: Path, whole: bool = False) -> None:
        """Write what is seen, or the whole page, as PNG."""
        taken = self.call("Page.captureScreenshot", captureBeyondViewport=whole, optimizeForSpeed=False)
        file.write_bytes(base64.b64decode(taken["data"]))

    def _wait(self, method: str) -> None:
        while True:
            while self._events:
                if self._events.popleft()["method"] == method:
                    return
            self._note(self._message())

    def _note(self, event: dict[str, Any]) -> None:
        method, parameters = event.get("method", ""), event.get("params", {})
        self._events.append(event)
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Log.entryAdded":
            self.messages.append(parameters["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.messages.append(parameters["exceptionDetails"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.messages.append(str(parameters["args"]))

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select([self._reading], [], [], _SECONDS)
            assert ready, "the browser does not answer"
            more = os.read(self._reading, 1 << 20)
            assert more, "the browser has ended"
            self._rest += more
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A tab of the browser of `toolchain setup --only browser`; its profile is in the folder."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=part("chromium-fonts"), cache=folder / "fonts"))
    to_browser, from_browser = os.pipe(), os.pipe()
    command = [str(part("chromium")), f"--user-data-dir={folder / 'profile'}", *_FLAGS]
    inherited = (to_browser[0], from_browser[1])
    with (folder / "chromium.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, *map(str, inherited), *command],
            pass_fds=inherited,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)},
            stdout=log,
            stderr=log,
        )
    for end in inherited:
        os.close(end)
    try:
        yield Page(from_browser[0], to_browser[1])
    finally:
        process.terminate()
        process.wait(_SECONDS)
        os.close(to_browser[1])
        os.close(from_browser[0])
