"""Who the company is and how it can be reached (APPI art. 32, 37, 40)."""

import re
import unicodedata
from collections.abc import Iterator

from upheld.policy.language.line import LabelOrText, Steps
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.policy.template import INVENTED_DAY, left_as_it_was
from upheld.wording import Text

rule = Registry[Given]()

_PLACEHOLDER = re.compile(
    r"\$|<[^>]*>|\[[^\]]*\]|x{3,}|[●○〇◯■□＊*]{2,}|\bTB[DC]\b|redacted|未定|未記入|非公開|伏せ字|準備中",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"@(?:[\w-]+\.)*example\.(?:com|net|org|jp|co\.jp)$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/?#]\S*)?")
_PHONE_LEAST = 7
"""Digits of a number with its area: emergency calls are shorter, companies' numbers are not."""
_MOBILE = re.compile(r"\+?(?:81-?)?0?[789]0[- ]?\d")


@rule(
    "UPH104", "contact-placeholder", "error",
    title=Text(en="A contact is missing or a placeholder", ja="連絡先がない、または仮の値である"),
    why=Text(
        en="A person has to be able to ask: where to is part of what must be published.",
        ja="本人が求めを行えるよう、申出先の公表が必要です。",
    ),
    law=("APPI 32(1)(iv)", "Order 10(ii)"),
    bad='channels: {desk: {kind: email, to: "[redacted]", c: "9.1"}}',
    good='channels: {desk: {kind: email, to: privacy@sample-store.jp, c: "9.1"}}',
)  # fmt: skip
def contact_placeholder(given: Given) -> Iterator[Hit]:
    policy = given.policy
    if not policy.channels:
        yield Hit(
            path=("channels",),
            what=Text(en="no contact is declared", ja="連絡先が宣言されていません"),
            remedy=Text(
                en="declare at least one under `channels:`",
                ja="`channels:` に一つ以上宣言してください",
            ),
        )
    for name, channel in policy.channels.items():
        if any(_unreal(channel.kind, to) for to in (channel.to.ja, channel.to.en)):
            yield Hit(
                path=("channels", name, "to"),
                what=Text(
                    en=f"the {channel.kind} contact `{name}` is a placeholder",
                    ja=f"連絡先 `{name}` が仮の値です",
                ),
                remedy=Text(en="write the real one", ja="実際の連絡先を書いてください"),
            )
        elif wrong := _mistyped(channel.kind, channel.to):
            yield Hit(path=("channels", name, "to"), what=wrong[0], remedy=wrong[1])
        elif _RESERVED.search(channel.to.en):
            yield Hit(
                path=("channels", name, "to"),
                severity="information",
                what=Text(
                    en=f"the address of `{name}` is in a domain reserved for examples",
                    ja=f"`{name}` のアドレスは例示用のドメインです",
                ),
                remedy=Text(en="replace it before you publish", ja="公表前に置き換えてください"),
            )


def _mistyped(kind: str, to: LabelOrText) -> tuple[Text, Text] | None:
    """Say what keeps a link from being made of it, and how to write it."""
    for one in (to.ja, to.en):
        if kind == "phone" and any(c.isdigit() and not c.isascii() for c in one):
            return Text(en="the number is written in full-width letters",
                        ja="電話番号が全角で書かれています"), Text(
                en="write it in ASCII digits, e.g. `03-1234-5678`",
                ja="`03-1234-5678` のように半角で書いてください",
            )  # fmt: skip
        if kind == "form" and _BARE_HOST.fullmatch(one.strip()):
            return Text(en="the form is an address without `https://`",
                        ja="フォームの URL に `https://` がありません"), Text(
                en="write the whole address, e.g. `https://sample-store.jp/privacy`",
                ja="`https://sample-store.jp/privacy` のように先頭から書いてください",
            )  # fmt: skip
    return None


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in unicodedata.normalize("NFKC", text))


def _unreal(kind: str, to: str) -> bool:
    """Say whether nobody is reached there: a placeholder, no address, no number."""
    return bool(
        _PLACEHOLDER.search(to)
        or (kind == "email" and not _EMAIL.fullmatch(to))
        or (kind == "phone" and _digits(to) < _PHONE_LEAST)
    )


@rule(
    "UPH107", "no-date", "warning",
    title=Text(en="The policy has no date", ja="ポリシーに日付がない"),
    why=Text(
        en="Without a date nobody can tell which law it was written for, or whether it changed.",
        ja="日付がないと、どの時点の法令に基づくか、変更があったかを確かめられません。",
    ),
    bad="policy: {date: null}",
    good="policy: {date: 2026-04-01}",
)  # fmt: skip
def no_date(given: Given) -> Iterator[Hit]:
    if given.policy.policy.date is None:
        yield Hit(
            path=("policy",),
            key=True,
            what=Text(en="this version has no date", ja="この版に日付がありません"),
            remedy=Text(en="add `date: YYYY-MM-DD`", ja="`date: YYYY-MM-DD` を追加してください"),
        )


