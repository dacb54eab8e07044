"""The login of a user by password, with an error for each obstacle."""

import re

import paramiko

from errors import LoginError
from model.router import password_variable
from printable import cut, lower_first
from transport.deadline import Deadline
from transport.endpoint import Endpoint
from transport.paramiko_transport import Transport

# Servers use different texts, in the question or above it.
_NEW_PASSWORD = re.compile(r"(?i)\bnew\b.*\bpassword|\bpassword\b.*\b(?:expired|change|new)|\bchange\b.*\bpassword")
# paramiko's text for SSH's request to change a password (RFC 4252, section 8).
_CHANGE_REQUEST = "Illegal info request from server"


class _QuestionError(paramiko.SSHException):
    """The router asks a question other than for the password."""

    def __init__(self, question: str, expired: bool) -> None:
        super().__init__(question)
        self.question = question
        self.expired = expired


def log_in(endpoint: Endpoint, transport: Transport, password: str, deadline: Deadline) -> None:
    """Log the user in by password, or by a single question for the password.

    Raises:
        LoginError: The router refused, asked another question, closed the connection, or did not answer.
    """
    try:
        further = _offer(endpoint, transport, password)
    except Exception as error:  # paramiko raises whatever its own thread raised, malformed packets included
        raise LoginError(endpoint.router, *_obstacle(endpoint, transport, deadline, error)) from None
    if further:
        methods = cut(", ".join(further))
        what = f"user '{endpoint.username}': the password was accepted, and the router requires more: {methods}"
        raise LoginError(endpoint.router, what, _PASSWORD_ALONE)


def _offer(endpoint: Endpoint, transport: Transport, password: str) -> list[str]:
    asked: list[str] = []

    def answers(title: str, instructions: str, prompts: list[tuple[str, bool]]) -> list[str]:
        """The password for the first question, and no answer to another one."""
        if not prompts:
            return []
        question = prompts[0][0].strip()
        if _NEW_PASSWORD.search(" ".join([title, instructions, *(text for text, _ in prompts)]).replace("\n", " ")):
            raise _QuestionError(question, expired=True)
        if question in asked:
            raise paramiko.AuthenticationException
        if len(prompts) > 1 or asked:
            raise _QuestionError(prompts[-1][0].strip(), expired=False)
        asked.append(question)
        return [password]

    try:
        return transport.auth_password(endpoint.username, password, fallback=False)
    except paramiko.BadAuthenticationType as error:
        if "keyboard-interactive" not in error.allowed_types:
            raise
    return transport.auth_interactive(endpoint.username, answers)


def _obstacle(endpoint: Endpoint, transport: Transport, deadline: Deadline, error: Exception) -> tuple[str, str]:
    """The problem and the hint."""
    user, place = f"user '{endpoint.username}'", endpoint.place
    if deadline.passed:
        return f"no answer to the login of {user} at {place} within {deadline.seconds:g} s", _SLOW
    if isinstance(error, _QuestionError):
        if error.expired:
            return f"{place} asks {user} for a new password: '{cut(error.question)}'", _EXPIRED
        return f"{place} asks {user} for something other than the password: '{cut(error.question)}'", _PASSWORD_ALONE
    if _CHANGE_REQUEST in str(error):
        return f"{place} asks {user} for a new password", _EXPIRED
    if isinstance(error, paramiko.BadAuthenticationType):
        return f"{user}: the router accepts no password, only {cut(', '.join(error.allowed_types))}", ""
    if transport.farewell or "shut down" in str(error) or isinstance(error, EOFError):
        words = f": {cut(transport.farewell)}" if transport.farewell else ""
        return f"{place} closed the connection during the login of {user}{words}", _CLOSED
    if isinstance(error, paramiko.AuthenticationException):
        return f"{user} refused by {place}: wrong user name or password", _wrong(endpoint.password_key)
    reason = cut(str(error)) or type(error).__name__
    return f"login of {user} to {place} broke off: {lower_first(reason)}", ""


def _wrong(key: str) -> str:
    return (
        f"set the password with `pulumi config set --secret {key}` or in {password_variable(key)}; "
        "`pulumi refresh` and `destroy` see a new one only in the latter, or with `--run-program`"
    )


_SLOW = "a slow login server (TACACS+, RADIUS) needs a longer `connectSeconds`"
_CLOSED = "too many attempts, no vty line free, or an access list on the vty lines? the router's log says which"
_EXPIRED = "log in by hand, set a new password, then put it in the configuration"
_PASSWORD_ALONE = "use a user that logs in with name and password only"
