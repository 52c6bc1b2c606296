"""What is offered: procedures, and how far each can be done online."""

from django.utils.translation import gettext_lazy as _

from caseflow.indicators.formulas.shape import (
    AMONG,
    OWN,
    PROCEDURES,
    Definition,
    Group,
    Period,
    of_766,
)

CATALOGUE = (
    Definition(
        key="complete_content_rate",
        name=_("Procedures with complete content"),
        numerator=("catalogue_complete",),
        denominator=("catalogue",),
        definition=_(
            "Procedures in force with name, steps, way of filing, papers and their number, time"
            " limit, subjects and agency ÷ procedures in force, as of today."
        ),
        source=of_766("1.3"),
        period=Period.NOW,
        official="1.3",
        group=Group.TRANSPARENCY,
    ),
    Definition(
        key="procedures_online_rate",
        name=_("Procedures offered online"),
        numerator=("catalogue_full", "catalogue_partly"),
        denominator=("catalogue",),
        definition=_(
            "Procedures in force offered fully or partly online ÷ procedures in force, as of today."
        ),
        source=of_766("3.1"),
        period=Period.NOW,
        official="3.1",
        group=Group.SERVICES,
    ),
    Definition(
        key="procedures_full_rate",
        name=_("Procedures fully online"),
        numerator=("catalogue_full",),
        denominator=("catalogue",),
        definition=_(
            "Procedures in force offered fully online ÷ procedures in force, as of today."
        ),
        source=OWN,
        period=Period.NOW,
    ),
    Definition(
        key="procedures_partial_rate",
        name=_("Procedures partly online"),
        numerator=("catalogue_partly",),
        denominator=("catalogue",),
        definition=_(
            "Procedures in force offered partly online ÷ procedures in force, as of today."
        ),
        source=OWN,
        period=Period.NOW,
    ),
    Definition(
        key="services_with_dossiers_rate",
        name=_("Online services in use"),
        numerator=(f"{PROCEDURES}received_online{AMONG}catalogue_online",),
        denominator=("catalogue_online",),
        definition=_(
            "Procedures in force offered fully or partly online, with applications received online,"
            " by the day of reception ÷ all procedures in force offered fully or partly online."
        ),
        source=of_766("3.2"),
        period=Period.RECEIVED,
        official="3.2",
        group=Group.SERVICES,
    ),
)
