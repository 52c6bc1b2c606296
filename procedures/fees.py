"""What a file costs by the rules it was filed under: a pure question, asked at every door.

Amounts are whole đồng. What an exemption takes off is rounded in the payer's favour. Of several
exemptions the greatest applies, never a sum of them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from procedures.models import Fee, FeeExemption
from procedures.states import Channel

#: More of one thing than any office makes out at once.
MOST_UNITS = 10_000


class UnknownExemption(LookupError):  # noqa: N818
    """The version knows no exemption with this key, or not on that day or through that channel."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fee of a quote; without an amount the rules leave it open, and a person sets it."""

    fee: int
    name: str
    unit: str
    unit_amount: int | None
    quantity: int
    copies: int
    #: Before and after the exemption, in đồng.
    full: int | None
    amount: int | None
    note: str = ""
    exemption: str = ""
    exemption_name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    lines: tuple[Line, ...]
    #: What would have to be paid is fixed: one fee per channel, with an amount.
    is_certain: bool

    @property
    def total(self) -> int | None:
        return sum(line.amount or 0 for line in self.lines) if self.is_certain else None


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of it, through which channel, with which exemptions and which of several fees."""

    channel: str
    on: date
    #: Units (pages, persons) in one copy, and how many copies.
    quantity: int = 1
    copies: int = 1
    exemptions: Collection[str] = ()
    fees: Collection[int] = ()


def quote(fees: Iterable[Fee], exemptions: Iterable[FeeExemption], asked: Asked) -> Quote:
    """Raises `UnknownExemption` where one is claimed that these rules do not give."""
    offered = of_channel(list(fees), asked.channel)
    chosen = [fee for fee in offered if not asked.fees or fee.pk in asked.fees]
    relief = greatest(exemptions, asked)
    lines = tuple(line(fee, relief, asked) for fee in chosen)
    is_settled = len(offered) == 1 or bool(asked.fees)
    is_known = all(each.amount is not None for each in lines)
    return Quote(lines, is_certain=bool(lines) and is_settled and is_known)


def of_channel(fees: Sequence[Fee], channel: str) -> list[Fee]:
    """A channel's own fees, else those of every channel, else what is paid at the counter."""
    for name in (channel, "", Channel.COUNTER):
        if found := [fee for fee in fees if fee.channel == name]:
            return found
    return []


def greatest(exemptions: Iterable[FeeExemption], asked: Asked) -> FeeExemption | None:
    given = {each.key: each for each in exemptions if applies(each, asked)}
    if unknown := set(asked.exemptions) - given.keys():
        raise UnknownExemption(min(unknown))
    due = [each for each in given.values() if each.key in asked.exemptions or not each.proof]
    return max(due, key=lambda each: each.percent, default=None)


def applies(exemption: FeeExemption, asked: Asked) -> bool:
    return (
        exemption.channel in ("", asked.channel)
        and (exemption.starts_on is None or exemption.starts_on <= asked.on)
        and (exemption.ends_on is None or asked.on <= exemption.ends_on)
    )


def line(fee: Fee, relief: FeeExemption | None, asked: Asked) -> Line:
    full = None if fee.amount is None else full_amount(fee, asked)
    spared = full * relief.percent if full and relief else 0
    return Line(
        fee=fee.pk,
        name=fee.name or gettext("fee"),
        unit=fee.unit,
        unit_amount=fee.amount,
        quantity=asked.quantity,
        copies=asked.copies,
        full=full,
        amount=None if full is None else full - -(-spared // 100),
        note=fee.note or (fee.raw if fee.amount is None else ""),
        exemption=relief.key if relief and spared else "",
        exemption_name=name_of(relief) if relief and spared else "",
        source=relief.source if relief and spared else "",
    )


def full_amount(fee: Fee, asked: Asked) -> int:
    """Units from `further_from` on cost less; one copy costs no more than `most`."""
    first = asked.quantity
    if fee.further_from:
        first = min(asked.quantity, fee.further_from - 1)
    further = (asked.quantity - first) * (fee.further_amount or 0)
    copy = first * (fee.amount or 0) + further
    return asked.copies * (copy if fee.most is None else min(copy, fee.most))


def name_of(exemption: FeeExemption) -> str:
    english = (get_language() or "").startswith("en")
    return exemption.name_en if english and exemption.name_en else exemption.name
