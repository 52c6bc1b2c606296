from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signatures.certificates import importing
from signatures.certificates.importing import Upload
from signatures.certificates.reading import ImportRefused
from signatures.states import CertificateKind, HolderKind, KeyPlace, Purpose


class Command(BaseCommand):
    help = "Takes a certificate (PEM, DER, PKCS#7) into the register; never a private key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--chain", type=Path, help="file with the authorities above it")
        parser.add_argument("--kind", required=True, choices=CertificateKind.values)
        parser.add_argument("--holder-kind", required=True, choices=HolderKind.values)
        parser.add_argument("--holder", required=True, help="account, agency code or number")
        parser.add_argument("--name", default="", help="where it differs from the certificate")
        parser.add_argument("--key-place", default=KeyPlace.ELSEWHERE, choices=KeyPlace.values)
        parser.add_argument("--purpose", default=Purpose.SIGNING, choices=Purpose.values)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entry = importing.examine(asked(options))
        except ImportRefused as refusal:
            raise CommandError(f"{refusal.field}: {refusal.message}") from refusal
        except OSError as error:
            raise CommandError(str(error), returncode=2) from error
        certificate = importing.keep(entry, actor="", at=timezone.now())
        self.stdout.write(f"{certificate}, valid to {certificate.valid_to:%F}")
        self.stdout.write("certificates 1")


def asked(options: dict[str, Any]) -> Upload:
    chain: Path | None = options["chain"]
    return Upload(
        certificate=options["file"].read_bytes(),
        chain=chain.read_bytes() if chain else b"",
        kind=CertificateKind(options["kind"]),
        holder_kind=HolderKind(options["holder_kind"]),
        holder_identifier=options["holder"],
        holder_name=options["name"],
        key_place=KeyPlace(options["key_place"]),
        purpose=Purpose(options["purpose"]),
    )
