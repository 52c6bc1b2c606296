from caseflow.issuing.management.proving import ProvingCommand
from caseflow.issuing.models import Slip


class Command(ProvingCommand):
    help = "Make every kept slip again from its data sheet; name those that come out otherwise."
    kinds = {"slips": Slip}
