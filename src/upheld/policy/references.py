"""Names in the policy that refer to nothing, each with its place and the nearest name."""

from collections.abc import Collection, Iterator

from upheld.documents.nearest import nearest
from upheld.documents.positioned import Positioned
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.vocabulary import category
from upheld.wording import Text

_KINDS = {
    "purposes": Text(en="purpose", ja="利用目的"),
    "recipients": Text(en="recipient", ja="提供先"),
    "people": Text(en="kind of person", ja="本人の種類"),
}


def dangling(read: Positioned[Policy]) -> Iterator[RefusalError]:
    """Yield a refusal for each name that is declared nowhere."""
    policy = read.model
    declared: dict[str, Collection[str]] = {
        "purposes": policy.purposes,
        "recipients": policy.recipients,
        "people": policy.people,
    }
    for name, use in policy.data.items():
        if not category.known(name):
            yield _unknown_category(read, name)
        named = {"purposes": use.purposes, "recipients": use.recipients, "people": use.people}
        for key, names in named.items():
            for position, one in enumerate(names):
                if one not in declared[key]:
                    yield _undeclared(read, (name, key, position), one, declared[key])


def _unknown_category(read: Positioned[Policy], name: str) -> RefusalError:
    guess = category.nearest(name)
    remedy = (
        Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
        if guess
        else Text(
            en="use a name of the list in docs/policy.md, e.g. `contact.email`",
            ja="docs/ja/policy.md の一覧にある名前(例: `contact.email`)を使ってください",
        )
    )
    what = Text(
        en=f"`{name[:60]}` is not a data category",
        ja=f"`{name[:60]}` というデータ区分はありません",
    )
    return read.refuse(("data", name), what, remedy, key=True)


def _undeclared(
    read: Positioned[Policy], place: tuple[str, str, int], name: str, declared: Collection[str]
) -> RefusalError:
    category_name, key, position = place
    kind = _KINDS[key]
    what = Text(
        en=f"the {kind.en} `{name[:60]}` is not declared",
        ja=f"{kind.ja} `{name[:60]}` が宣言されていません",
    )
    guess = nearest(name, declared)
    remedy = (
        Text(
            en=f"did you mean `{guess}`? Else declare it under `{key}:`",
            ja=f"`{guess}` ではありませんか。そうでなければ `{key}:` に宣言してください",
        )
        if guess
        else Text(en=f"declare it under `{key}:`", ja=f"`{key}:` に宣言してください")
    )
    return read.refuse(("data", category_name, key, position), what, remedy)
