from caseflow.issuing.management.proving import ProvingCommand
from caseflow.issuing.models import CertifiedCopy, Result


class Command(ProvingCommand):
    help = (
        "Make every result and certified copy again from its data sheet, as it was before it was "
        "signed; name those that come out otherwise."
    )
    kinds = {"results": Result, "copies": CertifiedCopy}
