"""A file of JSON is JSON still when its values are gone."""

import json

import pytest

from upheld.detection import Scanner
from upheld.detection.transform import masked, redacted, with_quoted_numbers

SCANNER = Scanner()
CARD = "4111111111111111"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"card": {CARD}}}',
        f'{{"card": {CARD}, "phone": "090-1234-5678", "all": [1, {CARD},\n {CARD}], "n": 5}}',
        f'{{"card": {CARD}}}\n{{"card": 5}}\n\n{{"card":{CARD} }}\n',
    ],
)
def test_numbers_that_are_found_become_strings(text: str) -> None:
    quoted, places = with_quoted_numbers(text, SCANNER.scan(text))
    for new in (redacted(quoted, places, "en"), masked(quoted, places)):
        lines = [line for line in new.splitlines() if line] if "}\n{" in new else [new]
        assert CARD not in json.dumps([json.loads(line) for line in lines])
        assert '"card": "' in new


@pytest.mark.parametrize(
    "text",
    [f"card: {CARD},\n", f'{{"card": {CARD}', f'{{"card": "{CARD}"}}', f"x = [{CARD}]", f"{CARD}"],
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert with_quoted_numbers(text, SCANNER.scan(text))[0] == text
