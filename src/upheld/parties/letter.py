"""An instruction as a mail, for a party that has no interface; it tells only what finds the person.

What finds the person goes into an encrypted file where the party has declared an age key, and
only those kinds of identity that the party says it needs, with or without one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from upheld.parties.outcomes import Identity, Instruction, InstructionRefusedError, Kind
from upheld.refusal import Where
from upheld.wording import Language, Text

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_VALUE_CHARACTERS = 320
_WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")

Deed: TypeAlias = Kind | Literal["restriction"]
"""What a letter may ask for: besides OpenDSR's kinds, that use and provision stop."""

_DEEDS: dict[Deed, Text] = {
    "restriction": Text(
        en="Please stop using the personal data of the person named below, and stop providing it to "
        "others, until we tell you otherwise; keep it where it is.",
        ja="下記の本人に関する個人データの利用と第三者への提供を、当社から連絡があるまで停止してください。"
        "データは消去せずに保管してください。",
    ),
    "erasure": Text(
        en="Please erase the personal data of the person named below, in every system and copy "
        "that you hold for us, and instruct those whom you have entrusted with it in turn.",
        ja="下記の本人に関する個人データを、当社のために保有しているすべてのシステムと複製から消去し、"
        "再委託先があれば同じ指示をしてください。",
    ),
    "access": Text(
        en="Please send us a copy of the personal data of the person named below that you hold for "
        "us, including its categories and since when you hold it.",
        ja="下記の本人に関する個人データのうち、当社のために保有しているものの写しを、項目と取得時期を"
        "添えてお送りください。",
    ),
    "portability": Text(
        en="Please send us the personal data of the person named below in a format that machines "
        "can read.",
        ja="下記の本人に関する個人データを、機械で読み取れる形式でお送りください。",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An encrypted file that goes with a letter."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is mailed; the subject names nothing but the reference."""

    subject: str
    text: str = field(repr=False)
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A party that is written to.

    Attributes:
        name: Its name, as the letter addresses it.
        language: Of the letter.
        needs: The kinds of identity by which it finds a person; nothing else is told.
        age_recipient: Its age public key, if it has declared one.
    """

    name: str
    language: Language
    needs: Sequence[str]
    age_recipient: str | None = None


def write(
    instruction: Instruction,
    addressee: Addressee,
    *,
    company: str,
    reference: str,
    due: date,
    deed: Deed | None = None,
) -> Letter:
    """Write the letter.

    Args:
        instruction: What is to be done.
        addressee: Who is to do it.
        company: Our name, which signs it.
        reference: What the answer has to quote; nothing personal.
        due: The last day for carrying it out.
        deed: What is asked for, where it is another thing than the instruction's kind.

    Raises:
        InstructionRefusedError: The party could not find the person by it, or its key is none.
    """
    told = [one for one in instruction.identities if one.kind in addressee.needs]
    if not told:
        raise _refused(
            addressee,
            "nothing that the party finds people by is known",
            "委託先が本人を特定できる情報がありません",
        )
    listed = "\n".join(_line(one, addressee) for one in told)
    sheet = None
    if addressee.age_recipient is not None:
        content = _sealed(f"{reference}\n{listed}\n", addressee)
        sheet = Sheet(name=f"{reference}.txt.age", content=content)
        listed = Text(
            en=f"(in the attached file `{sheet.name}`, encrypted to your age key)",
            ja=f"(添付ファイル `{sheet.name}` に記載。お届けいただいた age の鍵で暗号化しています)",
        ).in_language(addressee.language)
    body = _JAPANESE if addressee.language == "ja" else _ENGLISH
    text = body.format(
        addressee=addressee.name,
        deed=_DEEDS[deed or instruction.kind].in_language(addressee.language),
        reference=reference,
        due=_day(due, addressee.language),
        identities=listed,
        company=company,
    )
    subject = Text(
        en=f"Instruction about personal data [{reference}]",
        ja=f"個人データの取扱いに関する指示［{reference}］",
    )
    return Letter(subject=subject.in_language(addressee.language), text=text, sheet=sheet)


_ENGLISH = """Dear {addressee},

under our contract on the handling of personal data we instruct you as follows.

{deed}

Reference: {reference}
To be carried out by: {due}
The person is known to you by:
{identities}

Please answer this mail and leave the reference in its subject. Write one of
  ACCEPTED  with the day by which you will be done
  DONE      with the day, and what was done in which systems
  REFUSED   with the reason and the law or clause it rests on
If you hold nothing about this person, write NOT FOUND and how you searched.
Please do not quote this letter, and use what it says for nothing else.

{company}
"""
_JAPANESE = """{addressee} 御中

個人データの取扱いに関する契約に基づき、次のとおり指示します。

{deed}

受付番号: {reference}
期限: {due}
本人を特定する情報:
{identities}

件名の受付番号を残したまま、このメールに次のいずれかでご返信ください。
  受領: 完了予定日を添えてください
  完了: 実施日、対象のシステム、行った内容を添えてください
  拒否: 理由と、根拠となる法令または契約の条項を添えてください
該当する情報がない場合は「該当なし」とし、確認した方法を添えてください。
返信には本文を引用せず、記載の情報をほかの目的に使わないでください。

{company}
"""


def _line(identity: Identity, addressee: Addressee) -> str:
    if _UNPRINTABLE.search(identity.value) or len(identity.value) > _VALUE_CHARACTERS:
        raise _refused(
            addressee,
            "what finds the person holds control characters or is too long",
            "本人を特定する情報に制御文字があるか、長すぎます",
        )
    form = "" if identity.format == "raw" else f" ({identity.format})"
    return f"  {identity.kind}{form}: {identity.value}"


def _sealed(text: str, addressee: Addressee) -> bytes:
    import pyrage

    try:
        recipient = pyrage.x25519.Recipient.from_str(str(addressee.age_recipient).strip())
    except pyrage.RecipientError:
        # Sent in the clear instead, it would be the very thing the key was declared against.
        raise _refused(
            addressee,
            "its declared age key is none",
            "宣言された age の公開鍵が正しくありません",
        ) from None
    return bytes(pyrage.encrypt(text.encode(), [recipient]))


def _day(day: date, language: Language) -> str:
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"
    return day.isoformat()


def _refused(addressee: Addressee, en: str, ja: str) -> InstructionRefusedError:
    return InstructionRefusedError(
        Text(en=f"the letter is not written: {en}", ja=f"指示書を作成しません: {ja}"),
        remedy=Text(
            en="correct the declaration of the party, or give an identity that it knows",
            ja="委託先の宣言を直すか、委託先が把握している識別子を指定してください",
        ),
        where=Where(system=addressee.name),
    )
