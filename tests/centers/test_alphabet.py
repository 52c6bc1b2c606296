import random

import pytest

from caseflow.centers.alphabet import sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["An", "Ăn", "Ân", "Bắc", "Da", "Đa", "Em", "Êm", "On", "Ôn", "Ơn", "Un", "Ưn", "Xa", "Ý"],
        ["ba", "bà", "bả", "bã", "bá", "bạ", "bác", "băng"],
        ["Hà Nam", "Hà Nội", "Hải Dương", "Hoà Bình", "Huế"],
        ["Phường 2", "Phường An", "Phường Ân"],
    ],
)
def test_keys_sort_in_vietnamese_order(in_order):
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == in_order


def test_both_places_of_a_tone_mark_share_a_key():
    assert sort_key("Hoà Thuỷ") == sort_key("Hòa Thủy")


def test_decomposed_and_composed_letters_share_a_key():
    assert sort_key("Vie\u0323\u0302t") == sort_key("Việt")
