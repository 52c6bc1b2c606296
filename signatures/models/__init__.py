from signatures.models.certificates import Certificate
from signatures.models.signatures import Signature, place_of

__all__ = ["Certificate", "Signature", "place_of"]
