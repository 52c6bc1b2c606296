from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.centers.models import AdministrativeUnit
from caseflow.centers.states import Level
from caseflow.indicators.days import office_day
from caseflow.indicators.moments import one_moment
from caseflow.indicators.permissions import ForTheOffice
from caseflow.scorecards import cards, communes, coverage, lights, places, published, targets
from caseflow.scorecards.counts import OF_COMMUNES
from caseflow.scorecards.models import Target
from caseflow.scorecards.serializers import (
    AskedDaySerializer,
    AskedRankingSerializer,
    AskedSerializer,
    LightsSerializer,
    ProvinceCoverageSerializer,
    PublishedSerializer,
    RankingSerializer,
    ScorecardSerializer,
    TargetsSerializer,
)
from caseflow.scorecards.views.asking import (
    DAY_WANTED,
    Question,
    asked,
    day_asked,
    province_for,
)


def question_of(request: Request) -> Question:
    form = asked(request)
    if not form.is_valid():
        raise ValidationError(
            {name: [str(text) for text in said] for name, said in form.errors.items()}
        )
    question = form.question()
    if not question.code:
        raise Http404
    return question


def province_of(request: Request) -> AdministrativeUnit:
    province = province_for(request)
    if province is None:
        raise Http404
    return province


class OfScorecards(APIView):
    permission_classes = (ForTheOffice,)


class CardOf766(OfScorecards):
    """Points of Decision 766 reached, lost and open, by group and indicator."""

    @extend_schema(parameters=[AskedSerializer], responses=ScorecardSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        question = question_of(request)
        period = question.period
        return Response(
            ScorecardSerializer(cards.card(question.scope, period.first, period.last)).data
        )


class Communes(OfScorecards):
    """The communes of the province by points, or by one figure."""

    @extend_schema(parameters=[AskedRankingSerializer], responses=RankingSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        province = province_of(request)
        period, key = question_of(request).period, request.GET.get("by", "")
        if key and key not in OF_COMMUNES:
            raise ValidationError({"by": [_("No figure has this key; choose one from the list.")]})
        units = list(places.communes_of(province, day=period.last))
        lines = communes.ranked(units, period.first, period.last, key=key)
        return Response(RankingSerializer({"results": lines}).data)


class Targets(OfScorecards):
    """Targets with what is reached and how it moves."""

    @extend_schema(responses=TargetsSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        province_of(request)
        rows = Target.objects.select_related("unit").order_by("-due_on", "key")
        found = targets.progress(rows, today=office_day(timezone.now()))
        return Response(TargetsSerializer({"results": found}).data)


class Lights(OfScorecards):
    """The communes' traffic lights of Resolution 57 on a day."""

    @extend_schema(parameters=[AskedDaySerializer], responses=LightsSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        province = province_of(request)
        try:
            day = day_asked(request.GET.get("day", ""))
        except ValueError:
            raise ValidationError({"day": [DAY_WANTED]}) from None
        units = list(places.communes_of(province, day=day))
        return Response(LightsSerializer(lights.board(units, Level.COMMUNE, day=day)).data)


class Published(OfScorecards):
    """What others printed, with source and contradictions, and our own count beside it."""

    @extend_schema(responses=PublishedSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        found = published.topics(province_of(request))
        return Response(PublishedSerializer({"results": found}).data)


class CoverageOfProvince(OfScorecards):
    """Communes, accounts, teams, training and documents."""

    @extend_schema(responses=ProvinceCoverageSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        found = coverage.coverage(province_of(request), now=timezone.now())
        return Response(ProvinceCoverageSerializer(found).data)
