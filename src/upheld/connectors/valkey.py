"""Valkey and Redis: keys by pattern, all types, one pass for any number of people.

1. A pattern without `*` becomes exact keys: no scan at all.
2. A pattern with `*` is one SCAN of the database, confirmed key by key with `Matcher`,
   because a server's glob cannot tell `user:5:` from a value that contains `*`.
3. Erasing is UNLINK in pipelines; once more erases nothing.

One place is one database of one server. A cluster spreads its keys over many servers, where
one SCAN would prove an absence it has not seen, so it is refused.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import valkey
from valkey.exceptions import (
    AuthenticationError,
    AuthorizationError,
    NoPermissionError,
    ValkeyError,
)
from valkey.exceptions import ConnectionError as ValkeyConnectionError
from valkey.exceptions import TimeoutError as ValkeyTimeoutError

from upheld.connectors.contract import Finder, Hit, PlaceName, Record, Selection, Unread
from upheld.connectors.pattern import filled, read_pattern
from upheld.connectors.pattern_matcher import Matcher
from upheld.connectors.windows import found, suspects
from upheld.refusal import (
    PlaceFailedError,
    PlaceUnreachableError,
    PrivilegeMissingError,
    RefusalError,
    Where,
)
from upheld.wording import Text

BATCH = 1000  # keys in one round trip
HEAD = 1 << 14  # bytes of each string fetched together with the others of its batch
PART = 1 << 20  # bytes of one part
# The client ignores a database that is not a number and would then prove an absence in
# database 0; options in a query would change what we read. Neither is let through.
_URL = re.compile(r"(?:valkeys?|rediss?)://[^/?#]*(?:/[0-9]*)?(?:\?(?:ssl_\w+=[^&#]*&?)+)?")
NO_PREFIX = "*"  # the collection of keys that have no `:`


class ValkeyConnector:
    """Serves one database of one server."""

    def __init__(self, name: PlaceName, url: str, *, timeout_seconds: float = 10.0) -> None:
        """Prepare to connect; nothing is sent before the first verb.

        Args:
            name: What the workspace calls this place.
            url: `valkey://[user:password@]host[:port][/database]`; `valkeys://` or
                `rediss://` with TLS, `redis://` as well.
            timeout_seconds: For connecting and for each answer.
        """
        self.name = name
        self._unread: list[Unread] = []
        self._single = False
        if not _URL.fullmatch(url):
            raise self._bad_url()
        try:
            pool = valkey.BlockingConnectionPool.from_url(  # type: ignore[no-untyped-call]
                url,
                max_connections=4,
                timeout=timeout_seconds,
                socket_timeout=timeout_seconds,
                socket_connect_timeout=timeout_seconds,
            )
        except (ValueError, TypeError):
            # Without its cause: the URL holds a password, and the message may quote it.
            raise self._bad_url() from None
        self._client: Any = valkey.Valkey(connection_pool=pool)

    def __repr__(self) -> str:
        return f"ValkeyConnector({self.name})"

    def collections(self) -> Iterator[str]:
        """Name every key prefix up to the first `:`; `*` stands for keys without one."""
        seen: set[str] = set()
        with self._named():
            for key in self._keys(None):
                prefix = _prefix(key)
                if prefix not in seen:
                    seen.add(prefix)
                    yield prefix

    def count(self, selection: Selection) -> int:
        """Return how many keys match right now."""
        with self._named(selection):
            return sum(1 for _ in self._matching(selection))

    def read(self, selection: Selection) -> Iterator[Record]:
        """Yield `{key, type, ttl_seconds, value}` of each matching key, sorted by key.

        Lists, sets and sorted sets become lists, hashes become dicts, streams become lists
        of `[id, fields]`; `ttl_seconds` is `None` for a key that does not expire.
        """
        with self._named(selection):
            for key in sorted(self._matching(selection)):
                record = self._record(key)
                if record is not None:
                    yield record

    def erase(self, selection: Selection) -> int:
        """UNLINK the matching keys; return how many were there."""
        erased = 0
        with self._named(selection):
            keys = self._matching(selection)
            while batch := list(islice(keys, BATCH)):
                erased += int(self._client.unlink(*batch))
        return erased

    def scan(self, finder: Finder) -> Iterator[Hit]:
        """Search every key's name and value once, big ones part by part.

        What cannot be searched (types of server modules) is named by `unread` afterwards.
        """
        self._unread = []
        with self._named():
            keys = self._keys(None)
            while batch := list(islice(keys, BATCH)):
                heads, types = self._heads(batch)
                names = suspects(finder, batch)
                texts = suspects(finder, heads)
                for number, (key, kind, head) in enumerate(zip(batch, types, heads, strict=True)):
                    if number in names:
                        yield from self._hits("key", key, found(finder, [key]))
                    if kind != "string" or number in texts or len(head) == HEAD:
                        yield from self._hits("value", key, self._search(key, kind, head, finder))

    def unread(self) -> Sequence[Unread]:
        """What the last scan could not look into."""
        return tuple(self._unread)

    def close(self) -> None:
        """Give back connections."""
        self._client.close()
        self._client.connection_pool.disconnect()

    def _matching(self, selection: Selection) -> Iterator[bytes]:
        pattern = read_pattern(selection.collection, kind="key", by=selection.by)
        combinations = list(filled(pattern, selection))
        if not combinations:
            self._check_single()
            return
        if pattern.exact:
            yield from self._present({pattern.fill(one) for one in combinations})
            return
        matcher = Matcher(pattern, combinations)
        one = combinations[0] if len(combinations) == 1 else {}
        seen: set[bytes] = set()
        for key in self._keys(_bytes(pattern.glob(one))):
            # SCAN may name a key twice.
            if key not in seen and matcher.matches(_decoded(key)):
                seen.add(key)
                yield key

    def _present(self, names: set[str]) -> Iterator[bytes]:
        self._check_single()
        keys = iter(sorted(_bytes(name) for name in names))
        while batch := list(islice(keys, BATCH)):
            pipeline = self._client.pipeline(transaction=False)
            for key in batch:
                pipeline.exists(key)
            for key, there in zip(batch, pipeline.execute(), strict=True):
                if there:
                    yield key

    def _keys(self, glob: bytes | None) -> Iterator[bytes]:
        self._check_single()
        yield from self._client.scan_iter(match=glob, count=BATCH)

    def _types(self, keys: Sequence[bytes]) -> list[str]:
        pipeline = self._client.pipeline(transaction=False)
        for key in keys:
            pipeline.type(key)
        return [kind.decode("ascii", "replace") for kind in pipeline.execute()]

    def _heads(self, keys: Sequence[bytes]) -> tuple[list[bytes], list[str]]:
        """The beginnings of the strings among the keys (else empty), and all types."""
        pipeline = self._client.pipeline(transaction=False)
        for key in keys:
            pipeline.getrange(key, 0, HEAD - 1)
        # Most keys are strings: asking for each one's type first would double the answers.
        answers = pipeline.execute(raise_on_error=False)
        others = []
        for key, answer in zip(keys, answers, strict=True):
            if isinstance(answer, ValkeyError) and str(answer).startswith("WRONGTYPE"):
                others.append(key)
            elif isinstance(answer, ValkeyError):
                raise answer
        kinds = dict(zip(others, self._types(others), strict=True))
        heads = [answer if isinstance(answer, bytes) else b"" for answer in answers]
        return heads, [kinds.get(key, "string") for key in keys]

    def _record(self, key: bytes) -> Record | None:
        (kind,) = self._types([key])
        if kind == "none":  # it expired, or somebody else erased it, since it was found
            return None
        ttl = int(self._client.pttl(key))
        return {
            "key": _shown(key),
            "type": kind,
            "ttl_seconds": ttl / 1000 if ttl >= 0 else None,
            "value": self._value(key, kind),
        }

    def _value(self, key: bytes, kind: str) -> Any:
        if kind == "string":
            value = self._client.get(key)
            return None if value is None else _shown(value)
        if kind == "hash":
            return {_shown(k): _shown(v) for k, v in sorted(self._client.hscan_iter(key))}
        if kind == "stream":
            return [
                [_shown(number), {_shown(k): _shown(v) for k, v in (fields or {}).items()}]
                for number, fields in self._entries(key)
            ]
        if kind == "zset":
            return [[_shown(member), score] for member, score in self._client.zscan_iter(key)]
        values = [_shown(part) for part in self._parts(key, kind)]
        return sorted(values) if kind == "set" else values

    def _search(self, key: bytes, kind: str, head: bytes, finder: Finder) -> set[int]:
        if kind == "string":
            return found(finder, [head] if len(head) < HEAD else self._string(key))
        needles: set[int] = set()
        if kind in {"hash", "list", "set", "zset", "stream"}:
            for part in self._parts(key, kind):
                needles |= found(finder, [part])
        elif kind != "none":
            self._unread.append(Unread(locator=_shown(key), why="type"))
        return needles

    def _hits(self, field: str, key: bytes, needles: set[int]) -> Iterator[Hit]:
        for needle in sorted(needles):
            yield Hit(collection=_prefix(key), field=field, locator=_shown(key), needle=needle)

    def _parts(self, key: bytes, kind: str) -> Iterator[bytes]:
        """Every text of a value, never all of a big one at once."""
        if kind == "string":
            yield from self._string(key)
        elif kind == "list":
            yield from self._list(key)
        elif kind == "set":
            yield from self._client.sscan_iter(key, count=BATCH)
        elif kind == "zset":
            yield from (member for member, _ in self._client.zscan_iter(key, count=BATCH))
        elif kind == "hash":
            for pair in self._client.hscan_iter(key, count=BATCH):
                yield from pair
        elif kind == "stream":
            for _, fields in self._entries(key):
                for pair in (fields or {}).items():
                    yield from pair

    def _string(self, key: bytes) -> Iterator[bytes]:
        start = 0
        while part := self._client.getrange(key, start, start + PART - 1):
            yield part
            if len(part) < PART:
                return
            start += PART

    def _list(self, key: bytes) -> Iterator[bytes]:
        start = 0
        while values := self._client.lrange(key, start, start + BATCH - 1):
            yield from values
            start += BATCH

    def _entries(self, key: bytes) -> Iterator[tuple[bytes, dict[bytes, bytes] | None]]:
        after = b"-"
        while entries := self._client.xrange(key, min=after, count=BATCH):
            yield from entries
            after = b"(" + entries[-1][0]

    def _check_single(self) -> None:
        """Refuse a cluster, where one server knows only its share of the keys."""
        if self._single:
            return
        if self._client.info("cluster").get("cluster_enabled"):
            raise PlaceFailedError(
                Text(
                    en=f"`{self.name}` is a cluster, and one server of it knows only its share",
                    ja=f"`{self.name}` はクラスタで、1 台のサーバーは自分の分しか持ちません",
                ),
                where=Where(system=self.name),
                remedy=Text(
                    en="declare the place out of scope, or use a server without cluster mode",
                    ja="対象外と宣言するか、クラスタモードでないサーバーを使ってください",
                ),
            )
        self._single = True

    @contextmanager
    def _named(self, selection: Selection | None = None) -> Generator[None, None, None]:
        """Turn the client's errors into refusals that hold neither password nor key."""
        table = None if selection is None else selection.collection
        where = Where(system=self.name, table=table)
        try:
            yield
        except (AuthenticationError, AuthorizationError):
            raise self._unreachable("the log-in was refused", "ログインが拒否されました") from None
        except (ValkeyConnectionError, ValkeyTimeoutError):
            raise self._unreachable("it does not answer", "応答がありません") from None
        except NoPermissionError:
            raise PrivilegeMissingError(
                Text(
                    en=f"the role may not do on `{self.name}` what was asked",
                    ja=f"`{self.name}` で必要な操作がこの利用者に許可されていません",
                ),
                where=where,
                remedy=Text(
                    en="give it `+@read +unlink +info +scan` and the keys `~*` (ACL SETUSER)",
                    ja="ACL で `+@read +unlink +info +scan` とキー `~*` を許可してください",
                ),
            ) from None
        except ValkeyError as error:
            word = str(error).split(" ", 1)[0]
            code = word if word.isupper() and word.isalpha() else type(error).__name__
            raise PlaceFailedError(
                Text(
                    en=f"`{self.name}` did not do what was asked (`{code}`)",
                    ja=f"`{self.name}` が要求を実行しませんでした(`{code}`)",
                ),
                where=where,
                remedy=Text(
                    en="look at the server (READONLY: connect to the primary), then run it again",
                    ja="サーバーを確認し(READONLY ならプライマリに接続し)、再実行してください",
                ),
            ) from None

    def _unreachable(self, why: str, why_ja: str) -> RefusalError:
        return PlaceUnreachableError(
            Text(
                en=f"`{self.name}` cannot be used: {why}",
                ja=f"`{self.name}` を使えません: {why_ja}",
            ),
            where=Where(system=self.name),
            remedy=Text(
                en="check that the server runs and that host, port, user and password are right",
                ja="サーバーの稼働と、ホスト・ポート・利用者名・パスワードを確認してください",
            ),
        )

    def _bad_url(self) -> RefusalError:
        return PlaceUnreachableError(
            Text(
                en=f"the URL of `{self.name}` cannot be read",
                ja=f"`{self.name}` の URL を読み取れません",
            ),
            where=Where(system=self.name),
            remedy=Text(
                en="write it as `valkey://user:password@host:6379/0` (`valkeys://` with TLS)",
                ja="`valkey://user:password@host:6379/0` と書いてください(TLS は `valkeys://`)",
            ),
        )


def _prefix(key: bytes) -> str:
    head, colon, _ = key.partition(b":")
    return _shown(head) if colon else NO_PREFIX


def _decoded(key: bytes) -> str:
    """Decode without loss: what is not UTF-8 becomes surrogates, which match themselves."""
    return key.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _shown(raw: bytes) -> str:
    r"""Decode for people and JSON: what is not UTF-8 becomes `\xNN`."""
    return raw.decode("utf-8", "backslashreplace")
