"""SSH algorithms that are weak, and offered only to a router with `sshLegacy`.

SHA-1 no longer resists collisions (RFC 8332 replaces `ssh-rsa`, RFC 9142 advises against key exchange with SHA-1),
3DES repeats blocks of 64 bits too soon (RFC 8758 and others), and MACs with MD5 are discouraged (RFC 6151). HMAC with
SHA-1 does not rest on collisions and stays: OpenSSH offers it, too.
"""

from collections.abc import Mapping, Sequence

# By paramiko's name of the list.
LEGACY = {
    "kex": ("diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"),
    "keys": ("ssh-rsa",),
    "ciphers": ("3des-cbc",),
    "macs": ("hmac-md5", "hmac-md5-96"),
}
_KINDS = {
    "kex": "key exchange with SHA-1",
    "keys": "host key signatures with SHA-1 (ssh-rsa)",
    "ciphers": "encryption with 3DES",
    "macs": "MACs with MD5",
}
# The fields of the far end's offer, one for each direction (RFC 4253, section 7.1).
_FIELDS = {
    "kex": ("kex_algo_list",),
    "keys": ("server_key_algo_list",),
    "ciphers": ("client_encrypt_algo_list", "server_encrypt_algo_list"),
    "macs": ("client_mac_algo_list", "server_mac_algo_list"),
}


def legacy_last(name: str, algorithms: Sequence[str]) -> list[str]:
    """The algorithms of one list in their order, the legacy ones last."""
    return sorted(algorithms, key=LEGACY[name].__contains__)


def legacy_only(offer: Mapping[str, Sequence[str]], ours: Mapping[str, Sequence[str]]) -> list[str]:
    """The kinds of algorithm of which a far end offers only legacy ones.

    Args:
        offer: The far end's lists, by field; empty: it made no offer.
        ours: This side's lists, by paramiko's name of the list.

    Returns:
        The kinds, as messages print them; none where the session would fail with legacy algorithms as well.
    """
    kinds = []
    for name, fields in _FIELDS.items():
        for theirs in (offer.get(field, ()) for field in fields):
            if set(theirs) & set(ours[name]):
                continue
            if not set(theirs) & set(LEGACY[name]):
                return []
            kinds.append(_KINDS[name])
    return list(dict.fromkeys(kinds))
