import json

import orjson


class LettersAsTheyAre(json.JSONEncoder):
    """JSON for columns full of Vietnamese, which \\u escapes would make three times as long."""

    def encode(self, o: object) -> str:
        return orjson.dumps(o).decode()
