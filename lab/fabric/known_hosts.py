"""The host keys of the SSH servers that the lab publishes on ports of 127.0.0.1."""

from lab.fabric.places import Places


def add(places: Places, port: int, key: str) -> None:
    """Write this key (`TYPE BASE64`) to `.lab/known_hosts` as the only one for 127.0.0.1:`port`."""
    name = f"[127.0.0.1]:{port} "
    lines = places.known_hosts.read_text().splitlines() if places.known_hosts.exists() else []
    kept = [line for line in lines if not line.startswith(name)]
    places.known_hosts.write_text("\n".join([*kept, name + " ".join(key.split()[:2])]) + "\n")
