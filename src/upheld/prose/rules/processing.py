"""Statistics, hashing, mail, AI: UPH138 to UPH140, UPH152."""

import re
from collections.abc import Iterator

from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_CLAIMS = re.compile(
    r"irreversibl\w+|unidentif\w+|not (?:for )?identify\w*|cannot (?:be used to )?identif\w+|不可逆|復元(?:は)?でき(?:ない|ません)|(?<!国を)特定(?:できない|できません|しません|されることはありません)|識別できない",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\bhash\w*|convert\w*|match(?:ed|ing)?\b|IP address|keystrokes?|ハッシュ|変換|照合|マッチング|IP ?アドレス|キー入力",
    re.IGNORECASE,
)
_PROCESSED = re.compile(
    r"\bpseudonymi[sz]\w*|\bpseudonymously|\busing pseudonyms|\banonymi[sz]ed (?:statistical )?\w+|\banonymously processed|\bstatistical data\b|仮名(?:加工|化)|匿名(?:加工|化)|統計(?:データ|情報)(?:を|に|と)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:publish|disclose|list)\w*[^.]{0,60}\b(?:items|categories)|items (?:contained|included)|fewer than \w+ (?:people|persons)|(?:項目|加工方法)[^。]{0,30}(?:公表|次のとおり|は、)|公表[^。]{0,30}項目|\d+ ?人未満",
    re.IGNORECASE,
)
_PROMOTES = re.compile(
    r"introduc\w+ (?:other|our|new)|various information on our|\bseminars?\b|sales recommend\w+|newsletters?\b|\bpromotional\b|\bcampaigns?\b|marketing (?:e-?)?mails?|information on products|prizes|キャンペーン|セミナー|新商品|メールマガジン|ダイレクトメール|商品(?:・|や|及び)サービスの(?:ご)?案内",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"unsubscribe|opt[- ]?out of (?:receiving |our )?(?:[\w-]+ )?(?:e-?mails?|marketing|newsletters?)|stop receiving|opt(?:ed)?[- ]in to|only (?:to|if) (?:people|those|you) (?:who )?(?:have )?(?:asked|consent\w*|agree\w*)|配信(?:の)?停止|受信(?:の|を)?(?:拒否|停止)|購読(?:の)?解除|同意(?:した|いただいた)(?:方|場合|お客様)(?:に|へ)(?:限り|のみ)",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"\bconsent|\bagreed?\b|同意", re.IGNORECASE)
_NO_TRAINING = re.compile(
    r"(?:do|does|will) not\b[^.]{0,100}\btrain\w*|no[- ]training|学習(?:に|には|目的で|のために)[^。]{0,12}(?:利用|使用)(?:し|いたし)ません",
    re.IGNORECASE,
)
_IMPROVES = re.compile(r"\bimprov\w+|改善|向上", re.IGNORECASE)
_DIFFERENCE = re.compile(r"without (?:using|training)|does not (?:include|mean) training|aggregated figures only|学習は(?:含まれ|含み)ません|学習を含みません", re.IGNORECASE)  # fmt: skip


def irreversible(material: Material) -> Iterator[Hit]:
    """UPH138: what is only hashed or recorded is said to identify nobody."""
    for sentence, _match in material.matching(_CLAIMS):
        clause = material.clause(sentence)
        words = material.reading.words(clause)
        section = (
            material.section_text(sentence)
            if re.search(r"this information|これらの情報", sentence.text)
            else ""
        )
        if _BUT.search(words) or _BUT.search(section):
            yield Hit(
                span=sentence.span,
                what=Text(en="data that can lead back to a person is said to identify nobody", ja="本人につながり得る情報を、特定できないとしています"),
                remedy=Text(en="call it pseudonymous, and say what protects it", ja="仮名化された情報と書き、保護の方法を示してください"),
            )  # fmt: skip


def unpublished_processing(material: Material) -> Iterator[Hit]:
    """UPH139: processed information without what has to be published (APPI 41(4), 43(3)-(4))."""
    for sentence, _match in material.matching(_PROCESSED):
        if sentence.kind == "heading" or _PUBLISHED.search(material.section_text(sentence)):
            continue
        yield Hit(
            span=sentence.span,
            what=Text(en="pseudonymised, anonymised or statistical data is made, and its items are not published", ja="仮名加工・匿名加工・統計の情報について、項目などが公表されていません"),
            remedy=Text(en="publish items and purpose (APPI 41, 43), and the smallest group of a statistic", ja="項目と目的(個人情報保護法第41条、第43条)と、統計の最小人数を書いてください"),
        )  # fmt: skip
        return


def mail_without_choice(material: Material) -> Iterator[Hit]:
    """UPH140: promotional mail without opt-in and a way to stop it (APPI; Act on Specified E-mail 3)."""
    if material.says(_CHOICE):
        return
    for sentence, _match in material.matching(_PROMOTES):
        if _CONSENT.search(material.reading.words(material.clause(sentence))):
            continue
        if material.area(sentence) in ("purpose-enforcement", "ads-and-opt-outs"):
            yield Hit(
                span=sentence.span,
                what=Text(en="promotion is a purpose, and neither consent nor a way to stop it is told", ja="宣伝を目的としていますが、同意や停止の方法が書かれていません"),
                remedy=Text(en="send to those who agreed, and tell how to stop (Act on Specified E-mail, art. 3)", ja="同意した方にのみ送り、停止の方法を書いてください(特定電子メール法第3条)"),
            )  # fmt: skip


def improvement_beside_no_training(material: Material) -> Iterator[Hit]:
    """UPH152: improvement is a purpose beside a promise not to train models."""
    promises = [sentence for sentence, _m in material.matching(_NO_TRAINING)]
    if not promises or material.says(_DIFFERENCE):
        return
    for sentence in material.about("purpose-enforcement", "statistics"):
        if _IMPROVES.search(sentence.text):
            yield Hit(
                span=sentence.span,
                what=Text(en=f"improvement is a purpose, and clause {promises[0].clause} promises no training", ja=f"改善を目的としていますが、{promises[0].clause} では学習に使わないとしています"),
                remedy=Text(en="say that improvement does not mean training, and how it is kept apart", ja="改善に学習が含まれないことと、その区別の方法を書いてください"),
            )  # fmt: skip
            return
