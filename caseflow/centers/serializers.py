from rest_framework import serializers

from caseflow.centers.models import ServiceCenter


class ServiceCenterSerializer(serializers.ModelSerializer[ServiceCenter]):
    level = serializers.CharField(source="unit.level", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = ServiceCenter
        fields = ["code", "name", "name_en", "level", "unit", "identifier_is_synthetic"]
        read_only_fields = fields
