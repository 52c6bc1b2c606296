from caseflow.applications.models.bulk import AskedForMany, BulkDeed, BulkItem, ItemOfMany
from caseflow.applications.models.calendar_changes import CalendarChange, CalendarChangePart
from caseflow.applications.models.case import Application, new_tracking_key
from caseflow.applications.models.consultations import Consultation
from caseflow.applications.models.erasing import Erasure, FileToRemove, RetentionTerm
from caseflow.applications.models.followers import Cursor, Job
from caseflow.applications.models.helping import Circumstances, HelperSession, PaperHandOver
from caseflow.applications.models.log import Event, Statement, TransactionId
from caseflow.applications.models.offices import Competence, NumberCounter
from caseflow.applications.models.papers import Document, Draft, PartialUpload, document_path
from caseflow.applications.models.readings import Reading

__all__ = [
    "AskedForMany",
    "ItemOfMany",
    "Application",
    "BulkDeed",
    "BulkItem",
    "CalendarChange",
    "CalendarChangePart",
    "Circumstances",
    "Competence",
    "Consultation",
    "Cursor",
    "Document",
    "Draft",
    "Erasure",
    "Event",
    "FileToRemove",
    "HelperSession",
    "Job",
    "NumberCounter",
    "PaperHandOver",
    "PartialUpload",
    "Reading",
    "RetentionTerm",
    "Statement",
    "TransactionId",
    "document_path",
    "new_tracking_key",
]
