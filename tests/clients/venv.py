"""Virtual environments of the clients: one for each lock, built once and kept in the cache."""

from pathlib import Path

from toolchain.ways import virtualenv

FOLDER = Path(__file__).parent


def python(client: str) -> Path:
    """The interpreter that has exactly what the lock `requirements-CLIENT.txt` names; builds it where it is missing."""
    return virtualenv.for_lock(f"client-{client}", FOLDER / f"requirements-{client}.txt")
