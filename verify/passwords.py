"""A check that both ends of the sessions have the same password."""

from dataclasses import dataclass

from cluster import session_secret
from model.list_names import group_name
from model.neighbor import Neighbor
from platforms.passwords import UNREADABLE, fingerprint, placeholder
from verify.check import Finding, tally
from verify.evidence import not_kept
from verify.sources import Sources


@dataclass(frozen=True)
class PasswordsAgree:
    """Every neighbor of a VRF has the password on the router that its speaker reads from a Secret.

    Compared by fingerprints; none is printed. With TCP MD5 a session with different passwords only stays down.
    """

    who: str
    where: str
    neighbors: tuple[Neighbor, ...]
    secret: tuple[str, str]
    what: str = "one password on both ends"

    def measure(self, sources: Sources) -> Finding:
        """The neighbors with the Secret's password, and the faults of the others."""
        with not_kept():
            clear = sources.the_cluster().secret(*self.secret, session_secret.ENTRY)
            marks = sources.routers[self.who].facts.password_marks(self.where)
        of_range = marks.get(group_name(self.where))
        wrong = [
            f"{neighbor.address} {fault}"
            for neighbor in self.neighbors
            if (fault := self._fault(marks.get(str(neighbor.address), of_range), clear))
        ]
        return tally(len(self.neighbors), wrong)

    def _fault(self, mark: str | None, clear: str | None) -> str:
        name = "/".join(self.secret)
        if clear is None:
            return f"reads it from Secret {name}, which is not there"
        if mark is None:
            return f"has none on the router, and its speaker that of Secret {name}"
        if mark == UNREADABLE:
            return "has one on the router that only the router can read"
        return "" if mark == placeholder(fingerprint(clear)) else f"has another on the router than Secret {name}"
