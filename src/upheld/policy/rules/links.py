"""What a text points to: addresses of pages, and lists that it announces."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from upheld.policy.rules.rule import Fix, Given, Hit, Registry
from upheld.policy.rules.texts import links
from upheld.wording import Text

rule = Registry[Given]()

_URL = re.compile(r"https?://[^\s、。）)」』>]*")


@rule(
    "UPH146", "url-broken", "error",
    title=Text(en="A malformed or insecure link", ja="形式が誤っている、または安全でないリンク"),
    why=Text(
        en="An opt-out whose link fails is no opt-out.",
        ja="開けないリンクでは、オプトアウトの手段を示したことになりません。",
    ),
    bad="desk: {procedure_url: http://sample-store.jp/privacy}",
    good="desk: {procedure_url: https://sample-store.jp/privacy}",
)  # fmt: skip
def url_broken(given: Given) -> Iterator[Hit]:
    for said in links(given.policy):
        trimmed = said.words.strip()
        wrong = wrong_with(trimmed) or (
            Text(en="has spaces around it", ja="の前後に空白があります")
            if trimmed != said.words
            else None
        )
        if wrong is not None:
            safe = wrong_with(trimmed) is None
            yield Hit(
                path=said.path,
                what=Text(en=f"the link {wrong.en}", ja=f"リンク{wrong.ja}"),
                remedy=Text(
                    en="write the https address of the page", ja="https の URL を書いてください"
                ),
                fix=Fix(path=said.path, value=trimmed) if safe else None,
            )
    for said in given.said:
        for match in _URL.finditer(said.words):
            # A quotation mark behind an address closes what the sentence opened before it.
            wrong = wrong_with(match.group().rstrip("\"'\N{RIGHT DOUBLE QUOTATION MARK}"))
            if wrong is not None:
                yield Hit(
                    path=said.path,
                    what=Text(
                        en=f"a link in this sentence {wrong.en}", ja=f"文中のリンク{wrong.ja}"
                    ),
                    remedy=Text(en="correct it", ja="正してください"),
                )


def wrong_with(url: str) -> Text | None:
    """Say what is wrong with an address of a page; `None` if nothing is."""
    if re.search(r"\s", url):
        return Text(en="has a space inside", ja="に空白が含まれています")
    if re.search(r"[\[\]<>{}|\\^`\"]", url):
        return Text(en="has a stray bracket or mark", ja="に不要な括弧や記号があります")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return Text(en="is malformed", ja="の形式が誤っています")
    if parts.scheme == "http":
        return Text(en="is not encrypted (http)", ja="が暗号化されていません(http)")
    if parts.scheme != "https" or "." not in host:
        return Text(en="is no address of a page", ja="が URL ではありません")
    return None


@rule(
    "UPH103", "announced-list-empty", "error",
    title=Text(en="A list is announced and has no entry", ja="一覧を示すとしながら項目がない"),
    why=Text(
        en="`The following` with nothing below tells people nothing.",
        ja="「次のとおり」の後に何もなければ、何も示したことになりません。",
    ),
    law=("APPI 32(1)",),
    bad='choices: {links: [], c: "8.9"}',
    good='choices: {links: [{url: "https://sample-store.jp/choices"}], c: "8.9"}',
)  # fmt: skip
def announced_list_empty(given: Given) -> Iterator[Hit]:
    policy = given.policy
    lists: list[tuple[tuple[str | int, ...], bool]] = []
    if policy.choices is not None:
        lists.append((("choices",), not policy.choices.links))
    if policy.authorised_body is not None:
        lists.append((("authorised_body",), not policy.authorised_body.channels))
    if policy.cards is not None:
        lists.append((("cards",), not policy.cards.processors))
    if policy.joint_use is not None:
        empty = not policy.joint_use.users.companies and not policy.joint_use.users.list_url
        lists.append((("joint_use", "users"), empty))
    if policy.ai is not None and policy.ai.providers is not None:
        lists.append((("ai", "providers"), not policy.ai.providers.to))
    if policy.provision is not None:
        lists += [
            (
                ("provision", "exceptions", name),
                one.code in ("advertising", "display") and not one.to,
            )
            for name, one in policy.provision.exceptions.items()
        ]
    lists += [
        (("ads", name), not one.opt_out and one.help_url is None)
        for name, one in policy.ads.items()
    ]
    lists += [
        (("notices", name), one.page == "california" and not one.rows)
        for name, one in policy.notices.items()
    ]
    for path, empty in lists:
        if empty:
            yield Hit(
                path=path,
                key=True,
                what=Text(en="the list has no entry", ja="一覧に項目がありません"),
                remedy=Text(
                    en="fill it, or take the line out", ja="項目を書くか、この行を削除してください"
                ),
            )


__all__ = ["rule", "wrong_with"]
