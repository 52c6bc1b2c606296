from rest_framework.generics import CreateAPIView

from benchmarks.bare.models import Parent
from benchmarks.bare.serializers import ParentSerializer


class CreateParent(CreateAPIView[Parent]):
    queryset = Parent.objects.all()
    serializer_class = ParentSerializer
