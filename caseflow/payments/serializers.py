from typing import Any

from rest_framework import serializers

from caseflow.payments.models import Payment
from caseflow.payments.states import Method, PaymentState


class PaymentLineSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    amount = serializers.IntegerField(help_text="đồng")
    quantity = serializers.IntegerField(required=False)
    copies = serializers.IntegerField(required=False)
    exemption = serializers.CharField(required=False)


class PaymentReceiptSerializer(serializers.Serializer[Any]):
    method = serializers.ChoiceField(Method.choices)
    reference = serializers.CharField()
    amount = serializers.IntegerField(help_text="đồng")
    received_at = serializers.DateTimeField()
    refund_due = serializers.BooleanField()


class PaymentSerializer(serializers.Serializer[Payment]):
    number = serializers.CharField()
    state = serializers.ChoiceField(PaymentState.choices)
    amount = serializers.IntegerField(help_text="đồng")
    lines = PaymentLineSerializer(many=True)
    opened_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="payable online until then")
    closed_at = serializers.DateTimeField(allow_null=True)
    receipts = PaymentReceiptSerializer(many=True)


class PaymentsSerializer(serializers.Serializer[Any]):
    results = PaymentSerializer(many=True)


class StartSerializer(serializers.Serializer[Any]):
    return_url = serializers.URLField(max_length=500, required=False, default="")


class StartedSerializer(serializers.Serializer[Any]):
    redirect = serializers.URLField(help_text="where the payer is to be sent")


class GatewayAnswerSerializer(serializers.Serializer[Any]):
    RspCode = serializers.CharField()
    Message = serializers.CharField()
