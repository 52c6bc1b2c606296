import hashlib

SHA256_HEX = r"^[0-9a-f]{64}$"


def digest_of(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()
