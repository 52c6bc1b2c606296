"""How files are handled: in time or not, with how many turns, and what people say of it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import RatedItem
from caseflow.indicators.formulas.shape import OWN, Definition, Group, Period, of_766

HANDLING = (
    Definition(
        key="on_time_rate",
        name=_("On-time rate"),
        numerator=("finished_by_due",),
        denominator=("finished",),
        definition=_(
            "Applications whose handling ended no later than their current due time ÷ all"
            " applications whose handling ended, by the day of the end. One without a due time"
            " counts as ended, not as on time."
        ),
        source=of_766("2.1"),
        period=Period.FINISHED,
    ),
    Definition(
        key="on_time_original_rate",
        name=_("On-time rate by the first due date"),
        numerator=("finished_by_first_due",),
        denominator=("finished",),
        definition=_(
            "Applications whose handling ended no later than the due time first promised ÷ all"
            " applications whose handling ended, by the day of the end. A new appointment does"
            " not mend this figure."
        ),
        source=OWN,
        period=Period.FINISHED,
    ),
    Definition(
        key="on_time_rate_766",
        name=_("On-time rate with files in progress"),
        numerator=("finished_in_time_766", "open_in_time_at_end"),
        denominator=("finished_taken_in", "open_at_end"),
        definition=_(
            "Received applications that ended by their due day, with one supplement request at"
            " most, and those open and not late on the last day of the period ÷ received"
            " applications that ended in the period and those open on its last day. While the"
            " period runs, today stands for its last day."
        ),
        source=of_766("2.1"),
        period=Period.FINISHED,
        official="2.1",
        group=Group.PROGRESS,
    ),
    Definition(
        key="supplement_rate",
        name=_("Supplement rate"),
        numerator=("finished_supplemented",),
        denominator=("finished",),
        definition=_(
            "Ended applications for which a supplement was requested ÷ ended applications, by"
            " the day of the end."
        ),
        source=OWN,
        period=Period.FINISHED,
    ),
    Definition(
        key="repeated_supplement_rate",
        name=_("Repeated supplement rate"),
        numerator=("finished_supplemented_again",),
        denominator=("finished",),
        definition=_(
            "Ended applications with more than one supplement request, where the law allows one"
            " ÷ ended applications, by the day of the end."
        ),
        source=_("Decree 118/2025/NĐ-CP, art 16(3)"),
        period=Period.FINISHED,
    ),
    Definition(
        key="refusal_rate",
        name=_("Refusals after appraisal"),
        numerator=("finished_rejected",),
        denominator=("finished_decided",),
        definition=_(
            "Ended applications that were rejected ÷ ended applications with a decision, by the"
            " day of the end."
        ),
        source=OWN,
        period=Period.FINISHED,
    ),
    Definition(
        key="extension_rate",
        name=_("Date moved with an apology"),
        numerator=("finished_extended",),
        denominator=("finished",),
        definition=_(
            "Ended applications whose date was moved once with an apology ÷ ended applications,"
            " by the day of the end."
        ),
        source=_("Decree 118/2025/NĐ-CP, art 19(6)"),
        period=Period.FINISHED,
    ),
    Definition(
        key="lapsed_rate",
        name=_("Closed for want of a supplement"),
        numerator=("finished_lapsed",),
        denominator=("finished",),
        definition=_(
            "Applications closed because the supplement did not come within its legal term"
            " ÷ ended applications, by the day of the end."
        ),
        source=_("Decree 118/2025/NĐ-CP, art 19(5)"),
        period=Period.FINISHED,
    ),
    Definition(
        key="uncollected_rate",
        name=_("Results not collected"),
        numerator=("finished_uncollected",),
        denominator=("finished_with_result",),
        definition=_(
            "Applications whose result was issued and is still to be fetched ÷ applications that"
            " ended with a result, by the day of the end."
        ),
        source=OWN,
        period=Period.FINISHED,
    ),
    Definition(
        key="satisfaction_rate",
        name=_("Satisfied ratings"),
        numerator=("rated_content",),
        denominator=("rated",),
        definition=_("Ratings of 4 or 5 out of 5 ÷ all ratings, by the day of the rating."),
        source=_("Decree 118/2025/NĐ-CP, arts 31–33"),
        period=Period.RATED,
    ),
    Definition(
        key="rating_rate",
        name=_("Applications rated"),
        numerator=("finished_rated",),
        denominator=("finished",),
        definition=_(
            "Ended applications that were rated ÷ ended applications, by the day of the end."
        ),
        source=OWN,
        period=Period.FINISHED,
    ),
    Definition(
        key="reception_satisfaction_rate",
        name=_("Satisfaction with reception and settlement"),
        numerator=("finished_without_complaint",),
        denominator=("finished",),
        definition=_(
            "Ended applications that were neither late nor rated 1 or 2 ÷ ended applications, by"
            " the day of the end. A file that is both is taken off once."
        ),
        source=of_766("5.4"),
        period=Period.FINISHED,
        official="5.4",
        group=Group.SATISFACTION,
    ),
)
#: What a rating may say besides of the whole.
ITEMS = tuple(
    Definition(
        key=f"{item}_satisfaction_rate",
        name=format_lazy("{} {}", _("Satisfied:"), item.label),
        numerator=(f"rated_{item}_content",),
        denominator=(f"rated_{item}",),
        definition=_(
            "Ratings of this item with 4 or 5 out of 5 ÷ all ratings of it, by the day of the"
            " rating. It may be left out of a rating."
        ),
        source=_("Decree 118/2025/NĐ-CP, art 33"),
        period=Period.RATED,
    )
    for item in RatedItem
)
