"""The router's own time: the same lines over SSH from a sender that never waits, as one process.

    python -m bench.pasted PORT KNOWN_HOSTS FILE

The password is in BGP_COEXIST_ROUTER_PASSWORD. Without a line in the file the router's configuration is
shown instead: what a tool that compares must ask at least.
"""

import os
import sys
import threading
from pathlib import Path

from transport.connection import open_shell
from transport.endpoint import Endpoint


def main() -> None:
    """Paste the file's lines, and wait until the router has answered the last of them."""
    port, known_hosts, file = sys.argv[1:]
    lines = Path(file).read_text().splitlines()
    asked = ["configure terminal", *lines, "end"] if lines else ["terminal length 0", "show running-config"]
    endpoint = Endpoint("router", "127.0.0.1", "admin", int(port), known_hosts)
    transport, channel = open_shell(endpoint, os.environ["BGP_COEXIST_ROUTER_PASSWORD"])
    text = "".join(f"{line}\n" for line in [*asked, "show clock"]).encode()
    threading.Thread(target=channel.sendall, args=(text,), daemon=True).start()
    received = b""
    while b"#show clock\r\n" not in received:
        part = channel.recv(65536)
        if not part:
            sys.exit("the router closed the session")
        received = received[-100:] + part
    transport.close()


if __name__ == "__main__":
    main()
