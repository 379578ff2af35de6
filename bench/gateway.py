"""What the gateway adds to the first word, and what a thousand streams at once take.

    python bench/gateway.py            # prints one JSON object

Three processes on loopback: this client, `upheld gateway` with the scanner with everything and its
ledger on SQLite, and a provider that answers each call with a stream of 40 pieces. The first word's
time is measured one call after another, straight and through the gateway in turns; then 1,000
streams run at once, each 4 seconds long, and every text is compared.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import quantiles

CALLS, STREAMS, PIECES, EVERY_SECONDS = 400, 1_000, 40, 0.1
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
        asyncio.run(_provide(float(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(_measured(Path(folder)), indent=2))


def _measured(folder: Path) -> dict[str, object]:
    workspace = folder / "ws"
    upheld = [sys.executable, "-m", "upheld"]
    init = [*upheld, "-C", str(folder), "init", "ws", "--template", "b2b-platform"]
    subprocess.run(init, check=True, stdout=subprocess.DEVNULL)
    with (workspace / "upheld.yaml").open("a", encoding="utf-8") as file:
        file.write("gateway: {recipient: ai-models}\n")
    at = [*upheld, "-C", str(workspace), "--json", "gateway"]
    made = subprocess.run(
        [*at, "key", "add", "acme", "--purpose", "ai"], check=True, capture_output=True
    )
    key = json.loads(made.stdout)["key"]
    result: dict[str, object] = {}
    for name, pause in (("first", 0.0), ("many", EVERY_SECONDS)):
        provider, port = _started([sys.executable, __file__, "provider", str(pause)])
        gateway, address = _started(
            [*at, "--upstream", f"http://127.0.0.1:{port}", "--listen", "127.0.0.1:0"]
        )
        try:
            if name == "first":
                result |= asyncio.run(_first(int(port), _port(address), key))
            else:
                result |= asyncio.run(_many(_port(address), key, gateway.pid))
        finally:
            for process in (gateway, provider):
                process.terminate()
                process.wait(20)
    return result


def _started(command: list[str]) -> tuple["subprocess.Popen[bytes]", str]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = b""
    while not told.rstrip().endswith(b"}"):
        told += process.stdout.read1()
    return process, str(next(iter(json.loads(told).values())))


def _port(address: str) -> int:
    return int(address.rsplit(":", 1)[1].split("/", maxsplit=1)[0])


async def _first(straight: int, through: int, key: str) -> dict[str, object]:
    times: dict[int, list[float]] = {straight: [], through: []}
    for _ in range(20):
        await _stream(through, key)
    for _ in range(CALLS):
        for port, taken in times.items():
            first, _text = await _stream(port, key)
            taken.append(first * 1_000)
    direct, behind = (quantiles(taken, n=100) for taken in times.values())
    return {
        "calls": CALLS,
        "prompt_bytes": len(PROMPT.encode()),
        "first_word_ms": {
            "straight": {"p50": round(direct[49], 2), "p99": round(direct[98], 2)},
            "through": {"p50": round(behind[49], 2), "p99": round(behind[98], 2)},
        },
        "added_ms": {
            "p50": round(behind[49] - direct[49], 2),
            "p99": round(behind[98] - direct[98], 2),
        },
    }


async def _many(port: int, key: str, pid: int) -> dict[str, object]:
    began, cpu = time.monotonic(), _cpu_seconds(pid)
    done = await asyncio.gather(*(_stream(port, key) for _ in range(STREAMS)))
    whole = time.monotonic() - began
    right = sum(text == f"To {MAIL}" + " word" * PIECES for _, text in done)
    return {
        "streams": STREAMS,
        "whole_and_right": right,
        "seconds": round(whole, 1),
        "cpu_seconds": round(_cpu_seconds(pid) - cpu, 1),
        "peak_mib": _peak_mib(pid),
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


async def _provide(pause: float) -> None:
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
                for content in (f"To {name}", *[" word"] * PIECES):
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