@rule(
    "UPH108", "handler-incomplete", "error",
    title=Text(
        en="Name, address or representative is missing", ja="事業者の名称・住所・代表者が欠けている"
    ),
    why=Text(
        en="A business must publish its name and address and, as a company, its representative.",
        ja="事業者の氏名または名称、住所、法人では代表者の氏名の公表が必要です。",
    ),
    law=("APPI 32(1)(i)",),
    bad="handler: {representative: null}",
    good="handler: {representative: {name: {ja: 見本 花子, en: Hanako Mihon}, title: {ja: 代表取締役, en: President}}}",
)  # fmt: skip
def handler_incomplete(given: Given) -> Iterator[Hit]:
    handler = given.policy.handler
    if handler is None:
        yield Hit(
            path=("policy",),
            key=True,
            what=Text(
                en="the business is not declared: name, address, representative",
                ja="事業者(名称・住所・代表者)が宣言されていません",
            ),
            remedy=Text(en="declare `handler:`", ja="`handler:` を宣言してください"),
        )
    elif handler.representative is None and not handler.individual:
        yield Hit(
            path=("handler",),
            key=True,
            what=Text(en="the representative is missing", ja="代表者がありません"),
            remedy=Text(
                en="add `representative: {name: …, title: …}`",
                ja="`representative: {name: …, title: …}` を追加してください",
            ),
        )
    yield from _from_the_template(given.policy)


def _from_the_template(policy: Policy) -> Iterator[Hit]:
    """What `upheld init` wrote there stands for nobody; published, it names the wrong people."""
    handler, signatory = policy.handler, policy.policy.signatory
    written: list[tuple[Steps, LabelOrText]] = []
    if signatory is not None:
        written.append((("policy", "signatory", "name"), signatory.name))
    if handler is not None:
        written.append((("handler", "address"), handler.address))
    if handler is not None and handler.representative is not None:
        written.append((("handler", "representative", "name"), handler.representative.name))
    left = [
        path for path, label in written if left_as_it_was(label.ja) and left_as_it_was(label.en)
    ]
    if policy.policy.date == INVENTED_DAY:
        left.append(("policy", "date"))
    for path in left:
        yield Hit(
            path=path,
            key=True,
            severity="warning",
            what=Text(
                en="this is the invented value of the template",
                ja="ひな形の架空の値のままです",
            ),
            remedy=Text(en="write your own", ja="自社のものに書き換えてください"),
        )


@rule(
    "UPH111", "procedure-unreachable", "error",
    title=Text(en="Nobody is told how to ask", ja="請求の手続が示されていない"),
    why=Text(
        en="How to make a request (and its fee) must be published or answered without delay.",
        ja="開示等の請求の手続(手数料を含む)を本人の知り得る状態に置く必要があります。",
    ),
    law=("APPI 32(1)(iii)", "APPI 37"),
    bad="desk: {channels: null, procedure_url: null}\nchannels: {desk: {uses: [enquiries]}, counter: {uses: [enquiries]}}",
    good="desk: {channels: [desk], procedure_url: null}",
)  # fmt: skip
def procedure_unreachable(given: Given) -> Iterator[Hit]:
    policy = given.policy
    if not any(right.offered for right in policy.rights.values()):
        return
    desk = policy.desk
    by_desk = desk is not None and (desk.channels or desk.procedure_url)
    if not by_desk and not any("requests" in one.uses for one in policy.channels.values()):
        yield Hit(
            path=("desk",) if desk is not None else ("rights",),
            key=True,
            what=Text(
                en="rights are offered, and no channel or page says how to ask",
                ja="権利を示しながら、請求の窓口も手続のページもありません",
            ),
            remedy=Text(
                en="name `channels:` or a `procedure_url:` under `desk:`",
                ja="`desk:` に `channels:` または `procedure_url:` を書いてください",
            ),
        )


_COMPANY = re.compile(
    r"(?:株式会社|合同会社)[^\s、。,()（）「」]{2,20}|[^\s、。,()（）「」]{2,20}(?:株式会社|合同会社)"
    r"|(?:[A-Z][\w&.-]+ ){1,4}(?:Inc|Ltd|LLC|Corp|Corporation|GmbH|K\.K)\b"
)

_ANY_COMPANY = re.compile(
    r"(?:株式会社|合同会社)(?:等|など|その他|や|である|であ|ではな|または|又は|若しくは|及び|および|の(?:場合|役員|株主|代表)|が|は|に|を|と|、|$)"
)
"""`a stock company or the like`: a form of company and no company."""


