"""Each way to misbehave, and the exact error or the whole answer that comes of it; the table of a test."""

from tests.hostile_router import PROMPT, Behaviour, Shell
from tests.hostile_talk import (
    CONFIGURATION,
    MEGABYTE,
    Case,
    answers,
    change,
    closes,
    drips,
    floods,
    greets,
    prints,
    raw,
    refuses,
    says,
    slowly,
    whole,
)

NO_SSH = "rt1: no SSH session with PLACE: {}\n  hint: is an SSH server listening there, and is a vty line free?"
LOGIN = (
    "rt1: no answer to the login of user 'admin' at PLACE within 2 s\n"
    "  hint: a slow login server (TACACS+, RADIUS) needs a longer `connectSeconds`"
)
CLOSED = (
    "rt1: PLACE closed the connection during the login of user 'admin'{}\n  hint: too many attempts, no vty line free, "
    "or an access list on the vty lines? the router's log says which"
)
WRONG_PASSWORD_HINT = (
    "set the password with `pulumi config set --secret routerPassword` or in BGP_COEXIST_ROUTER_PASSWORD; "
    "`pulumi refresh` and `destroy` see a new one only in the latter, or with `--run-program`"
)
WRONG = f"rt1: user 'admin' refused by PLACE: wrong user name or password\n  hint: {WRONG_PASSWORD_HINT}"
NEW = (
    "rt1: PLACE asks user 'admin' for a new password{}\n"
    "  hint: log in by hand, set a new password, then put it in the configuration"
)
ALONE = "\n  hint: use a user that logs in with name and password only"
OTHER = "rt1: PLACE asks user 'admin' for something other than the password: '{}'" + ALONE
SHELL = "rt1: no shell on PLACE after the login: {}"
READING = "rt1: {} 'show running-config'{}"
REFUSED = (
    "rt1: line 'bogus' refused: {}\n  undo: not needed, no line had been accepted before it\n  hint: correct what "
    "the router refuses, there or in the configuration, and run `pulumi up` again"
)
PRIVILEGE = (
    "rt1: user 'admin' has privilege level '1': configuring needs 15\n"
    "  hint: on the router: username admin privilege 15"
)
ESC = "\x1b[2J"

