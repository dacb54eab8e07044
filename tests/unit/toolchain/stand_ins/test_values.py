"""Secrets in property values: found, unwrapped, masked."""

from toolchain.stand_ins.values import holds_secret, masked, plain, properties, secret, struct

WRAPPED = {"create": "cat", "environment": {"PASSWORD": secret("hunter2")}, "triggers": [1.0, secret("hunter22")]}


def test_values_survive_the_protocol() -> None:
    assert properties(struct(WRAPPED)) == WRAPPED


def test_secrets_are_unwrapped_at_any_depth() -> None:
    assert plain(WRAPPED) == {"create": "cat", "environment": {"PASSWORD": "hunter2"}, "triggers": [1.0, "hunter22"]}


def test_a_secret_object_is_unwrapped_with_all_in_it() -> None:
    assert plain(secret({"host": "h", "password": secret("p")})) == {"host": "h", "password": "p"}


def test_a_secret_is_noticed_at_any_depth() -> None:
    assert holds_secret(WRAPPED)
    assert not holds_secret(WRAPPED["create"])


def test_masking_takes_the_longest_secret_first() -> None:
    assert masked("hunter2 and hunter22 and cat", WRAPPED) == "[secret] and [secret] and cat"


def test_everything_in_a_secret_object_is_masked() -> None:
    assert masked("root@10.0.0.1: pass", {"connection": secret({"host": "10.0.0.1", "password": "pass"})}) == (
        "root@[secret]: [secret]"
    )


def test_very_short_secrets_are_not_masked_since_they_are_everywhere() -> None:
    assert masked("exit status 1", {"stdin": secret("1")}) == "exit status 1"
