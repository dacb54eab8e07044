"""`show logging`."""

from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

HEAD = """\
Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)

No Active Message Discriminator.



No Inactive Message Discriminator.


    Console logging: level debugging, {logged} messages logged, xml disabled,
                     filtering disabled
    Monitor logging: level debugging, 0 messages logged, xml disabled,
                     filtering disabled
    Buffer logging:  level {level}, {logged} messages logged, xml disabled,
                    filtering disabled
    Exception Logging: size (4096 bytes)
    Count and timestamp logging messages: disabled
    Persistent logging: disabled

No active filter modules.

    Trap logging: level informational, {logged} message lines logged
        Logging Source-Interface:       VRF Name:

Log Buffer ({size} bytes):"""  # noqa: E501


def logging(console: Console, args: Args) -> str:
    """Print the counters and the buffer. Source: ntc-templates' samples of IOS-XE."""
    device = console.device
    size, level = device.log_buffer()
    head = HEAD.format(logged=device.log.logged, size=size, level=level)
    return "\n".join([head, *(["", *device.log.messages] if device.log.messages else [])])


USER: list[Command[ExecAction]] = [Command("show logging", logging)]
