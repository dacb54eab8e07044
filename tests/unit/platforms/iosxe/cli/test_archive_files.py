"""What an answer to `show archive` says of the room in a router's archive."""

import pytest

from platforms.iosxe.cli.archive_files import ArchiveFiles, archive_files_in

HEAD = """\
The maximum archive configurations allowed is 3.
There are currently {saved} archive configurations saved.
The next archive file will be named bootflash:a-7
 Archive #  Name
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD.format(saved=0) + "   1        \n   2        \n   3        \n", ArchiveFiles(0, 3, "")),
        (
            HEAD.format(saved=2) + "   1        a-1\n   2        a-2 <- Most Recent\n   3        \n",
            ArchiveFiles(2, 3, "a-1"),
        ),
        (
            HEAD.format(saved=3) + "   1        a-4\n   2        a-5 <- Most Recent\n   3        a-3\n",
            ArchiveFiles(3, 3, "a-3"),
        ),
        (
            "There are currently 1 archive configurations saved.\n   1        a-1 <- Most Recent",
            ArchiveFiles(1, 10, "a-1"),
        ),
        (" Archive feature not enabled", None),
        ("% Invalid input detected at '^' marker.", None),
    ],
)
def test_an_answer_says_how_many_files_there_are_and_which_goes_next(text: str, found: ArchiveFiles | None) -> None:
    assert archive_files_in(text) == found


def test_a_full_archive_and_one_with_too_many_files_have_no_room() -> None:
    assert [ArchiveFiles(saved, 3, "a-1").free for saved in (2, 3, 4)] == [1, 0, 0]
