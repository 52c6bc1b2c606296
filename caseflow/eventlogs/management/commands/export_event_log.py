from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseflow.centers.models import Agency
from caseflow.eventlogs import exporting
from caseflow.eventlogs.models import Kind
from caseflow.eventlogs.pseudonyms import Pseudonyms, RealNumbers
from caseflow.indicators.viewers import Viewer
from caseflow.reports.selections import Selection
from procedures.models import Procedure


class Command(BaseCommand):
    help = "Write an event log for process mining: XES or CSV, packed where the name ends in .gz."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=Kind.values, help="else by the name of the file")
        parser.add_argument("--from", type=date.fromisoformat, dest="first")
        parser.add_argument("--to", type=date.fromisoformat, dest="last")
        parser.add_argument("--center", help="code of the centre that received the files")
        parser.add_argument("--procedure", help="code of the procedure")
        parser.add_argument(
            "--with-numbers", action="store_true", help="application numbers, not pseudonyms"
        )

    def handle(self, *, file: Path, with_numbers: bool, **options: Any) -> None:
        selection, kind = chosen(options), kind_of(file, options["format"])
        try:
            with file.open("wb") as raw, packed(raw, file) as out:
                count = exporting.write(
                    exporting.chosen(selection),
                    out,
                    kind=kind,
                    names=RealNumbers() if with_numbers else Pseudonyms(),
                    about=exporting.about(selection, pseudonymous=not with_numbers),
                )
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}", returncode=2) from error
        self.stdout.write(f"applications {count}")


def chosen(options: dict[str, Any]) -> Selection:
    """Every office there is, as the supervisor of the province sees them."""
    earliest, latest = exporting.days_of_filings()
    first, last = options["first"] or earliest, options["last"] or latest
    if last < first:
        raise CommandError("--to: the period ends before it begins", returncode=2)
    return Selection(
        Viewer(Agency.objects.all(), of_the_province=True),
        first,
        last,
        named(Agency, "center", options["center"]),
        named(Procedure, "procedure", options["procedure"]),
    )


def named(model: type[Any], key: str, code: str | None) -> Any:
    if code is None:
        return None
    found = model.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"--{key}: nothing has the code {code!r}", returncode=2)
    return found


def kind_of(file: Path, told: str | None) -> Kind:
    endings = [suffix.lstrip(".") for suffix in file.suffixes]
    kinds = [told] if told else [ending for ending in endings if ending in Kind.values]
    if not kinds:
        raise CommandError("--format: say xes or csv, or name the file so", returncode=2)
    return Kind(kinds[-1])


def packed(raw: BinaryIO, file: Path) -> Any:
    return exporting.packed(raw) if file.suffix == ".gz" else nullcontext(raw)
