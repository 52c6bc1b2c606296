from tests.notices.conftest import mail

__all__ = ["mail"]
