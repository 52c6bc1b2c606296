"""Dividing a whole number so that the parts add up to it."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Parts in proportion to the weights; the largest remainders get what rounding left over."""
    whole = sum(weights)
    shares = [total * weight / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - shares[place])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
