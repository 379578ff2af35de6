"""How the web says no: refusals that have a status of HTTP of their own."""

from collections.abc import Sequence
from typing import ClassVar

from upheld.refusal import RefusalError
from upheld.web.faults import Fault
from upheld.wording import Text


class WebRefusalError(RefusalError):
    """Something the web does not do.

    Attributes:
        status: The status of HTTP (RFC 9110, section 15).
        retry_after: Seconds after which it is worth trying again, where that is known.
    """

    code = "web-refused"
    status: ClassVar[int] = 400

    def __init__(
        self,
        what: Text | None = None,
        *,
        remedy: Text | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Say what is wrong; each kind has words of its own for when nothing more is known."""
        super().__init__(what or self.usual_what, remedy=remedy or self.usual_remedy)
        self.retry_after = retry_after

    usual_what: ClassVar[Text] = Text(
        en="this request cannot be read", ja="リクエストを読み取れません"
    )
    usual_remedy: ClassVar[Text] = Text(
        en="go back, reload the page and try again",
        ja="前のページに戻り、再読み込みしてからもう一度お試しください",
    )


class SignInNeededError(WebRefusalError):
    """The page is for staff, and nobody is signed in."""

    code = "sign-in-needed"
    status = 401
    usual_what = Text(en="this page is for staff who have signed in", ja="職員用のページです")
    usual_remedy = Text(en="sign in", ja="サインインしてください")


class AgainNeededError(WebRefusalError):
    """A dangerous act needs a proof that is fresh."""

    code = "sign-in-again"
    status = 401
    usual_what = Text(
        en="this act needs you to confirm who you are once more",
        ja="この操作には、もう一度ご本人の確認が必要です",
    )
    usual_remedy = Text(
        en="confirm with your passkey or password; what you were doing follows",
        ja="パスキーまたはパスワードで確認してください。続きから操作できます",
    )


class RoleMissingError(WebRefusalError):
    """Someone is signed in, and this is not theirs to do."""

    code = "role-missing"
    status = 403
    usual_what = Text(
        en="your roles do not include this page", ja="お持ちの役割では、このページを利用できません"
    )
    usual_remedy = Text(
        en="ask a privacy officer to do it, or to give you the role",
        ja="個人情報保護の担当者に、操作または役割の付与を依頼してください",
    )


class TokenNeededError(WebRefusalError):
    """The API was called without a token that counts."""

    code = "token-needed"
    status = 401
    usual_what = Text(
        en="this part of the API needs a token that counts",
        ja="この API には有効なトークンが必要です",
    )
    usual_remedy = Text(
        en="send `Authorization: Bearer uph_…`; a privacy officer makes tokens in the console",
        ja="`Authorization: Bearer uph_…` を付けてください。トークンはコンソールで個人情報保護担当が作成します",
    )


class ScopeMissingError(WebRefusalError):
    """The token is for something else."""

    code = "scope-missing"
    status = 403
    usual_what = Text(
        en="this token is not for this part of the API",
        ja="このトークンでは、この API を利用できません",
    )
    usual_remedy = Text(
        en="ask a privacy officer for a token with the scope that the documentation names",
        ja="説明にあるスコープを持つトークンを、個人情報保護担当に依頼してください",
    )


class TokenMakerLeftError(WebRefusalError):
    """The token acts for somebody who may not do this any more."""

    code = "token-maker-left"
    status = 403
    usual_what = Text(
        en="the person who made this token may not do this any more",
        ja="このトークンを作成した人には、この操作の権限がありません",
    )
    usual_remedy = Text(
        en="ask a privacy officer who may for a token of their own",
        ja="権限のある個人情報保護担当に、新しいトークンの作成を依頼してください",
    )


class ForgedFormError(WebRefusalError):
    """A form was sent that this site did not give to this browser."""

    code = "form-forged"
    status = 403
    usual_what = Text(
        en="this form was not given to this browser, or it is too old; nothing was changed",
        ja="このブラウザーにお渡しした入力画面ではないか、古くなっています。何も変更していません",
    )
    usual_remedy = Text(
        en="open the page again and send it once more; cookies have to be allowed for this site",
        ja="ページを開き直してもう一度送信してください。このサイトの Cookie を許可する必要があります",
    )


class PageUnknownError(WebRefusalError):
    """There is nothing at this address."""

    code = "page-unknown"
    status = 404
    usual_what = Text(
        en="there is no page at this address", ja="このアドレスにはページがありません"
    )
    usual_remedy = Text(
        en="check the address, or begin at the start page",
        ja="アドレスを確かめるか、最初のページからお進みください",
    )


class MethodUnknownError(WebRefusalError):
    """The address exists, and cannot be used in this way."""

    code = "method-unknown"
    status = 405
    usual_what = Text(
        en="this address does not take requests of this kind",
        ja="このアドレスは、この種類のリクエストを受け付けません",
    )
    usual_remedy = Text(
        en="go back and use the page's own buttons; a program uses the method of its description",
        ja="前のページに戻り、画面のボタンから操作してください。プログラムでは、説明にあるメソッドを使ってください",
    )


class HostUnknownError(WebRefusalError):
    """The request names another host than this site."""

    code = "host-unknown"
    status = 421
    usual_what = Text(
        en="this server does not answer under the name that was called",
        ja="このサーバーは、呼び出された名前では応答しません",
    )
    usual_remedy = Text(
        en="use the address that `upheld serve` printed, or start it with `--address`",
        ja="`upheld serve` が表示したアドレスを使うか、`--address` を付けて起動してください",
    )


class BodyTooLargeError(WebRefusalError):
    """More was sent than this address takes."""

    code = "body-too-large"
    status = 413
    usual_what = Text(
        en="more was sent than can be received here", ja="送信された内容が大きすぎます"
    )
    usual_remedy = Text(
        en="send a smaller file, or shorten the text; nothing was kept",
        ja="ファイルを小さくするか、文章を短くしてください。送信された内容は保存していません",
    )


class FormInvalidError(WebRefusalError):
    """What was sent cannot be read as this form or document.

    Attributes:
        places: Which of its parts, each with its fault; never what was sent.
    """

    code = "form-invalid"
    status = 422
    usual_what = Text(
        en="some of what was sent cannot be used", ja="送信された内容に使えないものがあります"
    )
    usual_remedy = Text(
        en="correct what is listed, or open the page again where nothing is, and send it once more",
        ja="一覧の箇所を直して、もう一度送信してください。一覧がないときは、ページを開き直してください",
    )

    def __init__(self, places: Sequence[Fault] = ()) -> None:
        """Say which parts."""
        super().__init__()
        self.places = tuple(places)


class TooOftenError(WebRefusalError):
    """The same was asked for too often in a short time."""

    code = "too-often"
    status = 429
    usual_what = Text(en="this was tried too often", ja="短い間に何度も試されました")
    usual_remedy = Text(
        en="wait a little and try again; your request is not lost",
        ja="少し待ってからもう一度お試しください。請求が失われることはありません",
    )


class LinkInvalidError(WebRefusalError):
    """A one-time link was used before, has expired, or never was one."""

    code = "link-invalid"
    status = 410
    usual_what = Text(
        en="this link has expired or has been used", ja="このリンクは期限切れか、使用済みです"
    )
    usual_remedy = Text(
        en="ask for a new link from whoever sent it",
        ja="リンクの送り主に、新しいリンクを依頼してください",
    )


class WorkNotStuckError(WebRefusalError):
    """There is no such work, or it does not wait for anybody."""

    code = "work-not-stuck"
    status = 409
    usual_what = Text(en="this work does not wait for you", ja="この作業は判断を待っていません")
    usual_remedy = Text(
        en="look at the list again; somebody may have decided it",
        ja="一覧を確かめてください。他の担当者が判断した可能性があります",
    )


class BoardMissingError(WebRefusalError):
    """The state of the promises cannot be computed; why stays inside."""

    code = "board-missing"
    status = 503
    usual_what = Text(
        en="how we keep our word cannot be computed now",
        ja="約束の守られ方を、ただいま算出できません",
    )
    usual_remedy = Text(
        en="look again later; nothing here claims a state that was not computed",
        ja="しばらくしてからもう一度ご覧ください。算出していない状態を表示することはありません",
    )


class BrokenError(WebRefusalError):
    """A fault of ours."""

    code = "internal-fault"
    status = 500
    usual_what = Text(en="something failed on our side", ja="当方のシステムで問題が起きました")
    usual_remedy = Text(
        en="try again; if it fails again, tell us the number below",
        ja="もう一度お試しください。繰り返す場合は、下の番号をお知らせください",
    )
