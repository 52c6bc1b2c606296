"""What each measure means, for who reads its figures."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.measures import Measure

MEANINGS: dict[str, Promise] = {
    Measure.AGENCY: _(
        "Wall time while the office had the next move, from filing to the end of handling; waiting"
        " for the citizen or a payment is not in it."
    ),
    Measure.CITIZEN: _("Wall time while the citizen was asked for a supplement, where that was."),
    Measure.OTHER_AGENCY: _("Wall time while another agency was consulted, where one was."),
    Measure.PAYMENT: _("Wall time while a payment was waited for, where one was."),
    Measure.RECEPTION: _("Agency time from filing until the file was received or refused."),
    Measure.HANDOVER: _("Agency time from reception until the review began."),
    Measure.REVIEW: _("Agency time from the beginning of the review until the decision."),
    Measure.SIGNING: _("Agency time from the decision until its result was signed and issued."),
    Measure.COLLECTION: _(
        "Wall time from the issue of the result until it was returned; it lies after the end of"
        " handling."
    ),
}
