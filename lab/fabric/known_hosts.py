"""The host keys of what the lab publishes on 127.0.0.1 ports."""

from lab.fabric.places import Places


def add(places: Places, port: int, key: str) -> None:
    """`.lab/known_hosts` holds exactly this key (`TYPE BASE64`) for 127.0.0.1:`port`."""
    name = f"[127.0.0.1]:{port} "
    lines = places.known_hosts.read_text().splitlines() if places.known_hosts.exists() else []
    kept = [line for line in lines if not line.startswith(name)]
    places.known_hosts.write_text("\n".join([*kept, name + " ".join(key.split()[:2])]) + "\n")
