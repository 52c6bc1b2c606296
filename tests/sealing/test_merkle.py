import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.portal.checking import kit
from caseflow.sealing import merkle


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_of(f"H44-{number}", 1, b"\7" * 32) for number in range(count)]


def by_definition(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word by word."""
    if len(hashes) == 1:
        return hashes[0]
    middle = max(power for power in (1, 2, 4, 8, 16, 32, 64) if power < len(hashes))
    parts = by_definition(hashes[:middle]) + by_definition(hashes[middle:])
    return hashlib.sha256(b"\1" + parts).digest()


@pytest.mark.parametrize("count", [*range(1, 18), 31, 32, 33, 64, 66])
def test_the_root_is_that_of_the_definition(count):
    assert merkle.root_of(iter(leaves(count))) == by_definition(leaves(count))


@pytest.mark.parametrize("count", [1, 4, 5, 8, 31, 64, 67])
def test_blocks_are_nodes_of_the_same_tree(count, monkeypatch):
    monkeypatch.setattr(merkle, "BLOCK", 4)
    nodes = list(merkle.blocks_of(leaves(count)))
    assert merkle.root_of(nodes) == merkle.root_of(leaves(count))


@given(st.integers(1, 70), st.data())
def test_every_leaf_has_a_path_to_the_root(count, data):
    known = leaves(count)
    place = data.draw(st.integers(0, count - 1))
    path = merkle.path_of(known, place)
    assert kit.root_by(known[place], place, count, path) == merkle.root_of(known)


@given(st.integers(2, 70), st.data())
def test_another_leaf_has_no_use_for_it(count, data):
    known = leaves(count)
    place = data.draw(st.integers(0, count - 1))
    path = merkle.path_of(known, place)
    assert kit.root_by(known[place - 1], place, count, path) != merkle.root_of(known)


def test_no_leaf_at_all_has_the_digest_of_nothing():
    assert merkle.root_of([]) == hashlib.sha256(b"").digest()
