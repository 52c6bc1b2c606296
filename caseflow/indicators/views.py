from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.indicators.definitions import figures, shares
from caseflow.indicators.moments import one_moment
from caseflow.indicators.permissions import ForTheOffice
from caseflow.indicators.serializers import FiguresSerializer, QuestionSerializer


class IndicatorList(APIView):
    """Every defined indicator of a province, a commune or a centre, over a period."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[QuestionSerializer], responses=FiguresSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        asked = QuestionSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        question = asked.validated_data
        asked_of = question["unit"], question["from"], question["to"]
        found = {"results": figures(*asked_of), "for_others": shares(*asked_of)}
        return Response(FiguresSerializer(found).data)
