"""The router's side of a stack and nothing else: what is under test when no cluster is there."""

import pulumi

from components.router import Router
from model.load import stack_from
from platforms.passwords import fingerprint

config = pulumi.Config()
keys = ("routers", "cluster", "calico", "metallb", "demo", "verification")
values = {key: value for key in keys if (value := config.get_object(key)) is not None}
stack = stack_from({**values, "topology": config.get("topology") or "two-vrf"})
named = {speaker.session.password_key for speaker in stack.speakers().values()}
marks = {key: fingerprint(config.require(key)) for key in named if key}
for name in stack.routers:
    router = Router(name, stack, marks)
    router.configure([])
    router.save([])
