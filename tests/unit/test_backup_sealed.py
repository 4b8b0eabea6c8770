"""The encrypted file: what was written comes back; anything else is noticed, and said as far as it can be known."""

import io
from itertools import pairwise

import pytest

from tools.backup.sealed import HEADER, TAG, Cost, Damaged, NoBackup, Sealer, Unsealer, WrongPassphrase

CHUNK = 128
CHEAP = Cost(log_n=10, chunk=CHUNK)
PASSPHRASE = "correct horse battery"
CONTENT = bytes(range(256)) * 2 + b"end"
PARTS = 5


def sealed(content: bytes = CONTENT) -> bytes:
    """The content as a file holds it: a header, four whole chunks and the end."""
    file = io.BytesIO()
    sealer = Sealer(file, PASSPHRASE, CHEAP)
    for first in range(0, len(content), 50):
        sealer.write(content[first : first + 50])
    sealer.close()
    return file.getvalue()


def unsealed(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return Unsealer(io.BytesIO(content), passphrase).read()


def bounds(content: bytes) -> list[int]:
    """Where each chunk begins, and the end."""
    return [*range(HEADER, len(content), CHUNK + TAG), len(content)]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1000])
def test_what_was_written_comes_back(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    assert unsealed(sealed(content)) == content


def test_it_is_read_in_pieces_of_any_size() -> None:
    opened = Unsealer(io.BytesIO(sealed()), PASSPHRASE)
    pieces = []
    while piece := opened.read(37):
        pieces.append(piece)
    assert b"".join(pieces) == CONTENT
    assert opened.read() == b""


def test_two_files_of_the_same_have_nothing_in_common() -> None:
    one, two = sealed(), sealed()
    assert one[40:] != two[40:]
    assert b"end" not in one


@pytest.mark.parametrize("passphrase", ["", "correct horse batterz", "Correct horse battery", "correct horse battery "])
def test_another_passphrase_is_told_as_such(passphrase: str) -> None:
    with pytest.raises(WrongPassphrase, match="passphrase is wrong"):
        unsealed(sealed(), passphrase)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("offset", [0, 15, -1])
def test_a_flipped_bit_is_told_with_its_part(part: int, offset: int) -> None:
    content = bytearray(sealed())
    begin, end = list(pairwise(bounds(bytes(content))))[part]
    content[begin + offset if offset >= 0 else end - 1] ^= 1
    with pytest.raises(Damaged, match=f"damaged in its part {part + 1}:"):
        unsealed(bytes(content))


@pytest.mark.parametrize("part", range(1, PARTS))
def test_a_file_cut_between_two_parts_is_told_as_cut(part: int) -> None:
    content = sealed()
    with pytest.raises(Damaged, match=f"cut off after its part {part}:"):
        unsealed(content[: bounds(content)[part]])


@pytest.mark.parametrize("cut", [1, TAG, CHUNK, CHUNK + TAG + 1, 3 * CHUNK])
def test_a_file_cut_anywhere_is_damaged(cut: int) -> None:
    with pytest.raises(Damaged):
        unsealed(sealed()[:-cut])


def test_parts_that_changed_places_are_damaged() -> None:
    content = sealed()
    at = bounds(content)
    swapped = content[: at[1]] + content[at[2] : at[3]] + content[at[1] : at[2]] + content[at[3] :]
    with pytest.raises(Damaged, match="part 2"):
        unsealed(swapped)


def test_a_part_left_out_or_doubled_is_damaged() -> None:
    content = sealed()
    at = bounds(content)
    for changed in (content[: at[2]] + content[at[3] :], content[: at[2]] + content[at[1] :]):
        with pytest.raises(Damaged):
            unsealed(changed)


@pytest.mark.parametrize("more", [b"x", bytes(CHUNK + TAG), bytes(3 * CHUNK)])
def test_what_was_added_at_the_end_is_noticed(more: bytes) -> None:
    with pytest.raises(Damaged):
        unsealed(sealed() + more)


def test_something_added_after_a_whole_last_part_is_told_as_such() -> None:
    with pytest.raises(Damaged, match="something was added to the backup after its part 2"):
        unsealed(sealed(bytes(2 * CHUNK)) + b"more")


def test_the_end_of_another_backup_does_not_fit() -> None:
    one, two = sealed(), sealed()
    with pytest.raises(Damaged):
        unsealed(one[: bounds(one)[2]] + two[bounds(two)[2] :])


@pytest.mark.parametrize("at", range(10, HEADER - 32))
def test_a_damaged_header_is_no_wrong_passphrase(at: int) -> None:
    content = bytearray(sealed())
    content[at] ^= 0x40
    with pytest.raises(Damaged, match="damaged in its header"):
        unsealed(bytes(content))


@pytest.mark.parametrize(("version", "said"), [(0, "an old version"), (2, "a newer version"), (999, "a newer version")])
def test_other_formats_are_refused_by_their_age(version: int, said: str) -> None:
    content = sealed()
    with pytest.raises(NoBackup, match=said):
        unsealed(content[:8] + version.to_bytes(2, "big") + content[10:])


@pytest.mark.parametrize("content", [b"", b"EVA", b"PK\3\4" + bytes(200), b"SQLite format 3\0" + bytes(200)])
def test_another_file_is_no_backup(content: bytes) -> None:
    with pytest.raises(NoBackup, match="this is no backup"):
        unsealed(content)


@pytest.mark.parametrize("length", [10, 40, HEADER - 1, HEADER])
def test_a_file_that_ends_in_its_header_is_damaged(length: int) -> None:
    with pytest.raises(Damaged):
        unsealed(sealed()[:length])


@pytest.mark.parametrize("cost", [Cost(log_n=21), Cost(r=17), Cost(p=5), Cost(chunk=1 << 25), Cost(log_n=9)])
def test_a_header_that_asks_for_too_much_is_not_obeyed(cost: Cost) -> None:
    assert not cost.sound
    assert Cost().sound
    assert CHEAP.sound
