"""The types of the API's fields that are read; a wrong type at any depth is an error of one sentence.

Other fields may have any type; optional fields may be missing or null.
"""

from ipaddress import ip_address, ip_interface, ip_network
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError
from pydantic.alias_generators import to_camel

from cluster.client import Api, unexpected

T = TypeVar("T")


class _Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


def _text(text: str, read: Any) -> str:
    read(text)
    return text


Address = Annotated[StrictStr, AfterValidator(lambda text: _text(text, ip_address))]
Interface = Annotated[StrictStr, AfterValidator(lambda text: _text(text, ip_interface))]
Range = Annotated[StrictStr, AfterValidator(lambda text: _text(text, ip_network))]
Annotations = dict[StrictStr, StrictStr]


class _Manager(_Shape):
    manager: StrictStr | None = None


class _Metadata(_Shape):
    name: StrictStr
    namespace: StrictStr | None = None
    annotations: Annotations | None = None
    labels: Annotations | None = None
    managed_fields: list[_Manager] | None = None
    creation_timestamp: StrictStr | None = None
    deletion_timestamp: StrictStr | None = None


class _Object(_Shape):
    metadata: _Metadata


class Listed(_Shape):
    """A list of objects."""

    items: list[Any]


class _ListOf(Listed, Generic[T]):
    items: list[T]


class _NodeAddress(_Shape):
    type: StrictStr
    address: StrictStr


class _NodeStatus(_Shape):
    addresses: list[_NodeAddress] | None = None


class _NodeSpec(_Shape):
    unschedulable: StrictBool | None = None


class _Node(_Object):
    status: _NodeStatus = _NodeStatus()
    spec: _NodeSpec = _NodeSpec()


class _PoolSpec(_Shape):
    cidr: Range
    disabled: StrictBool | None = None


class _Pool(_Object):
    spec: _PoolSpec


class _RangesSpec(_Shape):
    cidrs: list[Range]


class _Ranges(_Shape):
    spec: _RangesSpec


class _CalicoPeerSpec(_Shape):
    peer_ip: StrictStr | None = Field(None, alias="peerIP")


class _CalicoPeer(_Object):
    spec: _CalicoPeerSpec


class _MetallbPeerSpec(_Shape):
    peer_address: StrictStr | None = None


class _MetallbPeer(_Object):
    spec: _MetallbPeerSpec


class _AddressPoolSpec(_Shape):
    addresses: list[StrictStr] | None = None


class _AddressPool(_Object):
    spec: _AddressPoolSpec


class _ConfigurationSpec(_Shape):
    as_number: StrictInt | None = None


class _Configuration(_Object):
    spec: _ConfigurationSpec | None = None


class _Ingress(_Shape):
    ip: Address | None = None


class _LoadBalancer(_Shape):
    ingress: list[_Ingress] | None = None


class _ServiceStatus(_Shape):
    load_balancer: _LoadBalancer = _LoadBalancer()


class _Service(_Object):
    status: _ServiceStatus = _ServiceStatus()


class _Condition(_Shape):
    type: StrictStr
    status: StrictStr


class _PodStatus(_Shape):
    pod_ip: Address | None = Field(None, alias="podIP")
    conditions: list[_Condition] | None = None


class _PodSpec(_Shape):
    node_name: StrictStr | None = None


class _Pod(_Object):
    status: _PodStatus = _PodStatus()
    spec: _PodSpec = _PodSpec()


class _AffinitySpec(_Shape):
    cidr: Range
    node: StrictStr
    state: StrictStr
    deleted: StrictStr | StrictBool | None = None


class _Affinity(_Shape):
    spec: _AffinitySpec


class _DefinitionStatus(_Shape):
    conditions: list[_Condition] | None = None


class Definition(_Object):
    """A CustomResourceDefinition."""

    status: _DefinitionStatus | None = None


class _RegistrationSpec(_Shape):
    service: dict[StrictStr, Any] | None = None


class Registration(_Shape):
    """An APIService."""

    spec: _RegistrationSpec | None = None


class WithSpec(_Shape):
    """An object with a spec."""

    spec: dict[StrictStr, Any] | None = None


class SecretData(_Shape):
    """A Secret's entries."""

    data: Annotations | None = None


Named = _ListOf[_Object]
Secrets = _ListOf[_Object]
Nodes = _ListOf[_Node]
IpPools = _ListOf[_Pool]
ServiceRanges = _ListOf[_Ranges]
CalicoPeers = _ListOf[_CalicoPeer]
MetallbPeers = _ListOf[_MetallbPeer]
AddressPools = _ListOf[_AddressPool]
Configurations = _ListOf[_Configuration]
Services = _ListOf[_Service]
Pods = _ListOf[_Pod]
Affinities = _ListOf[_Affinity]


def checked(shape: type[BaseModel], who: str, api: Api, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body, whose fields have the shape's types.

    Args:
        shape: The types of the fields.
        who: The subject of errors.
        api: The API server.
        path: The path of the request.
        body: The answer's body.

    Raises:
        ClusterError: A field is missing or has another type; the text names it.
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
