"""How files come in: online or not, by whom, with what identity, and how fast they are answered."""

from django.utils.translation import gettext_lazy as _

from caseflow.indicators.formulas.shape import (
    AMONG,
    CONTRACT,
    OWN,
    PROCEDURES,
    Definition,
    Group,
    Period,
    of_766,
)

FILING = (
    Definition(
        key="online_filing_rate",
        name=_("Online filing rate"),
        numerator=("filed_online",),
        denominator=("filed",),
        definition=_(
            "Applications filed through the online channel ÷ all applications filed, by the day"
            " of filing. Whoever typed them counts as online; the shares below tell who did."
        ),
        source=of_766("3.3", _("channel only")),
        period=Period.FILED,
    ),
    Definition(
        key="self_filed_share",
        name=_("Filed by the applicant alone"),
        numerator=("online_self",),
        denominator=("filed_online",),
        definition=_(
            "Online filings made by the applicant or an authorised person without help"
            " ÷ online filings, by the day of filing."
        ),
        source=CONTRACT,
        period=Period.FILED,
    ),
    Definition(
        key="assisted_share",
        name=_("Filed with a helper"),
        numerator=("online_assisted",),
        denominator=("filed_online",),
        definition=_(
            "Online filings made with the help of a counter or a community team"
            " ÷ online filings, by the day of filing."
        ),
        source=CONTRACT,
        period=Period.FILED,
    ),
    Definition(
        key="staff_typed_share",
        name=_("Typed by staff"),
        numerator=("online_staff",),
        denominator=("filed_online",),
        definition=_(
            "Online filings typed by staff for the applicant ÷ online filings, by the day of"
            " filing."
        ),
        source=CONTRACT,
        period=Period.FILED,
    ),
    Definition(
        key="unknown_assistance_share",
        name=_("Not known who typed"),
        numerator=("online_unknown",),
        denominator=("filed_online",),
        definition=_(
            "Online filings of which the source does not say who made them ÷ online filings, by"
            " the day of filing."
        ),
        source=CONTRACT,
        period=Period.FILED,
    ),
    Definition(
        key="online_filing_rate_766",
        name=_("Online filing rate, strict"),
        numerator=("received_online_766",),
        denominator=("received",),
        definition=_(
            "Received applications filed online and, where the procedure owes a document, ended"
            " with an electronic result ÷ received applications, by the day of reception. The"
            " portal multiplies this by its rate of synchronisation (1.4), which only it knows."
        ),
        source=of_766("3.3"),
        period=Period.RECEIVED,
        official="3.3",
        group=Group.SERVICES,
    ),
    Definition(
        key="full_online_rate",
        name=_("Fully online applications"),
        numerator=("received_full_online",),
        denominator=("received_full",),
        definition=_(
            "Received applications filed online for procedures offered fully online ÷ received"
            " applications for these procedures, by the day of reception. The sheet names the"
            " figure and gives no formula; procedures offered fully online stand for those"
            " eligible."
        ),
        source=of_766("3.0", _("2026, name only")),
        period=Period.RECEIVED,
        official="3.0",
        group=Group.SERVICES,
    ),
    Definition(
        key="full_online_share",
        name=_("Fully online applications of all"),
        numerator=("received_full_online",),
        denominator=("received",),
        definition=_(
            "Received applications filed online for procedures offered fully online ÷ all"
            " received applications, by the day of reception."
        ),
        source=_("Ministry of Home Affairs, report of November 2025"),
        period=Period.RECEIVED,
    ),
    Definition(
        key="end_to_end_online_rate",
        name=_("Online from filing to return"),
        numerator=("received_end_to_end",),
        denominator=("received",),
        definition=_(
            "Received applications filed online, paid online where a fee was due, handled without"
            " paper between offices, and returned with an electronic result electronically"
            " ÷ received applications, by the day of reception."
        ),
        source=_("Decree 224/2026/NĐ-CP, art 19; Caseflow's wording"),
        period=Period.RECEIVED,
    ),
    Definition(
        key="population_data_rate",
        name=_("Applications with proven identity"),
        numerator=("filed_identified",),
        denominator=("filed",),
        definition=_(
            "Applications filed by an account of proven identity for that person ÷ all"
            " applications filed, by the day of filing."
        ),
        source=of_766("4.5b"),
        period=Period.FILED,
        official="4.5b",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="population_procedures_rate",
        name=_("Procedures with proven identity"),
        numerator=(f"{PROCEDURES}filed_identified{AMONG}catalogue_for_people",),
        denominator=("catalogue_for_people",),
        definition=_(
            "Procedures in force today that are open to citizens, overseas Vietnamese or"
            " foreigners, with an application of proven identity, by the day of filing ÷ all of"
            " those procedures."
        ),
        source=of_766("4.5a"),
        period=Period.FILED,
        official="4.5a",
        group=Group.DIGITISATION,
    ),
    Definition(
        key="late_reception_rate",
        name=_("Late reception"),
        numerator=("answered_late",),
        denominator=("answered",),
        definition=_(
            "Filings that were received, refused or sent back for completion later than the legal"
            " term for it ÷ all filings so answered, by the day of the answer."
        ),
        source=_("Decree 118/2025/NĐ-CP, art 17(2)"),
        period=Period.ANSWERED,
    ),
    Definition(
        key="late_handover_rate",
        name=_("Late hand-over"),
        numerator=("received_handed_over_late",),
        denominator=("received_handed_over",),
        definition=_(
            "Received applications handed over for review later than the day of reception or,"
            " where they came late in the day, than the next working morning ÷ received"
            " applications handed over, by the day of reception. Files of before this was"
            " recorded are not counted."
        ),
        source=_("Decree 118/2025/NĐ-CP, art 18(2)"),
        period=Period.RECEIVED,
    ),
    Definition(
        key="synchronised_rate",
        name=_("Applications synchronised with the portal"),
        numerator=(),
        denominator=(),
        definition=_(
            "Synchronised applications ÷ applications received according to the national"
            " reporting system or the portal, whichever is more. Only the portal holds these"
            " counts; without them the figure is not applicable."
        ),
        source=of_766("1.4"),
        period=Period.RECEIVED,
        official="1.4",
        group=Group.TRANSPARENCY,
    ),
    Definition(
        key="refusal_at_reception_rate",
        name=_("Refused at reception"),
        numerator=("finished_refused",),
        denominator=("finished",),
        definition=_(
            "Applications refused at reception ÷ all applications whose handling ended, by the"
            " day of the end."
        ),
        source=OWN,
        period=Period.FINISHED,
    ),
)
