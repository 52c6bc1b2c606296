"""What figures are called; published ones bring keys and measures as words of their source."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.definitions import BY_KEY

NAMES: dict[str, Promise] = {
    "online_filing_rank": _("Rank by online filing rate"),
    "commune_greening_rank": _("Rank by green communes"),
    "clerk_handling_minutes_before_ai": _("Handling by a clerk, before AI"),
    "clerk_handling_minutes_with_ai": _("Handling by a clerk, with AI"),
    "ai_supported_requests": _("Requests supported by AI"),
    "ai_answered_questions": _("Questions answered by AI"),
    "ai_checked_applications": _("Applications checked by AI"),
    "applications_received": _("Applications received"),
    "centres_with_ai_target": _("Centres with AI, target"),
    "communes": _("Communes"),
    "cost_reduction": _("Less cost than in the baseline"),
    "communes_meeting_all_criteria": _("Communes meeting all criteria"),
    "data_reuse_rate": _("Use and reuse of data"),
    "departments": _("Departments"),
    "digital_signatures_issued": _("Digital signatures issued"),
    "digital_teams": _("Community digital technology teams"),
    "digitisation_rate": _("Digitisation rate"),
    "documents_received": _("Documents received"),
    "documents_sent": _("Documents sent"),
    "full_online_procedures_target": _("Procedures fully online, target"),
    "fully_online_work_rate": _("Work done fully online"),
    "officials_trained": _("Officials trained"),
    "online_filing_target": _("Online filing rate, target"),
    "online_payment_rate": _("Online payment rate"),
    "online_payment_service_rate": _("Services with online payment"),
    "online_processing_target": _("Online processing, target"),
    "open_data_agencies_rate": _("Agencies with open data"),
    "open_data_share": _("Share of open data"),
    "pages_digitised": _("Pages digitised"),
    "procedures_full_online": _("Procedures fully online"),
    "procedures_partial_online": _("Procedures partly online"),
    "procedures_published": _("Procedures published"),
    "procedures_total": _("Procedures"),
    "signed_document_exchange_rate": _("Exchange of signed documents"),
    "time_reduction": _("Less time than in the baseline"),
    "time_and_cost_reduction_target": _("Less time and cost, target"),
    "user_accounts": _("User accounts"),
}
MEASURES: dict[str, Promise] = {
    "accounts": _("accounts"),
    "applications": _("applications"),
    "citizen questions (more than)": _("citizen questions (more than)"),
    "communes and wards": _("communes and wards"),
    "communes of 40": _("communes of 40"),
    "community digital technology teams": _("community digital technology teams"),
    "digital signatures": _("digital signatures"),
    "electronic documents": _("electronic documents"),
    "minutes per online application": _("minutes per online application"),
    "officials (more than)": _("officials (more than)"),
    "online applications": _("online applications"),
    "pages (more than)": _("pages (more than)"),
    "percent": _("percent"),
    "percent (more than)": _("percent (more than)"),
    "percent (nearly)": _("percent (nearly)"),
    "percent (target)": _("percent (target)"),
    "percent (target: at least)": _("percent (target: at least)"),
    "percent (target: more than)": _("percent (target: more than)"),
    "procedures": _("procedures"),
    "procedures (more than)": _("procedures (more than)"),
    "provincial departments": _("provincial departments"),
    "rank of 34": _("rank of 34"),
    "requests (more than)": _("requests (more than)"),
}


def name_of(key: str) -> str:
    """In the language of whoever reads; a key that nobody described yet is shown as it is."""
    definition = BY_KEY.get(key)
    return str(definition.name if definition else NAMES.get(key, key))
