"""``bin/python -m tests.compare_verifiers [COUNT [SEED]]``: so many documents, one byte changed.

Within the signed range nobody may call them valid: pdfsig, pyHanko's library, its command line
(on twenty), we. Anywhere in a document of our register we must call it altered. Needs the servers
of the tests (DATABASE_URL, REDIS_URL) and poppler's pdfsig.
"""

import os
import sys

import pytest

FILE = "tests/signatures/test_random_changes.py"

if __name__ == "__main__":
    count, seed, *_ = [*sys.argv[1:], *("1000", "1")[len(sys.argv) - 1 :]]
    os.environ |= {"COMPARED_CHANGES": count, "COMPARED_SEED": seed}
    failed = pytest.main(["-q", "--timeout=0", "--durations=0", "--durations-min=1", FILE])
    sys.stdout.write(f"changes {count}\nseed {seed}\n")
    sys.exit(failed)
