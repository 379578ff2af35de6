"""Fields of a form: 「病名：うつ病」 is said of whom the form is about, though nobody is in it.

A label asks a person for something of theirs; what is right behind it, up to the end of the field, is
the answer. Titles (「病名：うつ病とは」), choices (「□あり □なし」), rules for others (「持病が糖尿病の方は」)
and programs (`condition == "diabetes"`) go on differently.
"""

from collections.abc import Iterator, Sequence

import regex

from upheld.detection.about.lexicon import Word

_OF_KIND = {
    "health": (
        "(?:主|副|確定|入院時?|退院時?|術[前後]|現在の)?(?:病名|診断名|診断結果|傷病名|疾患名|疾病名|障害名|障害の種類)"
        "|既往歴|既往症|既往|現病歴|病歴|持病|基礎疾患|主訴|自覚症状|診断|服用薬|常用薬|内服薬|服薬中の薬|休職理由|休職事由|療養理由"
        "|検査結果|検査の結果|判定結果|健康状態"
    ),
    "special_category": "信仰|宗教|信条|支持政党|政党|人種|民族|性的指向|性自認|加入組合|組合加入",
    "criminal_history": "前科|前科[・、]?前歴|犯罪歴|犯歴|賞罰|罪名|逮捕歴",
}
_OF_KIND_EN = {
    "health": (
        "(?<!differential )diagnos[ie]s|(?:past |family )?medical history|pmh|(?:medical |health |pre-?existing |existing |"
        "underlying |chronic )?conditions?|(?:chief|presenting) complaint|(?:current |regular )?medications?|disability|"
        "disabilities|illness(?:es)?|(?:test |lab )results?|reason for (?:absence|leave|sick leave)"
    ),
    "special_category": "religion|religious affiliation|faith|ethnicity|ethnic origin|race|sexual orientation|"
    "gender identity|political (?:affiliation|views?|party)|union membership",
    "criminal_history": "criminal (?:record|history)|convictions?|prior convictions?|offen[cs]es?",
}
_QUOTE = r"[\"'`*_「『]{0,3}"
_SIGN = rf"{_QUOTE}(?:\([^()\n]{{1,10}}\))?(?:[ ]?(?<![=!<>])[:=](?!=)|[ ]?[\t|→]|[】\]])[ \t]?{_QUOTE}[☑✓✔■●]?[ ]?"
_TOPIC = r"(?:は|が|に|として)、?「?"
_MODIFIER = (
    r"(?:重度|軽度|中等度|重症|軽症|慢性|急性|難治性|両側|[左右]|[0-9]{1,3}歳(?:で|時に?|頃に?|より|から)|[0-9]{4}年(?:[0-9]{1,2}月)?に?|の|、"
    r"|(?i:an?|the|stage [0-9ivx]+[a-c]?|type [12]|severe|mild|moderate|chronic|acute|recurrent|major|advanced|metastatic|early[- ]onset"
    r"|suspected|possible|probable|known|history of|h/o|left|right|bilateral|newly diagnosed|treated|untreated|(?:19|20)[0-9]{2}) )"
)
_BEFORE = {
    kind: regex.compile(
        rf"(?r)(?:(?<![一-龠々ァ-ヶーA-Za-z])(?:(?:{labels})(?:{_SIGN}|{_TOPIC})|(?i:{_OF_KIND_EN[kind]}){_SIGN})"
        rf"|(?<![^\n])[・#* -]{{0,4}}(?:(?:{labels})|(?i:{_OF_KIND_EN[kind]})) ){_MODIFIER}{{0,4}}"
    )
    for kind, labels in _OF_KIND.items()
}
_BETWEEN = regex.compile(
    rf"(?:の?(?:疑い|既往|治療中|術後|寛解))?[ ]?(?:\([^()\n]{{1,16}}\))?(?:[,、・/;+と&]| and | with )[ ]?{_MODIFIER}{{0,4}}"
)
"""From one answer to the next of a field that takes several."""
_ENDS = regex.compile(
    r"[\"'`*」』]{0,3}(?:(?:の(?:疑い|既往|治療中|術後|ため|再発)|治療中|術後|寛解|再発|疑い)?[ ]?(?:\((?!あり[・/])[^()\n]{1,24}\))?[\"'`*」』]{0,3}"
    r"(?:[ \t]*(?:$|[\n\r|\t,、;}\]]|[.。!](?![0-9A-Za-z]))|[ ]?[・/+&](?![ ]?(?:なし|無))|です|でした|だ(?:った)?(?:[、。\n]|$)|で(?:、|した)|である|のみ|だけ(?:です|。|$)|で(?:[一二三四五0-9]{1,2}[度回]|逮捕|捕ま|有罪|起訴|服役|執行猶予)"
    r"|(?:が|も)?あり(?:[、。\s]|ます|$)|がある(?:[。\n]|$)|と(?![はいすし])|を(?:指摘|発症|診断)|により|[ ]?[-–] |[ ](?:since|diagnosed|with|and|in (?:19|20)[0-9]{2}|\(|[0-9]))"
    r"|[ ](?:[☑✓✔■●□])"
    r")",
)
_ASKED = regex.compile(
    r"[^\n。.!?;]{0,40}?(?:(?:ご記入|ご入力|お選び)(?:く|下|の)|(?:記入|入力|選択|選ん|申告)し?[てで](?:く|下)|の有無|の方[はがにの]|があれば|がある場合"
    r"|\b(?:etc|if any|if applicable|please (?:list|specify|describe|state|give|tick|select))\b)"
)
"""The field is one of an empty form, that says what it asks for."""
_REACH = 64
"""Code points before a word in which its label stands."""
_NOBODYS = regex.compile(
    rf"(?:{'|'.join(_OF_KIND.values())})|(?i:{'|'.join(_OF_KIND_EN.values())})|(?!パニック|チック)[ァ-ヶーA-Z]+障害"
)
"""Labels themselves, and what machines have: ディスク障害."""


def answers(plain: str, words: Sequence[Word]) -> Iterator[Word]:
    """Yield which words are the answers of a field, and nobody's elsewhere."""
    ends: dict[str, int] = {}
    for word in sorted(words, key=lambda one: (one.start, -one.end)):
        if _NOBODYS.fullmatch(plain, word.start, word.end):
            continue
        if not _ENDS.match(plain, word.end) or _ASKED.match(plain, word.end):
            continue
        last = ends.get(word.kind)
        labelled = _BEFORE.get(word.kind)
        if (labelled and labelled.match(plain, max(0, word.start - _REACH), word.start)) or (
            last is not None and _BETWEEN.fullmatch(plain, last, word.start)
        ):
            ends[word.kind] = word.end
            yield word
