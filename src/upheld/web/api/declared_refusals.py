"""How the API says no where it is about what the company declares: its policy and its data maps."""

from typing import Self

from upheld.refusal import RefusalError
from upheld.web.refused import WebRefusalError
from upheld.wording import Text


class DraftChangedError(WebRefusalError):
    """What would be published is not what was read."""

    code = "draft-changed"
    status = 409
    usual_what = Text(
        en="the draft is not the one of this hash; nothing was published",
        ja="草案がこのハッシュのものではありません。公表していません",
    )
    usual_remedy = Text(
        en="read the draft again, and publish what was read",
        ja="草案をもう一度読み、確認した内容を公表してください",
    )


class DeclarationUnreadableError(WebRefusalError):
    """A file of the policy or of a data map cannot be read: no fault of the caller."""

    code = "declaration-unreadable"
    status = 409
    usual_what = Text(en="the declaration cannot be read", ja="宣言を読めません")
    usual_remedy = Text(
        en="correct the file where it says", ja="示された箇所でファイルを直してください"
    )

    @classmethod
    def of(cls, refusal: RefusalError) -> Self:
        """Say what is wrong with the file, and where."""
        made = cls(refusal.what, remedy=refusal.remedy)
        made.where = refusal.where
        return made


class MapUnknownError(WebRefusalError):
    """A system has no data map."""

    code = "map-unknown"
    status = 404
    usual_what = Text(
        en="there is no data map of this name", ja="この名前のデータマップはありません"
    )
    usual_remedy = Text(
        en="list the maps; `upheld map discover SYSTEM --write` makes one",
        ja="データマップの一覧を確かめてください。`upheld map discover SYSTEM --write` で作成できます",
    )
