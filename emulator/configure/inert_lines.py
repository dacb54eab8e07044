"""Lines without effect: accepted, stored and printed; a table assigns each to its block."""

from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

# block of the running configuration | key | syntax (the typed form is printed)
TABLE = """
service | service timestamps debug | service timestamps debug [<rest:line>]
service | service timestamps log | service timestamps log [<rest:line>]
service | service password-encryption | service password-encryption
service | service call-home | service call-home
service | service prompt config | service prompt config
service | platform qfp | platform qfp utilization monitor load <n:0-100>
service | platform console | platform console {virtual|auto|serial}
service | platform punt-keepalive | platform punt-keepalive disable-kernel-core
aaa | aaa new-model | aaa new-model
aaa | aaa authentication login default | aaa authentication login default <rest:line>
aaa | aaa authorization exec default | aaa authorization exec default <rest:line>
aaa | aaa session-id | aaa session-id common
ip | ip cef | ip cef
ip | ip domain name | ip domain name <zone:word>
ip | ip domain lookup | ip domain lookup
ip | ip routing | ip routing
ip | login on-success | login on-success log
license | license udi | license udi pid <product:word> sn <serial:word>
license | license boot | license boot level <rest:line>
license | multilink bundle-name | multilink bundle-name authenticated
license | subscriber templating | subscriber templating
ignored | ip forward-protocol | ip forward-protocol nd
http | ip http server | ip http server
http | ip http secure-server | ip http secure-server
http | ip http authentication | ip http authentication local
ssh | ip ssh version | ip ssh version <n:1-2>
ssh | ip ssh time-out | ip ssh time-out <n:1-120>
ssh | ip scp server | ip scp server enable
ssh | file prompt | file prompt {quiet|noisy|alert}
ssh | logging buffered | logging buffered [<rest:line>]
ssh | logging console | logging console
ssh | configuration mode exclusive | configuration mode exclusive {auto|manual}
netconf | netconf-yang | netconf-yang
"""

# Lines of `line con 0` and `line vty`.
LINE_TABLE = """
exec-timeout | exec-timeout <minutes:0-35791> [<seconds:0-2147483>]
logging | logging synchronous
login | login [local]
password | password <text:line>
privilege | privilege level <n:0-15>
stopbits | stopbits <n:1-2>
transport input | transport input <rest:line>
length | length <n:0-512>
width | width <n:0-512>
"""

# `no` of these is printed, because the default is on.
ON_BY_DEFAULT = (
    "ip domain lookup",
    "ip http server",
    "ip http secure-server",
    "platform punt-keepalive",
    "aaa new-model",
)
_DEFAULT_LINES = {"aaa": {"aaa new-model": "no aaa new-model"}}


def _inert_line(block: str, key: str) -> Action:
    def action(context: Context, args: Args) -> str:
        lines = context.config.inert.setdefault(block, dict(_DEFAULT_LINES.get(block, {})))
        opposite = key in lines and lines[key].startswith("no ") != args.negated
        if context.exact and key in ON_BY_DEFAULT and opposite:
            del lines[key]  # a replacement removes the old line and then adds the new one
        elif args.negated and key in ON_BY_DEFAULT:
            lines[key] = f"no {key}" + (" disable-kernel-core" if key.startswith("platform punt") else "")
        elif args.negated:
            lines.pop(key, None)
        else:
            lines[key] = _text(args)
        return ""

    return action


def _text(args: Args) -> str:
    return " ".join(args.values.values())


def _terminal_line(key: str) -> Action:
    def action(context: Context, args: Args) -> str:
        return _inert_line(context.current.target, key)(context, Args({"": " " + _text(args)}, args.negated))

    return action


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(" | ")] for row in table.strip().splitlines()]


def _ignored(context: Context, args: Args) -> str:
    """Accept a line that every configuration contains."""
    return ""


_ALWAYS_THERE = ("version <release:word>", "boot-start-marker", "boot-end-marker", "redundancy", "control-plane")
GLOBAL: list[Command[Action]] = [
    Command(pattern, _inert_line(block, key), f"{key} [<rest:line>]") for block, key, pattern in _rows(TABLE)
]
GLOBAL += [Command(pattern, _ignored) for pattern in _ALWAYS_THERE]
LINE: list[Command[Action]] = [
    Command(pattern, _terminal_line(key), f"{key} [<rest:line>]") for key, pattern in _rows(LINE_TABLE)
]
