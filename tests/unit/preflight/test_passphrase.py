"""The passphrase in force is looked up as Pulumi does it; a stack's salt is read from its file's text."""

from pathlib import Path

import pytest

from preflight.passphrase import passphrase_in, salt_in


def test_the_passphrase_itself_goes_before_a_file_with_one(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text("of the file\n")
    assert passphrase_in({"PULUMI_CONFIG_PASSPHRASE_FILE": str(file)}) == "of the file"
    assert passphrase_in({"PULUMI_CONFIG_PASSPHRASE_FILE": str(file), "PULUMI_CONFIG_PASSPHRASE": "own"}) == "own"
    assert passphrase_in({"PULUMI_CONFIG_PASSPHRASE_FILE": str(file), "PULUMI_CONFIG_PASSPHRASE": ""}) == ""


def test_without_a_passphrase_that_can_be_read_there_is_none(tmp_path: Path) -> None:
    assert passphrase_in({}) is None
    assert passphrase_in({"PULUMI_CONFIG_PASSPHRASE_FILE": str(tmp_path / "none")}) is None
    assert passphrase_in({"PULUMI_CONFIG_PASSPHRASE_FILE": str(tmp_path)}) is None


@pytest.mark.parametrize(
    ("text", "salt"),
    [
        ("config: {}\nencryptionsalt: v1:a=:v1:b:c==\n", "v1:a=:v1:b:c=="),
        ("encryptionsalt: 'v1:a=:v1:b:c=='\n", "v1:a=:v1:b:c=="),
        ('encryptionsalt: "v1:a=" # of the team\n', "v1:a="),
        ("config:\n  encryptionsalt: v1:a=\n", None),
        ("# encryptionsalt: v1:a=\n", None),
        ("", None),
    ],
)
def test_the_salt_is_that_of_the_file_and_no_other_key(text: str, salt: str | None) -> None:
    assert salt_in(text) == salt
