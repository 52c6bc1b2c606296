"""What administrators fill in about certificates; the rules stand in `signatures.certificates`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from cryptography import x509
from django import forms
from django.core.files.base import File
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from signatures.certificates import importing, lists
from signatures.certificates.importing import Upload
from signatures.certificates.reading import BYTES_AT_MOST, ImportRefused
from signatures.certificates.registering import Entry
from signatures.models import Authority, Certificate, CertificateDeed, RevocationList
from signatures.states import (
    CertificateKind,
    CertificateVerb,
    HolderKind,
    KeyPlace,
    Purpose,
    RevocationReason,
)

#: A browser's picker; what the file holds is decided by its content.
CERTIFICATES = forms.FileInput(attrs={"accept": ".pem,.cer,.crt,.der,.p7b,.p7c"})
LISTS = forms.FileInput(attrs={"accept": ".crl,.pem,.der"})


class CertificateImportForm(forms.ModelForm):  # type: ignore[type-arg]
    certificate = forms.FileField(
        label=capfirst(_("certificate")),
        widget=CERTIFICATES,
        help_text=_("PEM, DER or PKCS#7; never the private key."),
    )
    chain = forms.FileField(
        label=capfirst(_("chain")),
        widget=CERTIFICATES,
        required=False,
        help_text=_("The authorities above it, unless they are known here already."),
    )
    holder_name = forms.CharField(
        label=capfirst(_("holder")),
        required=False,
        max_length=300,
        help_text=_("As in the certificate where it is empty."),
    )
    holder_identifier = forms.CharField(
        label=capfirst(_("identifier of the holder")),
        max_length=150,
        help_text=_("The name of the account, the agency's code, or a number of the outside."),
    )
    purpose = forms.ChoiceField(label=capfirst(_("purpose")), choices=Purpose.choices)

    class Meta:
        model = Certificate
        fields = ("kind", "holder_kind", "holder_identifier", "holder_name", "key_place")

    entry: Entry

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                self.entry = importing.examine(upload_of(values))
            except ImportRefused as refusal:
                self.add_error(refusal.field, str(refusal.message))
        return values


def upload_of(values: dict[str, Any]) -> Upload:
    return Upload(
        certificate=content_of(values["certificate"]),
        chain=content_of(values["chain"]) if values["chain"] else b"",
        kind=CertificateKind(values["kind"]),
        holder_kind=HolderKind(values["holder_kind"]),
        holder_identifier=values["holder_identifier"],
        holder_name=values["holder_name"],
        key_place=KeyPlace(values["key_place"]),
        purpose=Purpose(values["purpose"]),
    )


def content_of(file: "File[bytes]") -> bytes:
    """One byte more than is taken, so that what is too large is seen and not read."""
    content: bytes = file.read(BYTES_AT_MOST + 1)
    return content


class AuthorityImportForm(forms.ModelForm):  # type: ignore[type-arg]
    chain = forms.FileField(
        label=capfirst(_("chain")),
        widget=CERTIFICATES,
        help_text=_(
            "Certificates of authorities up to the root. They are known then, not trusted."
        ),
    )

    class Meta:
        model = Authority
        fields = ()

    chains: Sequence[Sequence[x509.Certificate]]

    def clean_chain(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["chain"]
        try:
            self.chains = importing.examine_authorities(content_of(file))
        except ImportRefused as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        return file


class ListImportForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(
        label=capfirst(_("revocation list")), widget=LISTS, help_text=_("PEM or DER.")
    )

    class Meta:
        model = RevocationList
        fields = ()

    #: Now, by the door's clock.
    at: ClassVar[datetime]
    examined: lists.Examined

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        try:
            self.examined = lists.examine(file.read(lists.bytes_at_most() + 1), at=self.at)
        except ImportRefused as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        return file


class DeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """Of one verb: only what ends or pauses a certificate has a reason of the law's list."""

    class Meta:
        model = CertificateDeed
        fields = ("at", "reason", "said")

    def __init__(self, *args: Any, verb: CertificateVerb, **options: Any) -> None:
        super().__init__(*args, **options)
        self.verb = verb
        moment = {"type": "datetime-local"}
        self.fields["at"].widget = forms.DateTimeInput(moment, format="%Y-%m-%dT%H:%M")
        self.fields["said"].required = True
        self.fields["said"].widget.attrs["rows"] = 3
        if verb == CertificateVerb.REVOKED:
            reasons = [one for one in RevocationReason if one != RevocationReason.CERTIFICATE_HOLD]
            choices = [("", "---------"), *((one.value, one.label) for one in reasons)]
            self.fields["reason"] = forms.ChoiceField(label=capfirst(_("reason")), choices=choices)
        else:
            del self.fields["reason"]

    @property
    def reason(self) -> RevocationReason | None:
        """A suspension is the law's "hold"; restoring needs none."""
        if self.verb == CertificateVerb.SUSPENDED:
            return RevocationReason.CERTIFICATE_HOLD
        chosen = self.cleaned_data.get("reason")
        return RevocationReason(chosen) if chosen else None
