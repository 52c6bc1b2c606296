from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaymentState(TextChoices):
    OPEN = "open", _("to be paid")
    PAID = "paid", _("paid")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")
    #: Money came that the case could not take any more; it has to go back.
    REFUND_DUE = "refund_due", _("refund due")
    #: What the case could not take went back, and nothing else came for it.
    REFUNDED = "refunded", _("refunded")


#: Money may still come for it; an expired order is no longer offered online, that is all.
PAYABLE = (PaymentState.OPEN, PaymentState.EXPIRED)


class Method(TextChoices):
    ONLINE = "online", _("online")
    COUNTER = "counter", _("at the counter")


class Finding(TextChoices):
    """What we made of a gateway's notice; each has an answer in the gateway's own codes."""

    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("not paid")
    REPEATED = "repeated", _("came before")
    UNKNOWN_ORDER = "unknown_order", _("unknown order")
    WRONG_AMOUNT = "wrong_amount", _("wrong amount")
    FORGED = "forged", _("wrong signature")


class Match(TextChoices):
    """How a line of the gateway's statement and our own record agree."""

    MATCHED = "matched", _("matched")
    DIFFERENT = "different", _("different amount")
    OURS_ONLY = "ours_only", _("ours only")
    THEIRS_ONLY = "theirs_only", _("theirs only")
