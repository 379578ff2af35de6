"""Reading a new password that was typed twice."""

from upheld.web.forms import Form
from upheld.web.signin.passwords import weakness
from upheld.wording import Text

_DIFFER = Text(en="the two passwords differ", ja="二つのパスワードが一致しません")


def read_new_password(form: Form, about: tuple[str, ...]) -> str:
    """Return it; `form.errors` says what is wrong with it.

    Args:
        form: With the fields `password` and `repeated`.
        about: What everyone can know of its owner, which must not be in it.
    """
    password = form.secret("password")
    if password:
        weak = weakness(password, about=about)
        if weak is not None:
            form.say("password", weak)
        elif form.secret("repeated") != password:
            form.say("repeated", _DIFFER)
    return password
