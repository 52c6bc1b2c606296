from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SigningForbidden(Exception):
    """This person may not sign this result; `rule` is the code of the reason."""

    def __init__(self, rule: str, message: str | Promise) -> None:
        super().__init__(str(message))
        self.rule = rule
        self.message = message


class OrderRefused(Exception):
    """The result cannot be signed like this now; `instead` says what is possible."""

    def __init__(self, rule: str, message: str | Promise, *, instead: str | Promise = "") -> None:
        super().__init__(str(message))
        self.rule = rule
        self.message = message
        self.instead = instead


def revoked() -> OrderRefused:
    return OrderRefused(
        "decision_revoked",
        _("The decision was revoked; its result is not signed any more."),
        instead=_("A new decision brings a new result to sign."),
    )


def erased() -> OrderRefused:
    return OrderRefused(
        "erased", _("What this result says was erased when the term for keeping it had passed.")
    )


def signed_already() -> OrderRefused:
    return OrderRefused(
        "signed_already",
        _("This result was signed already."),
        instead=_("Nothing is left to do; the signed result stands on the application."),
    )


def value_refused() -> OrderRefused:
    return OrderRefused(
        "value_refused",
        _("This value does not sign this document with the certificate it was prepared for."),
        instead=_("Ask for a new digest and sign that."),
    )


def certificate_unusable(why: str) -> OrderRefused:
    return OrderRefused(
        "certificate_unusable",
        _("This certificate cannot sign. %(why)s") % {"why": why},
        instead=_("Use a certificate in force, or have a new one registered."),
    )
