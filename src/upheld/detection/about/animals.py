"""Ages of animals: nine years are few for a person, and no child's where a dog has them."""

import re

from upheld.detection.finding import Span

_ANIMAL = (
    r"(?:dog|cat|puppy|kitten|pet|rabbit|bunny|hamster|guinea pig|horse|pony|mare|gelding|stallion|parrot|budgie"
    r"|labrador|retriever|poodle|terrier|bulldog|chihuahua|beagle|dachshund|corgi|spaniel|collie)s?"
)
# A word that is a part of another: 群馬, 犬山, メインコース.
_ANIMAL_JA = (
    r"(?:犬(?![山養飼塚上])|猫(?!背)|ペット|うさぎ|ウサギ|ハムスター|(?<![ァ-ヶー])インコ(?![ァ-ヶー])|競走馬|愛馬"
    r"|ポニー|プードル|チワワ|ダックスフンド|レトリバー)"
)
_BEFORE = re.compile(
    rf"\b{_ANIMAL}(?:,| named| called)? ?(?:[A-Z][a-z]+)?(?:,? who)?,? ?(?:is|was|turned|turns|just turned|has turned)?"
    r"(?: only| just| about| nearly| almost)? ?\(?$"
    rf"|\b{_ANIMAL}(?: [A-Z][a-z]+)?[,;] (?:he|she|it|who)(?: is|['’]s)?(?: only| just| has)*(?: turned)? $"
    rf"|{_ANIMAL_JA}(?:の「?(?:[ァ-ヶー]{{1,8}}|[一-龠]{{1,3}}|[ぁ-ん]{{1,4}})」?(?:ちゃん|くん|君)?)?"
    r"[はがも、]?(?:もう|まだ|今年|今月|先月|来月|やっと|昨日)? ?\(?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:(?<=old)|[- ]old) (?:[a-z]+ )?{_ANIMAL}\b(?! (?:owner|lover|sitter|walker))|の(?:[一-龠]{{1,2}})?{_ANIMAL_JA}",
    re.IGNORECASE,
)
_REACH = 48
"""Code points before an age in which the animal is named."""


def has(plain: str, span: Span) -> bool:
    """Whether an animal has the age that a span is, and nobody stands between."""
    before = plain[max(0, span.start - _REACH) : span.start]
    return _BEFORE.search(before) is not None or _BEHIND.match(plain, span.end) is not None
