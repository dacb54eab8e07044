"""The types of the API's fields that are read; a wrong type at any depth is an error of one sentence.

Other fields may have any type.
"""

from ipaddress import ip_address, ip_network
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, StrictBool, StrictInt, StrictStr, ValidationError, create_model

from cluster.client import Api, unexpected

Shape = type[BaseModel]


def _text(text: str, read: Any) -> str:
    read(text)
    return text


_ADDRESS = Annotated[StrictStr, AfterValidator(lambda text: _text(text, ip_address))]
_RANGE = Annotated[StrictStr, AfterValidator(lambda text: _text(text, ip_network))]
_TEXTS = dict[StrictStr, StrictStr]
_FIELDS = dict[StrictStr, Any]


def _type(shape: Any) -> Any:
    """The type of a list `[entry]` or of an object `{field: type}`; a field with a `?` may be missing or null."""
    if isinstance(shape, list):
        return list[_type(shape[0])]  # type: ignore[misc]
    if not isinstance(shape, dict):
        return shape
    fields: dict[str, Any] = {}
    for key, value in shape.items():
        fields[key.rstrip("?")] = (_type(value) | None, None) if key.endswith("?") else (_type(value), ...)
    return create_model("Object", **fields)


def _one(shape: dict[str, Any]) -> Shape:
    model: Shape = _type(shape)
    return model


def _list(shape: dict[str, Any]) -> Shape:
    return _one({"items": [{"metadata": _METADATA} | shape]})


_METADATA = {
    "name": StrictStr,
    "namespace?": StrictStr,
    "annotations?": _TEXTS,
    "labels?": _TEXTS,
    "managedFields?": [{"manager?": StrictStr}],
    "creationTimestamp?": StrictStr,
    "deletionTimestamp?": StrictStr,
}
_CONDITIONS = [{"type": StrictStr, "status": StrictStr}]
_POD = {
    "spec?": {"nodeName?": StrictStr},
    "status?": {"podIP?": _ADDRESS, "conditions?": _CONDITIONS},
}
_NODE_POD = {
    "spec?": {"hostNetwork?": StrictBool},
    "status?": {"phase?": StrictStr},
    "metadata": _METADATA | {"ownerReferences?": [{"kind": StrictStr}]},
}
_NODE = {
    "spec?": {"unschedulable?": StrictBool},
    "status?": {"addresses?": [{"type": StrictStr, "address": StrictStr}], "conditions?": _CONDITIONS},
}
_AFFINITY = {
    "cidr": _RANGE,
    "node": StrictStr,
    "state": StrictStr,
    "type?": StrictStr,
    "deleted?": StrictStr | StrictBool,
}

Definition = _one({"metadata": _METADATA, "status?": {"conditions?": _CONDITIONS}})
Registration = _one({"spec?": {"service?": _FIELDS}})
WithSpec = _one({"spec?": _FIELDS})
SecretData = _one({"data?": _TEXTS})
Named = Secrets = _list({})
Nodes = _list(_NODE)
Pods = _list(_POD)
NodePods = _list(_NODE_POD)
Services = _list({"status?": {"loadBalancer?": {"ingress?": [{"ip?": _ADDRESS}]}}})
ServiceRanges = _one({"items": [{"spec": {"cidrs": [_RANGE]}}]})
IpPools = _list(
    {"spec": {"cidr": _RANGE, "disabled?": StrictBool, "allowedUses?": [StrictStr], "vxlanMode?": StrictStr}}
)
Controllers = _list(
    {"status?": {"runningConfig?": {"controllers?": {"loadBalancer?": {"assignIPs?": StrictStr}}}}},
)
CalicoPeers = _list({"spec": {"peerIP?": StrictStr}})
Configurations = _list({"spec?": {"asNumber?": StrictInt}})
Affinities = _one({"items": [{"spec": _AFFINITY}]})
MetallbPeers = _list({"spec": {"peerAddress?": StrictStr}})
Anything = _list({"spec?": _FIELDS, "status?": _FIELDS})
AddressPools = _list({"spec": {"addresses?": [StrictStr]}})


def checked(shape: Shape, who: str, api: Api, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body, whose fields have the shape's types.

    Raises:
        ClusterError: A field is missing or has another type; the text names it, `who` is its subject.
    """
    try:
        shape.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        what = _sentence(first["loc"], first["type"], first["input"])
        raise unexpected(who, api.server, f"GET {path}", what) from None
    return body


def _sentence(place: tuple[int | str, ...], sort: str, value: Any) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    if sort == "missing":
        return f"an object without {where}"
    shown = repr(value) if isinstance(value, str | int | float | bool) else type(value).__name__
    return f"an object whose {where} is {shown[:60]}"
