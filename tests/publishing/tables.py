"""Random tables in which few files, many files and none stand side by side."""

from collections.abc import Mapping

from hypothesis import strategies as st

from caseflow.publishing.ladders import FILING, HANDLING, Ladder

SIZES = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 60))


def with_sums(ladder: Ladder, leaves: Mapping[str, int]) -> dict[str, int]:
    counts = dict(leaves)
    for step in reversed(ladder.steps):
        counts[step.whole] = sum(counts[part] for part in step.parts)
    return counts


def lines_of(ladder: Ladder) -> st.SearchStrategy[dict[str, int]]:
    leaves = ladder.leaves(0, ladder.top)
    return st.fixed_dictionaries(dict.fromkeys(leaves, SIZES)).map(
        lambda found: with_sums(ladder, found)
    )


@st.composite
def tables(draw, most: int = 5):
    ladder = draw(st.sampled_from([FILING, HANDLING]))
    keys = [f"line {number}" for number in range(draw(st.integers(1, most)))]
    lines = {key: draw(lines_of(ladder)) for key in keys}
    limits = draw(st.dictionaries(st.sampled_from(keys), st.integers(0, ladder.top), max_size=2))
    return ladder, lines, draw(st.integers(2, 10)), limits
