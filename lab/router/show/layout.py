"""How IOS writes durations and counts."""


def age(seconds: int) -> str:
    """`00:00:12`, `1d21h`, `2w3d`, `1y10w`, as in the Up/Down and route-age columns."""
    hours, days = seconds // 3600, seconds // 86400
    if hours < 24:
        return f"{hours:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if days < 7:
        return f"{days}d{hours % 24:02d}h"
    if days < 365:
        return f"{days // 7}w{days % 7}d"
    return f"{days // 365}y{days % 365 // 7}w"