CASES = {
    # Before SSH.
    "silent once connected": Case(NO_SSH.format("no answer within 2 s"), raw()),
    "closes once connected": Case(NO_SSH.format("the connection was closed"), raw(then="close")),
    "is a web server": Case(
        NO_SSH.format("something else answers: 'HTTP/1.1 400 Bad Request'"), raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    ),
    "is a web server that hangs up": Case(
        NO_SSH.format("something else answers: 'HTTP/1.1 400 Bad'"), raw(b"HTTP/1.1 400 Bad\r\n\r\n", then="close")
    ),
    "floods before SSH": Case(
        NO_SSH.format(f"something else answers: '{(chr(92) + 'x1b[2J') * 20}… 16304 more characters'"),
        raw(ESC.encode() * 5_000, then="again"),
    ),
    "drips its version": Case(NO_SSH.format("no answer within 2 s"), raw(b"SSH-2.0-", b"x", then="again")),
    "speaks SSH 1.5": Case(
        "rt1: no SSH algorithm in common with PLACE: incompatible version (1.5 instead of 2.0)\n  hint: compare what "
        "the router's SSH server and paramiko offer; paramiko 5 has no SHA-1, stay below 5",
        raw(b"SSH-1.5-Cisco-1.25\r\n"),
    ),
    "silent after its version": Case(
        NO_SSH.format("the key exchange did not end within 2 s"), raw(b"SSH-2.0-Cisco-1.25\r\n")
    ),
    "closes after its version": Case(
        NO_SSH.format("the connection was closed"), raw(b"SSH-2.0-Cisco-1.25\r\n", then="close")
    ),
    "garbage after its version": Case(
        NO_SSH.format("what it sends is not SSH: index out of range"),
        raw(b"SSH-2.0-Cisco-1.25\r\n", b"\x00\x00\x00\x0c" + b"\xff" * 200),
    ),
    "a packet of 2 GB": Case(
        NO_SSH.format("a packet of 2147483640 bytes"),
        raw(b"SSH-2.0-Cisco-1.25\r\n", b"\x7f\xff\xff\xfc" + b"\x07" * 65532, b"\x07" * 20, then="again"),
    ),
    # The login.
    "silent at the login": Case(LOGIN, Behaviour(login="silent")),
    "closes at the login": Case(CLOSED.format(""), Behaviour(login="close")),
    "counts attempts": Case(CLOSED.format(": Too many authentication failures\\x1b[2J"), Behaviour(login="disconnect")),
    "refuses the password": Case(WRONG, Behaviour(login="refuse")),
    "wants a key": Case(
        "rt1: user 'admin': the router accepts no password, only publickey, hostbased", Behaviour(login="publickey")
    ),
    "wants a key as well": Case(
        "rt1: user 'admin': the password was accepted, and the router requires more: hostbased" + ALONE,
        Behaviour(login="more"),
    ),
    "asks to change the password": Case(NEW.format(""), Behaviour(login="change")),
    "asks for a new password": Case(
        NEW.format(": 'New password:'"), Behaviour(login="ask", questions=(("New password: ", "Again: "),))
    ),
    "asks for a new password after the old": Case(
        NEW.format(": 'Enter new\\u202e password:'"),
        Behaviour(login="ask", questions=(("Password: ",), ("Enter new\u202e password: ",))),
    ),
    "asks for the password again": Case(WRONG, Behaviour(login="ask", questions=(("Password: ",),))),
    "asks for a code": Case(
        OTHER.format("PASSCODE:"), Behaviour(login="ask", questions=(("Password: ",), ("PASSCODE: ",)))
    ),
    "asks two things": Case(OTHER.format("Code:"), Behaviour(login="ask", questions=(("Password:", "Code:"),))),
    "asks nothing for ever": Case(LOGIN, Behaviour(login="ask", questions=((),))),
    # The way to the shell.
    "silent at the channel": Case(
        SHELL.format("no answer to the request for a channel within 2 s"), Behaviour(channel="silent")
    ),
    "refuses the channel": Case(SHELL.format("channelException(4, 'Resource shortage')"), Behaviour(channel="refuse")),
    "closes at the channel": Case(SHELL.format("the connection was closed"), Behaviour(channel="close")),
    "silent at the terminal": Case(
        SHELL.format("no answer to the request for a terminal within 2 s"), Behaviour(terminal="silent")
    ),
    "refuses the terminal": Case(SHELL.format("channel closed."), Behaviour(terminal="refuse")),
    "closes at the terminal": Case(SHELL.format("the connection was closed"), Behaviour(terminal="close")),
    "silent at the shell": Case(
        SHELL.format("no answer to the request for a shell within 2 s"), Behaviour(shell="silent")
    ),
    "refuses the shell": Case(SHELL.format("channel closed."), Behaviour(shell="refuse")),
    "closes at the shell": Case(SHELL.format("the connection was closed"), Behaviour(shell="close")),
    # The first prompt.
    "no prompt": Case("rt1: no answer to the login within 2 s", Behaviour(talk=Shell.silence)),
    "closes before the prompt": Case(
        "rt1: the connection was lost after the login", Behaviour(talk=says("\r\n", then=closes))
    ),
    "asks in the shell": Case(
        "rt1: after the login the router asks 'New Password:' instead of prompting",
        Behaviour(talk=says("\r\nNew Password: ")),
    ),
    "a banner without an end": Case(
        "rt1: the answer to the login is longer than 32000000 characters",
        Behaviour(talk=floods("welcome\r\n" * 7_000, 40 * MEGABYTE)),
        answer_seconds=60,
    ),
    "a banner that drips": Case(
        "rt1: the answer to the login comes more slowly than 100 characters a second",
        Behaviour(talk=drips("w")),
    ),
    "a user without privilege": Case(PRIVILEGE, Behaviour(talk=lambda shell: shell.serve({}, "csr1000v>"))),
    "a banner like a prompt": Case(CONFIGURATION, greets("\r\ncsr1000v#", "\r\nwelcome\r\n")),
    "a banner like a small user's prompt": Case(CONFIGURATION, greets("\r\ncsr1000v>", "\r\nwelcome\r\n")),
    "a banner like a question": Case(CONFIGURATION, greets("\r\nPassword: ", "is secret\r\n")),
    # Commands.
    "silent after a command": Case(READING.format("no answer to", " within 2 s"), answers(Shell.silence)),
    "closes after a command": Case(READING.format("the connection was lost after", ""), answers(closes)),
    "closes in an answer": Case(
        READING.format("the connection was lost after", ""), answers(says("hostname csr1000v\r\n", then=closes))
    ),
    "garbage, then closes": Case(
        READING.format("the connection was lost after", ""), answers(says(bytes(range(256)) * 40, then=closes))
    ),
    "another echo": Case(
        "rt1: no answer to 'terminal length 0' within 2 s",
        Behaviour(talk=says(f"{PROMPT}", "terminal lenght 0\r\n" + PROMPT)),
    ),
    "endless lines": Case(
        READING.format("the answer to", " is longer than 32000000 characters"),
        answers(floods("ip route 0.0.0.0\r\n" * 3_500, 40 * MEGABYTE)),
        answer_seconds=60,
    ),
    "endless prompts": Case(
        READING.format("the answer to", " is longer than 32000000 characters"),
        answers(floods(f"{PROMPT}\r\nx\r\n" * 3_500, 40 * MEGABYTE)),
        answer_seconds=60,
    ),
    "a line of 50 MB": Case(
        READING.format("the answer to", " has a line of more than 65536 characters"),
        answers(floods("x" * MEGABYTE, 50 * MEGABYTE)),
        answer_seconds=60,
    ),
    "a byte now and then": Case(
        READING.format("the answer to", " comes more slowly than 100 characters a second"),
        answers(drips("x")),
    ),
    "a line now and then": Case(
        READING.format("the answer to", " comes more slowly than 100 characters a second"),
        answers(drips("!\r\n")),
    ),
    "pages its output": Case(
        READING.format("no answer to", " within 2 s: it stops at '--More--', as if 'terminal length 0' had no effect"),
        answers(says("hostname csr1000v\r\n --More-- ")),
    ),
    "stops in a banner at its end": Case(
        READING.format("no answer to", " within 2 s: it stops in the text that 'banner motd ^C' opens"),
        answers(says("hostname csr1000v\r\nbanner motd ^C\r\nend\r\n" + PROMPT)),
    ),
    "pauses in a banner": Case(
        CONFIGURATION, answers(whole("end\r\ncsr1000v#", "csr1000v#", "Password: ", "csr1000v#"))
    ),
    "pauses before the prompt": Case(CONFIGURATION, answers(whole("65001\r\n", "end\r\n", "csr"))),
    "slow and long": Case(
        "\n".join(f"interface Loopback{n}\n description {'x' * 60}" for n in range(45) for _ in range(4)) + "\nend",
        answers(slowly),
        answer_seconds=3,
    ),
    "refuses with 20 MB": Case(
        REFUSED.format("% " + ("x" * 78 + " / ") * 4 + "x" * 74 + "… 20249599 more characters"),
        refuses("% " + ("x" * 78 + "\r\n") * 250_000),
        change,
        answer_seconds=60,
    ),
    "refuses with escape sequences": Case(
        REFUSED.format("% \\x1b[2J\\u202eon\\u2066 \\x9b1m\\u200b \\x07"),
        refuses(f"% {ESC}\u202eon\u2066 \x9b1m\u200b \x07"),
        change,
    ),
    "closes after a line": Case(
        "rt1: the connection was lost after 'bogus'; none of 1 line had been accepted\n  hint: once the router can be "
        "reached again, `pulumi up` continues from its running configuration",
        answers(closes, "bogus"),
        change,
    ),
    "silent after a line": Case(
        "rt1: no answer to 'bogus' within 2 s; none of 1 line had been accepted\n  hint: once the router can be "
        "reached again, `pulumi up` continues from its running configuration",
        answers(Shell.silence, "bogus"),
        change,
    ),
}


