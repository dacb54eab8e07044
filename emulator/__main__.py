"""`python -m emulator`: one router, from its start until SIGTERM."""

import asyncio
import json
import os
import signal
import sys
import warnings

from emulator.errors import StartError
from emulator.options import Options, options_of


def main(argv: list[str], prog: str = "emulator") -> int:
    """Run the router until SIGTERM or SIGINT; return 2 for invalid arguments or files, 1 when it cannot listen."""
    warnings.filterwarnings("ignore", module="cryptography.*")
    warnings.filterwarnings("ignore", module="asyncssh.*")
    options = options_of(argv, os.environ, prog)
    try:
        asyncio.run(_serve(options))
    except StartError as error:
        print(f"emulator: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        why = os.strerror(error.errno or 0)
        print(f"emulator: cannot listen on '{options.host}:{options.port}': {why}", file=sys.stderr)
        return 1
    return 0


async def _serve(options: Options) -> None:
    from emulator.start import Router

    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    router = await Router.started(options)
    print(json.dumps({"port": router.port, "host_key": router.host_key}), flush=True)
    await stop.wait()
    await router.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
