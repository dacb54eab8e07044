"""BGP_VRF with texts that name passwords by their configuration keys."""

from platforms.iosxe.objects.bgp_vrf import BgpVrfType
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.tree import Tree
from platforms.named_passwords import named


class NamedPasswordsType(BgpVrfType):
    """A family whose texts name passwords by their keys; plans and what was there before have fingerprints."""

    def lines(self, values: BgpVrfValues) -> dict[str, str]:
        """The wanted texts, `password <bgpPassword>` for the password of that key."""
        return named(values, super().lines(values))

    def running(self, tree: Tree, values: BgpVrfValues, before: BgpVrfHistory | None = None) -> dict[str, str] | None:
        """The same of what runs, `password <another>` where that is not the stack's."""
        texts = super().running(tree, values, before)
        return None if texts is None else named(values, texts)


BGP_VRF = NamedPasswordsType()