HOST_CASES = {
    "silent once connected": Case(NO_SSH.format("no answer within 2 s"), raw()),
    "silent at the login": Case(LOGIN.partition("\n")[0], Behaviour(login="silent")),
    "closes at the login": Case(CLOSED.format("").partition("\n")[0], Behaviour(login="close")),
    "silent at the channel": Case(
        "rt1: the command could not be run: no answer within 2 s", Behaviour(channel="silent")
    ),
    "silent at the command": Case("rt1: the command could not be run: no answer within 2 s", Behaviour(shell="silent")),
    "refuses the command": Case("rt1: the command could not be run: Channel closed.", Behaviour(shell="refuse")),
    "prints nothing": Case("rt1: the command had no output for 2 s", prints()),
    "prints without an end": Case(
        "rt1: the command's output is longer than 1000000 characters",
        prints(then=floods("page\n" * 10_000, 40 * MEGABYTE)),
        answer_seconds=60,
    ),
    "prints a line of 50 MB": Case(
        "rt1: the command's output has a line of more than 65536 characters",
        prints(then=floods("x" * MEGABYTE, 50 * MEGABYTE)),
        answer_seconds=60,
    ),
    "drips": Case(
        "rt1: the command's output comes more slowly than 100 characters a second",
        prints(then=drips("x")),
    ),
    "closes without a status": Case(
        "rt1: the command ended with -1: page\\x1b[2J", prints(f"page{ESC}\n", then=closes)
    ),
}
