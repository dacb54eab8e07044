"""Objects that were on a router before the stack came to them: `up` counts them, `destroy` names each that stays.

A stack whose state was lost finds its own objects so, and cannot tell them from those that others configured.
"""

from typing import Any

from apply.device import Device
from platforms.history import History
from platforms.object_type import ObjectType
from printable import note


def record_found(device: Device, object_type: ObjectType[Any, Any], tree: Any, values: Any, before: History) -> None:
    """Record an object that a create found on the router, for `print_found`."""
    if _lines_of(object_type, tree, values, before):
        device.found.append(object_type.identity(values))


def print_found(device: Device) -> None:
    """Print the recorded objects once, in one sentence."""
    found = sorted(device.found)
    device.found.clear()
    if found:
        count = "1 object of the stack was" if len(found) == 1 else f"{len(found)} objects of the stack were"
        note(
            device.endpoint.router,
            f"{count} on the router already, and `pulumi destroy` will leave what was found: {', '.join(found)}; "
            "if an earlier state of this stack was lost, see docs/lost-state.md",
        )


def print_stays(device: Device, object_type: ObjectType[Any, Any], values: Any, before: History) -> None:
    """Print that an object stays on the router after its removal, because it was there before the stack."""
    # Without a need for it the router is not read between a removal and its save: where that fails, nothing is saved.
    if before.existed and (count := _lines_of(object_type, device.running().tree, values, before)):
        lines = "1 line" if count == 1 else f"{count} lines"
        note(
            device.endpoint.router,
            f"'{object_type.identity(values)}' stays with {lines}: it was on the router before the stack",
        )


def print_let_go(router: str) -> None:
    """Print that the stack manages a router no longer, and what that means for what it made there."""
    note(
        router,
        "managed: false: the stack forgets this router's objects and sends it nothing; their lines stay, and "
        "`pulumi destroy` will not remove them; to have them removed, run `pulumi destroy` before this change",
    )


def _lines_of(object_type: ObjectType[Any, Any], tree: Any, values: Any, before: History) -> int:
    """How many lines run of an object that was there before."""
    if not before.existed:
        return 0
    return object_type.line_count(object_type.running(tree, values, before))
