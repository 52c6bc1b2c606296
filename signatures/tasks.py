from celery import shared_task
from django.utils import timezone

from signatures import upgrading
from signatures.certificates import fetching


@shared_task(name="signatures.upgrade", time_limit=600)
def upgrade() -> None:
    upgrading.sweep(at=timezone.now())


@shared_task(name="signatures.fetch_revocation_lists", time_limit=600)
def fetch_revocation_lists() -> None:
    fetching.fetch_due(at=timezone.now())
