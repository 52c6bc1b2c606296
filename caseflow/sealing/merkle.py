"""A Merkle tree over the heads of chains, hashed as RFC 6962 does it; pure.

A leaf cannot pass for a node. Leaves are taken one by one, and what is kept of them is one hash
per level, so a tree of any size fits into memory. Blocks of leaves are nodes of the same tree.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

BLOCK = 1024
EMPTY = hashlib.sha256(b"").digest()


def leaf_of(number: str, sequence: int, head: bytes) -> bytes:
    """Of a case, how many deeds its chain had, and the hash of the last of them."""
    return hashlib.sha256(b"\0" + f"{number}\n{sequence}\n{head.hex()}".encode()).digest()


def parent_of(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Of leaves, or of the nodes of one level."""
    kept: list[tuple[int, bytes]] = []
    for found in hashes:
        height, node = 0, found
        while kept and kept[-1][0] == height:
            node, height = parent_of(kept.pop()[1], node), height + 1
        kept.append((height, node))
    if not kept:
        return EMPTY
    root = kept.pop()[1]
    while kept:
        root = parent_of(kept.pop()[1], root)
    return root


def blocks_of(leaves: Iterable[bytes]) -> Iterator[bytes]:
    """The node above each full block of leaves, and above what is left."""
    remaining = iter(leaves)
    while block := list(islice(remaining, BLOCK)):
        yield root_of(block)


def path_of(hashes: Sequence[bytes], position: int) -> list[bytes]:
    """What somebody who has one of them needs to reach the root, from below."""
    if len(hashes) == 1:
        return []
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:middle], hashes[middle:]
    if position < middle:
        return [*path_of(left, position), root_of(right)]
    return [*path_of(right, position - middle), root_of(left)]
