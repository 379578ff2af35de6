"""What the gateway adds to the first word, and what a thousand streams at once take.

    python bench/gateway.py                        # prints one JSON object
    python bench/gateway.py --beside OTHER/src     # the first part with another version's gateway, too

Three processes on loopback: this client, `upheld gateway` with the scanner with everything and its
ledger on SQLite, and a provider that answers with streams. The client closes at the last word, as
OpenAI's does, and takes a new connection for each call. There are two bars, measured apart:

- **the first word, one stream at a time** (added p99 at most 5 ms): straight to the provider and
  through the gateway in turns. Added is the difference of the two percentiles. In the same turns
  one line is appended to a file and waited for (`fsync`): no gateway that writes its entry down
  before a call leaves can add less than that.
- **1,000 streams begun at one moment** (all of them whole, at most 300 MiB), each 4 seconds long;
  every text is compared. How long their first words took is shown, and is no bar.

SQLite's journal grows for the first calls of a new store and is written over ever after; calls
are made and not measured until it has.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from statistics import quantiles

CALLS, BEFORE, STREAMS = 1_000, 300, 1_000
FIRST, MANY = (40, 0.0), (40, 0.1)
"""Pieces of a stream, and the seconds between two of them."""
ADDED_MS, PEAK_MIB = 5, 300
"""The bars."""
MAIL = "taro.yamada@example.jp"
PROMPT = (
    "議事録を要約してください。担当の連絡先は" + MAIL + "です。"
    + "次回の会議では、四半期の計画と予算の見直しについて話し合います。" * 30
)  # fmt: skip
BODY = {"model": "m", "stream": True, "messages": [{"role": "user", "content": PROMPT}]}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def main() -> None:
    """Run everything; as `provider` only the provider."""
    if sys.argv[1:2] == ["provider"]:
        asyncio.run(_provide(int(sys.argv[2]), float(sys.argv[3])))
        return
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--beside", type=Path, help="`src` of another version")
    words.add_argument("--only", choices=["first", "many"])
    asked = words.parse_args()
    sources = {"through": None} | ({} if asked.beside is None else {"beside": asked.beside})
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.only != "many":
            result |= _measured_first(folder, sources)
        if asked.only != "first":
            result |= _measured_many(folder)
    print(json.dumps(result, indent=2))


@dataclass(frozen=True)
class Running:
    """A gateway that runs."""

    process: "subprocess.Popen[bytes]"
    port: int
    key: str


def _measured_first(folder: Path, sources: Mapping[str, Path | None]) -> dict[str, object]:
    with ExitStack() as stack:
        straight = stack.enter_context(_provider(*FIRST))
        gateways = {
            name: stack.enter_context(_gateway(folder / name, straight, source))
            for name, source in sources.items()
        }
        return asyncio.run(_first(straight, gateways, folder / "floor"))


def _measured_many(folder: Path) -> dict[str, object]:
    with _provider(*MANY) as provider, _gateway(folder / "many", provider, None) as gateway:
        return asyncio.run(_many(gateway))


@contextmanager
def _gateway(folder: Path, provider: int, source: Path | None) -> Iterator[Running]:
    folder.mkdir()
    workspace = folder / "ws"
    environment = os.environ | ({} if source is None else {"PYTHONPATH": str(source.resolve())})
    upheld = [sys.executable, "-m", "upheld"]
    init = [*upheld, "-C", str(folder), "init", "ws", "--template", "b2b-platform"]
    subprocess.run(init, check=True, stdout=subprocess.DEVNULL, env=environment)
    with (workspace / "upheld.yaml").open("a", encoding="utf-8") as file:
        file.write("gateway: {recipient: ai-models}\n")
    at = [*upheld, "-C", str(workspace), "--json", "gateway"]
    made = subprocess.run(
        [*at, "key", "add", "acme", "--purpose", "ai"],
        check=True,
        capture_output=True,
        env=environment,
    )
    key = json.loads(made.stdout)["key"]
    served = [*at, "--upstream", f"http://127.0.0.1:{provider}", "--listen", "127.0.0.1:0"]
    with _started(served, environment) as (process, address):
        yield Running(process, _port(address), key)


@contextmanager
def _provider(pieces: int, pause: float) -> Iterator[int]:
    command = [sys.executable, __file__, "provider", str(pieces), str(pause)]
    with _started(command, os.environ) as (_process, port):
        yield int(port)


@contextmanager
def _started(
    command: list[str], environment: Mapping[str, str]
) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    assert process.stdout is not None
    try:
        told = b""
        while not told.rstrip().endswith(b"}"):
            piece = process.stdout.read1()
            if not piece:
                raise SystemExit(f"{command} ended before it listened")
            told += piece
        yield process, str(next(iter(json.loads(told).values())))
    finally:
        process.terminate()
        process.wait(20)


def _port(address: str) -> int:
    return int(address.rsplit(":", 1)[1].split("/", maxsplit=1)[0])


async def _first(straight: int, gateways: Mapping[str, Running], floor: Path) -> dict[str, object]:
    times: dict[str, list[float]] = {name: [] for name in ("straight", *gateways, "fsync")}
    for _ in range(BEFORE):
        for gateway in gateways.values():
            await _stream(gateway.port, gateway.key)
    before = {name: _cpu_seconds(gateway.process.pid) for name, gateway in gateways.items()}
    with floor.open("wb", buffering=0) as file:
        for _ in range(CALLS):
            times["straight"].append((await _stream(straight, "none"))[0])
            for name, gateway in gateways.items():
                times[name].append((await _stream(gateway.port, gateway.key))[0])
            times["fsync"].append(_appended(file))
    told = {name: _percentiles(taken) for name, taken in times.items()}
    floor_ms = told.pop("fsync")
    added = {
        name: {p: round(told[name][p] - told["straight"][p], 2) for p in ("p50", "p99")}
        for name in gateways
    }
    return {
        "one stream at a time": {
            "calls": CALLS,
            "prompt_bytes": len(PROMPT.encode()),
            "first_word_ms": told,
            "added_ms": added,
            "append_and_fsync_ms": floor_ms,
            "processor_ms_a_call": {
                name: round((_cpu_seconds(one.process.pid) - before[name]) * 1_000 / CALLS, 1)
                for name, one in gateways.items()
            },
            f"added p99 at most {ADDED_MS} ms": added["through"]["p99"] <= ADDED_MS,
        }
    }


def _appended(file: RawIOBase) -> float:
    began = time.perf_counter()
    file.write(b"x" * 500)
    os.fsync(file.fileno())
    return time.perf_counter() - began


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100)
    return {"p50": round(cuts[49] * 1_000, 2), "p99": round(cuts[98] * 1_000, 2)}


async def _many(gateway: Running) -> dict[str, object]:
    pid = gateway.process.pid
    began, cpu = time.monotonic(), _cpu_seconds(pid)
    done = await asyncio.gather(*(_stream(gateway.port, gateway.key) for _ in range(STREAMS)))
    whole = time.monotonic() - began
    right = sum(text == f"To {MAIL}" + " word" * MANY[0] for _, text in done)
    peak = _peak_mib(pid)
    return {
        "all at one moment": {
            "streams": STREAMS,
            "whole_and_right": right,
            "seconds": round(whole, 1),
            "cpu_seconds": round(_cpu_seconds(pid) - cpu, 1),
            "peak_mib": peak,
            "first_word_ms": _percentiles([first for first, _ in done]),
            f"all of them, in at most {PEAK_MIB} MiB": right == STREAMS and peak <= PEAK_MIB,
        }
    }


async def _stream(port: int, key: str) -> tuple[float, str]:
    body = json.dumps(BODY, ensure_ascii=False).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.perf_counter()
    writer.write(
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()
        + body
    )
    assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
    first, text = 0.0, ""
    async for data in _events(reader):
        if data == "[DONE]":
            break
        text += json.loads(data)["choices"][0]["delta"].get("content") or ""
        first = first or time.perf_counter() - began
    writer.close()
    return first, text


async def _events(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    rest = b""
    while size := int(await reader.readline(), 16):
        rest += await reader.readexactly(size)
        await reader.readline()
        *whole, rest = rest.split(b"\n\n")
        for event in whole:
            yield event.removeprefix(b"data: ").decode()


async def _provide(pieces: int, pause: float) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                )
                said = json.loads(await reader.readexactly(length))["messages"][0]["content"]
                name = said[said.index("連絡先は") + 4 : said.index("です。")]
                writer.write(HEAD)
                for content in (f"To {name}", *[" word"] * pieces):
                    choice = {"index": 0, "delta": {"content": content}, "finish_reason": None}
                    piece = f"data: {json.dumps({'id': 'c', 'choices': [choice]})}\n\n".encode()
                    writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                    if pause:
                        await asyncio.sleep(pause)
                writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=2_048)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    async with server:
        await server.serve_forever()


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) // 1_024


if __name__ == "__main__":
    main()
