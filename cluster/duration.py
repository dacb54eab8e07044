"""Durations as Kubernetes' API servers write them."""


def duration(seconds: int) -> str:
    """As the API server gives it back: 90 seconds are 1m30s to it, and any other way to write it is a difference."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return (f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else "") + f"{rest}s"
