"""Which kinds of algorithm a far end offers none but legacy ones of."""

import pytest

from transport.legacy import legacy_last, legacy_only

OURS = {"kex": ["a"], "keys": ["b"], "ciphers": ["c"], "macs": ["d"]}
OFFER = {
    "kex_algo_list": ["a"],
    "server_key_algo_list": ["b"],
    "client_encrypt_algo_list": ["c"],
    "server_encrypt_algo_list": ["c"],
    "client_mac_algo_list": ["d"],
    "server_mac_algo_list": ["d"],
}


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, []),
        ({"kex_algo_list": ["diffie-hellman-group1-sha1", "a"]}, []),
        ({"kex_algo_list": ["diffie-hellman-group1-sha1"]}, ["key exchange with SHA-1"]),
        ({"server_encrypt_algo_list": ["3des-cbc"]}, ["encryption with 3DES"]),
        ({"client_mac_algo_list": ["hmac-md5"], "server_mac_algo_list": ["hmac-md5-96"]}, ["MACs with MD5"]),
        # With the legacy ones there would be no session, either.
        ({"kex_algo_list": ["diffie-hellman-group1-sha1"], "server_key_algo_list": ["ssh-dss"]}, []),
        ({"kex_algo_list": []}, []),
    ],
)
def test_a_kind_counts_where_nothing_else_is_in_common(change: dict[str, list[str]], kinds: list[str]) -> None:
    assert legacy_only({**OFFER, **change}, OURS) == kinds


def test_legacy_algorithms_come_last_and_the_rest_in_its_order() -> None:
    assert legacy_last("ciphers", ["3des-cbc", "c", "a"]) == ["c", "a", "3des-cbc"]