@rule(
    "UPH144", "wrong-party", "error",
    title=Text(en="A sentence names a company that is no party", ja="当事者でない会社名が書かれている"),
    why=Text(
        en="A company in a sentence that is neither the business nor a declared recipient is a "
        "slip from another text, and makes the promise somebody else's.",
        ja="事業者でも宣言された提供先でもない会社名は、他の文書からの写し間違いであり、"
        "約束の主体を誤らせます。",
    ),
    bad='rights: {deletion: {text: {ja: 株式会社別会社が削除します。, en: "Another Shop, Inc. deletes it."}}}',
    good="rights: {deletion: {text: {ja: 株式会社サンプル商店が削除します。, en: We delete it.}}}",
)  # fmt: skip
def wrong_party(given: Given) -> Iterator[Hit]:
    known = " ".join(_party_names(given))
    for said in given.said:
        if said.path[0] in ("policy", "handler", "recipients", "joint_use", "history", "officers"):
            continue
        if _run_by_somebody_else(given, said.words):
            yield Hit(
                path=said.path,
                what=Text(
                    en="a sentence says that a recipient runs the service",
                    ja="提供先がサービスを運営しているとする文があります",
                ),
                remedy=Text(
                    en="name the business itself, or say what the recipient does",
                    ja="自社の名称に正すか、提供先の役割を書いてください",
                ),
            )
            continue
        for match in _COMPANY.finditer(said.words):
            if _ANY_COMPANY.search(match.group()):
                continue
            bare = re.sub(r"株式会社|合同会社", "", match.group()).strip(" ,.")
            # A particle after the name belongs to the sentence: compare the longest known prefix.
            if not _named(bare, known):
                yield Hit(
                    path=said.path,
                    what=Text(
                        en="a sentence names a company that is neither the business nor a recipient",
                        ja="事業者でも提供先でもない会社名が文中にあります",
                    ),
                    remedy=Text(
                        en="correct the name, or declare the company under `recipients:`",
                        ja="会社名を正すか、`recipients:` に宣言してください",
                    ),
                )
                break


_OPERATED = re.compile(r"\b(?:operated|run) by |運営")


def _run_by_somebody_else(given: Given, words: str) -> bool:
    """Say whether a sentence names a recipient as the operator of the company's own service."""
    if not _OPERATED.search(words):
        return False  # most sentences: no need to look for each recipient in them
    own = {given.policy.policy.company.en, given.policy.policy.company.ja}
    for recipient in given.policy.recipients.values():
        if {recipient.en, recipient.ja} & own:
            continue
        en, ja = re.escape(recipient.en), re.escape(recipient.ja)
        if re.search(
            rf"\b(?:site|service|website)\b[^.]{{0,20}}\b(?:operated|run) by {en}", words
        ) or re.search(
            rf"(?:サイト|サービス)(?:は|を)[^。]{{0,10}}{ja}(?:が|の)[^。]{{0,6}}運営", words
        ):
            return True
    return False


def _named(bare: str, known: str) -> bool:
    first = re.split(r"[がはをのにとへもや、]", bare)[0] or bare
    return first in known or bare.split(" ", maxsplit=1)[0] in known


def _party_names(given: Given) -> Iterator[str]:
    policy = given.policy
    labels = [policy.policy.company]
    if policy.handler is not None:
        labels.append(policy.handler.name)
    labels += [change.company for change in policy.history if change.company is not None]
    if policy.authorised_body is not None:
        labels.append(policy.authorised_body.name)
    if policy.joint_use is not None:
        labels += [*policy.joint_use.users.companies.values(), policy.joint_use.responsible.name]
    labels += [one.service for one in policy.external_transmissions.values() if one.service]
    for label in labels:
        yield from (label.ja, label.en)
    for recipient in policy.recipients.values():
        yield from (recipient.ja, recipient.en)


@rule(
    "UPH151", "hours-incomplete", "information",
    title=Text(
        en="Opening hours without year-end days, or one mobile number as the only channel",
        ja="受付時間に年末年始がない、または携帯電話のみの窓口",
    ),
    why=Text(
        en="People call on the days around New Year; a single mobile number is one person's.",
        ja="年末年始にも電話はかかります。携帯電話一つでは担当者個人に依存します。",
    ),
    bad="channels: {counter: {hours: {closing: null}}}",
    good='channels: {counter: {hours: {closing: "12-29/01-03"}}}',
)  # fmt: skip
def hours_incomplete(given: Given) -> Iterator[Hit]:
    policy = given.policy
    for name, channel in policy.channels.items():
        if channel.hours is not None and channel.hours.closing is None:
            yield Hit(
                path=("channels", name, "hours"),
                key=True,
                what=Text(
                    en=f"the hours of `{name}` do not say what holds around New Year",
                    ja=f"`{name}` の受付時間に年末年始の定めがありません",
                ),
                remedy=Text(
                    en='add `closing: "12-29/01-03"`',
                    ja='`closing: "12-29/01-03"` を追加してください',
                ),
            )
    if len(policy.channels) == 1:
        ((name, only),) = policy.channels.items()
        if only.kind == "phone" and _MOBILE.match(only.to.en):
            yield Hit(
                path=("channels", name, "to"),
                what=Text(
                    en="a mobile number is the only way to reach the company",
                    ja="窓口が携帯電話番号のみです",
                ),
                remedy=Text(
                    en="add an address, a form or an e-mail address",
                    ja="住所・フォーム・メールアドレスのいずれかを加えてください",
                ),
            )


__all__ = ["rule"]
