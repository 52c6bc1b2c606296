"""Every catalogue under ``locale`` says something for every message, and nothing doubtful."""

import sys
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po


def is_open(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return message.fuzzy or not all(strings)


def main() -> int:
    found = False
    for path in sorted(Path("locale").glob("**/*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and is_open(message):
                    found = True
                    sys.stdout.write(f"{path}:{message.lineno}: {message.id!r}\n")
    return found


if __name__ == "__main__":
    sys.exit(main())
