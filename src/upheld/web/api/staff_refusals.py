"""How the API says no where it is about the people who work here."""

from upheld.web.refused import WebRefusalError
from upheld.wording import Text


class StaffUnknownError(WebRefusalError):
    """Nobody of this id works here, or ever did."""

    code = "staff-unknown"
    status = 404
    usual_what = Text(en="there is nobody of this id", ja="その識別番号の職員はいません")
    usual_remedy = Text(en="list the staff again", ja="職員の一覧を確かめてください")


class SessionUnknownError(WebRefusalError):
    """There is no such browser signed in."""

    code = "session-unknown"
    status = 404
    usual_what = Text(en="there is no such session", ja="そのセッションはありません")
    usual_remedy = Text(
        en="look at the person again; it may have ended",
        ja="職員の情報を確かめてください。既に終了した可能性があります",
    )


class StaffLeftError(WebRefusalError):
    """The person was let out."""

    code = "staff-left"
    status = 409
    usual_what = Text(en="this person has left", ja="この職員は退任しています")
    usual_remedy = Text(en="let them in again first", ja="先に利用を再開してください")


class AddressTakenError(WebRefusalError):
    """Somebody has this address already."""

    code = "address-taken"
    status = 409
    usual_what = Text(
        en="somebody here has this address already", ja="このアドレスは既に登録されています"
    )
    usual_remedy = Text(
        en="change that person's roles, or let them in again",
        ja="その職員の役割を変更するか、利用を再開してください",
    )


class RoleNeedsPersonError(WebRefusalError):
    """A program would make somebody who decides or approves.

    Such a person could do by hand what the token itself may not, and be the second pair of eyes
    that a company asks for. The console asks for a fresh proof of who one is; a token has none.
    """

    code = "role-needs-person"
    status = 403
    usual_what = Text(
        en="a program lets nobody in who decides or approves",
        ja="判断や承認を行う職員の利用は、プログラムからは開始できません",
    )
    usual_remedy = Text(
        en="a privacy officer does it in the console, with a fresh proof of who they are",
        ja="個人情報保護担当が、本人確認のうえコンソールで操作してください",
    )
