"""A router of any platform: its key `platform` chooses the class."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict

from model.base import Chosen, Expected
from model.frr_router import FrrRouter
from model.iosxe_router import IosXeRouter
from model.router import FRR, IOS_XE


class _UnknownRouter(BaseModel):
    """A router of a platform that does not exist: its only problem is `platform`."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    platform: Annotated[Literal["ios-xe", "frr"], Expected(f"{IOS_XE} (the default) or {FRR}")]


def router_class(value: Any) -> type[BaseModel]:
    """The class of a router of the YAML: by its key `platform`, IOS-XE without it."""
    platform = value.get("platform", IOS_XE) if isinstance(value, Mapping) else IOS_XE
    return IosXeRouter if platform == IOS_XE else FrrRouter if platform == FRR else _UnknownRouter


AnyRouter = Annotated[IosXeRouter | FrrRouter, Chosen("platform", FRR, router_class)]
