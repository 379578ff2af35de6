"""All rules, UPH101 to UPH152, with what they look for and the law behind them."""

from collections.abc import Callable, Iterator

from upheld.prose.rules import (
    addresses,
    dating,
    joint_use,
    keeping,
    lists,
    online,
    openness,
    parties,
    pointing,
    processing,
    protecting,
    provision,
    reaching,
    requests,
    wording,
)
from upheld.prose.rules.finding import Hit, Severity, TextRule
from upheld.prose.rules.material import Material
from upheld.wording import Text

_E: Severity = "error"
_W: Severity = "warning"
_I: Severity = "information"


def _rule(  # noqa: PLR0917 - one row of the table below
    number: int,
    severity: Severity,
    en: str,
    ja: str,
    law: str,
    check: Callable[[Material], Iterator[Hit]],
) -> TextRule:
    return TextRule(
        code=f"UPH{number}", severity=severity, title=Text(en=en, ja=ja), law=law, check=check
    )


RULES: tuple[TextRule, ...] = (
    _rule(101, _E, "a reference points nowhere or to another topic", "参照先がない、または別の内容", "", pointing.missing_or_untopical),
    _rule(102, _E, "an exception names a purpose of another topic", "例外が別の内容の目的を指している", "APPI 27(1)", pointing.wrong_purpose),
    _rule(103, _E, "an announced list has no entry", "予告した列挙に項目がない", "", lists.empty_list),
    _rule(104, _E, "a contact is a placeholder, hidden or missing", "連絡先が仮の記載・非表示・欠落", "APPI 32(1)(iv), 40", reaching.placeholder),
    _rule(105, _W, "an article is cited without the law's version", "法令の時点がない条文の引用", "", dating.article_without_version),
    _rule(106, _W, "the text is older than a change of the law it cites", "引用する法令の改正より古い", "", dating.older_than_the_law),
    _rule(107, _W, "no date", "日付がない", "", dating.undated),
    _rule(108, _E, "name, address or representative is missing", "名称・住所・代表者の欠落", "APPI 32(1)(i)", reaching.handler_incomplete),
    _rule(109, _E, "items of joint use are missing", "共同利用の事項の欠落", "APPI 27(5)(iii)", joint_use.items_missing),
    _rule(110, _W, "a heading is cited under another title", "見出しの引用が異なる", "", pointing.other_title),
    _rule(111, _E, "the procedure of requests cannot be reached", "請求手続にたどり着けない", "APPI 32(1)(iii), 37", requests.unreachable_procedure),
    _rule(112, _W, "records of provision cannot be asked for", "第三者提供記録の開示がない", "APPI 33(5)", requests.no_provision_records),
    _rule(113, _W, "no choice of electronic disclosure", "電磁的記録による開示の選択がない", "APPI 33(1)", requests.no_electronic_form),
    _rule(114, _W, "only the old grounds of suspension", "利用停止等の理由が古い", "APPI 35(3), 35(5)", requests.old_grounds),
    _rule(115, _W, "deletion at the company's discretion", "会社の裁量による削除", "APPI 35", requests.discretionary_deletion),
    _rule(116, _I, "a fee", "手数料", "APPI 38", requests.fee),
    _rule(117, _W, "no time limit in numbers", "数字による期限がない", "APPI 33-35", requests.no_time_limit),
    _rule(118, _E, "two periods for one category", "一つの情報に二つの保存期間", "APPI 22", keeping.two_rules),
    _rule(119, _E, "kept shorter than a record duty", "記録義務より短い保存", "11 CCR 7101; APPI 29, 30", keeping.shorter_than_the_duty),
    _rule(120, _W, "no period of retention", "保存期間がない", "APPI 22", keeping.no_period),
    _rule(121, _W, "two age limits", "年齢の基準が二つ", "", keeping.two_ages),
    _rule(122, _E, "a right is denied that the law grants", "法律上の権利を否定している", "APPI 33; CCPA 1798.100", requests.right_denied),
    _rule(123, _W, "a choice without its purpose", "目的のない選択肢", "", requests.control_missing),
    _rule(124, _W, "one party in two roles", "一つの当事者に二つの立場", "", parties.two_roles),
    _rule(125, _W, "a sub-processor of one's own data", "自社の情報の再委託先", "", parties.sub_processor_of_own_data),
    _rule(126, _W, "a recipient abroad without its country", "国名のない外国の提供先", "APPI 28(2)", parties.abroad_without_country),
    _rule(127, _W, "an exception wider than the law", "法律より広い例外", "APPI 27(1), 27(5)", provision.wider_than_the_law),
    _rule(128, _I, "an exception stands twice", "例外の重複", "", provision.twice),
    _rule(129, _W, "a purpose without an end", "限定のない利用目的", "APPI 17(1)", openness.purpose),
    _rule(130, _W, "a category of data without an end", "限定のない情報の区分", "", openness.data),
    _rule(131, _W, "the structure of a list is broken", "列挙の構造の崩れ", "", lists.broken_list),
    _rule(132, _W, "consent is taken from use", "みなし同意", "", openness.implied_consent),
    _rule(133, _W, "change without notice", "通知のない変更", "APPI 17(2), 21(3)", openness.without_notice),
    _rule(134, _E, "what a tag sends, to whom or why is missing", "外部送信の事項の欠落", "Telecommunications Business Act 27-12", online.transmission_items),
    _rule(135, _E, "the text contradicts the tags it names", "文章とタグの矛盾", "", online.text_against_tags),
    _rule(136, _E, "keystrokes are recorded without masking", "マスクのないキー入力の記録", "APPI 20, 23", online.keystrokes),
    _rule(137, _E, "data from outside is joined without confirmed consent", "同意の確認のない突合", "APPI 31(1)", online.inbound_joined),
    _rule(138, _W, "hashed data is called unidentifiable", "ハッシュ化を識別不能と称する", "APPI 2(5)", processing.irreversible),
    _rule(139, _W, "processed information without publication", "加工情報の公表がない", "APPI 41(4), 43(3)-(4)", processing.unpublished_processing),
    _rule(140, _W, "promotional mail without a choice", "選択のない宣伝メール", "Act on Specified E-mail 3", processing.mail_without_choice),
    _rule(141, _W, "breaches: missing or incomplete", "漏えい等の対応の欠落", "APPI 26", protecting.incident_clause),
    _rule(142, _W, "security: missing or general", "安全管理措置の欠落", "APPI 32(1)(iv); Order 10(i)", protecting.security_clause),
    _rule(143, _E, "an instruction to the author", "作成者への指示の残り", "", wording.instruction),
    _rule(144, _E, "another party is named as the operator", "運営者名の誤り", "", parties.wrong_party),
    _rule(145, _W, "a fragment, a duplicate or a garbled term", "断片・重複・崩れた語", "", wording.fragment),
    _rule(146, _E, "a URL is malformed or insecure", "URL の不備", "", addresses.url),
    _rule(147, _I, "a retired name", "過去の名称", "", addresses.retired),
    _rule(148, _W, "a recipient without a name", "名称のない提供先", "APPI 27, 28", parties.unnamed_recipient),
    _rule(149, _W, "a signal honoured too narrowly", "信号の効果が狭い", "11 CCR 7025(c)", addresses.narrow_signal),
    _rule(150, _W, "a list that is not linked", "リンクのない一覧", "", addresses.unlinked_list),
    _rule(151, _I, "opening hours or channels are thin", "受付時間・連絡手段の不足", "", reaching.hours_and_channels),
    _rule(152, _W, "improvement beside a no-training promise", "学習しない約束と改善目的", "", processing.improvement_beside_no_training),
)  # fmt: skip
