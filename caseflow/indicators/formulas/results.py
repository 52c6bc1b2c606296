"""What files are made of and end with: payment, papers as data, electronic results."""

from django.utils.translation import gettext_lazy as _

from caseflow.indicators.formulas.shape import (
    AMONG,
    PROCEDURES,
    Definition,
    Group,
    Period,
    of_766,
)

RESULTS = (
    Definition(
        key="electronic_result_rate",
        name=_("Electronic result rate"),
        numerator=("finished_electronic",),
        denominator=("finished_document",),
        definition=_(
            "Ended applications with an electronic result ÷ ended applications of procedures"
            " that return a document, by the day of the end."
        ),
        source=of_766("4.1"),
        period=Period.FINISHED,
        official="4.1",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="digitisation_rate",
        name=_("Digitisation rate"),
        numerator=("finished_digitised",),
        denominator=("finished",),
        definition=_(
            "Ended applications with at least one paper as a file and, where a document is owed,"
            " an electronic result ÷ ended applications, by the day of the end; whatever the"
            " channel."
        ),
        source=of_766("4.2"),
        period=Period.FINISHED,
        official="4.2",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="reuse_rate",
        name=_("Use and reuse of data"),
        numerator=("received_reused",),
        denominator=("received",),
        definition=_(
            "Received applications with at least one paper from the document store or from data"
            " ÷ received applications, by the day of reception."
        ),
        source=of_766("4.3"),
        period=Period.RECEIVED,
        official="4.3",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="reuse_store_rate",
        name=_("Papers out of the document store"),
        numerator=("received_from_store",),
        denominator=("received",),
        definition=_(
            "Received applications with at least one paper out of the applicant's document store"
            " ÷ received applications, by the day of reception. Results linked in the portal's"
            " personal list are the portal's to count."
        ),
        source=of_766("4.4"),
        period=Period.RECEIVED,
        official="4.4",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="certified_copy_rate",
        name=_("Certified electronic copies"),
        numerator=("finished_certified",),
        denominator=("finished",),
        definition=_(
            "Ended applications with at least one certified electronic copy ÷ ended applications,"
            " by the day of the end. The sheet names the figure and gives no formula."
        ),
        source=of_766("4.6", _("name only")),
        period=Period.FINISHED,
        official="4.6",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="payment_online_rate",
        name=_("Applications paid online"),
        numerator=("received_paid_online",),
        denominator=("received_fee_due",),
        definition=_(
            "Received applications that owe a fee and were paid online ÷ received applications"
            " that owe a fee, by the day of reception."
        ),
        source=of_766("3.6"),
        period=Period.RECEIVED,
        official="3.6",
        group=Group.PAYMENT,
    ),
    Definition(
        key="payment_procedures_rate",
        name=_("Procedures paid online"),
        numerator=(f"{PROCEDURES}received_paid_online",),
        denominator=(f"{PROCEDURES}received_fee_due",),
        definition=_(
            "Procedures with at least one application paid online ÷ procedures with applications"
            " that owe a fee, by the day of reception."
        ),
        source=of_766("3.5b", _("as the portal's figures show")),
        period=Period.RECEIVED,
        official="3.5b",
        group=Group.PAYMENT,
    ),
    Definition(
        key="payable_procedures_rate",
        name=_("Procedures with fee data"),
        numerator=(f"{PROCEDURES}received_fee_due{AMONG}catalogue_with_fee",),
        denominator=("catalogue_with_fee",),
        definition=_(
            "Procedures in force today that have a fee, with applications that owe it, by the day"
            " of reception ÷ all procedures in force today that have a fee."
        ),
        source=of_766("3.5"),
        period=Period.RECEIVED,
        official="3.5",
        group=Group.PAYMENT,
    ),
)
