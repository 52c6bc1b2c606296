from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.indicators.moments import one_moment
from caseflow.indicators.permissions import ForTheOffice
from caseflow.reports import filing_quality
from caseflow.reports.serializers import AskedSerializer, QualitySerializer
from caseflow.reports.views.asking import asked, invalid


class FilingQuality(APIView):
    """How many filings contradict themselves, by centre and kind."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[AskedSerializer], responses=QualitySerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        form = asked(request)
        if not form.is_valid():
            raise invalid(form)
        selection = form.selection()
        if filing_quality.is_too_long(selection):
            raise ValidationError({"from": [filing_quality.TOO_LONG]})
        return Response(QualitySerializer({"results": filing_quality.lines(selection)}).data)
