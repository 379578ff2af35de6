"""The receipt as a page: what a person keeps, prints, and can check without trusting us.

One file without scripts or anything from elsewhere. It shows what the JSON receipt states and
adds nothing; the JSON is what verifies. Whatever comes from the receipt is escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from upheld.rights.note_words import holder_in, note_in
from upheld.rights.receipt_check import CheckParts
from upheld.rights.receipt_marks import facts, notes, section
from upheld.rights.receipt_picture import groups_of, picture, place_of, shape, steps_and_residue
from upheld.rights.receipt_search import SearchParts
from upheld.rights.receipt_words import (
    OUTCOMES,
    REASONS,
    RIGHTS,
    act_word,
    day_in,
    time_in,
)
from upheld.wording import Language, Text


def receipt_page(
    receipt_json: Mapping[str, Any], language: Language, *, file: str | None = None
) -> str:
    """Return the page of one receipt.

    Args:
        receipt_json: The receipt's document, as `Receipt.as_json` makes it.
        language: The page's language; both say the same.
        file: What the JSON's file is called; without it, as a folder of receipts names it.
    """
    return _Page(receipt_json, language, file).render()


class _Page:
    """One page being written; `say` chooses the language once for all of it."""

    def __init__(self, document: Mapping[str, Any], language: Language, file: str | None) -> None:
        self.document = document
        self.body: Mapping[str, Any] = document["body"]
        self.language = language
        self.file = file or f"{self.body.get('request', 'receipt')}.json"
        self.steps = steps_and_residue(self.body)
        self.outside = [str(each).partition(": ") for each in self.body.get("out_of_scope", ())]

    def say(self, en: str, ja: str) -> str:
        return Text(en=en, ja=ja).in_language(self.language)

    def render(self) -> str:
        checks = CheckParts(self.document, self.language, self.file)
        searched = SearchParts(self.body, self.language)
        sections = (
            self._drawn, self._matrix, self._kept, searched.residue, self._not_proven,
            searched.out_of_scope, checks.about, checks.verify,
        )  # fmt: skip
        request = escape(str(self.body.get("request", "")))
        heading = self.say(f"Receipt {request}", f"受領証 {request}")
        verdict_class, verdict = self._verdict()
        template = files("upheld.rights").joinpath("receipt_page.html").read_text("utf-8")
        return Template(template).substitute(
            language=self.language,
            title=heading,
            heading=heading,
            company=self._company(),
            drill=self._drill(),
            facts=self._facts(),
            verdict_class=verdict_class,
            verdict=verdict,
            counted=self.say("Steps and places by outcome", "結果ごとの処理と場所の数"),
            tally=self._tally(),
            sections="\n".join(section() for section in sections),
            footer=self.say(
                "This page shows what the JSON receipt states. The JSON is what can be verified; "
                "keep both.",
                "このページは JSON の受領証の内容を表示したものです。検証できるのは JSON です。"
                "両方とも保管してください。",
            ),
        )

    def _company(self) -> str:
        company = self.body.get("company", "")
        if isinstance(company, Mapping):
            company = company.get(self.language) or company.get("en", "")
        return escape(str(company))

    def _drill(self) -> str:
        if not self.body.get("drill"):
            return ""
        words = self.say(
            "Drill: the clock was simulated. This receipt is an exercise.",
            "訓練: 時刻は模擬です。この受領証は訓練用です。",
        )
        return f'<p class="drill">{words}</p>'

    def _facts(self) -> str:
        right = RIGHTS.get(str(self.body.get("right")))
        named = [
            (
                self.say("Requested", "請求の内容"),
                right.in_language(self.language) if right else str(self.body.get("right", "")),
            )
        ]
        named += [
            (words, time_in(str(self.body[key]), self.language))
            for key, words in (
                ("received_at", self.say("Received", "受付")),
                ("issued_at", self.say("Issued", "発行")),
            )
            if self.body.get(key)
        ]
        policy = self.body.get("policy")
        if isinstance(policy, Mapping):
            named.append(
                (self.say("Policy", "ポリシー"), f"{policy.get('id')} {policy.get('version')}")
            )
        return facts(named)

    def _verdict(self) -> tuple[str, str]:
        if self.body.get("found") == "none":
            return self._absence()
        if self.body.get("complete"):
            kind, head, text = (
                "verified",
                self._complete(),
                self.say(
                    "Every step was read back, or is kept for the reason given below. The places "
                    "listed as out of scope were no part of what was carried out.",
                    "すべての処理を読み戻して確かめたか、下に示す理由で保存しています。"
                    "対象外の場所は、処理の対象にしていません。",
                ),
            )
        else:
            kind, head, text = (
                "remaining",
                self.say("Not complete", "完了していません"),
                self.say(
                    "Something is left, failed, or is not proven. It is named below.",
                    "残っているもの、失敗したもの、または証明できていないものがあります。"
                    "下に示します。",
                ),
            )
        # No tick beside the word: what is complete is told in numbers, not by one green sign.
        sign = "" if kind == "verified" else shape(kind, size=22)
        return kind, f"<strong>{sign}{head}</strong><p>{text}</p>"

    def _complete(self) -> str:
        counts = "".join(
            self.say(f", {count} {self._word(outcome).lower()}", f"、{self._word(outcome)} {count}")
            for outcome, count in self._counts().items()
            if count
        )
        return self.say(f"Complete: {counts[2:]}", f"完了: {counts[1:]}")

    def _absence(self) -> tuple[str, str]:
        proven = self.body.get("absence") == "proven"
        kind = "verified" if proven else "remaining"
        head = (
            self.say("Nobody found: absence proven", "該当者なし(不存在を証明済み)")
            if proven
            else self.say("Nobody found: absence NOT proven", "該当者なし(不存在は未証明)")
        )
        text = (
            self.say(
                "Every mapped place was read in full under every spelling of the identifier.",
                "対応付けたすべての場所を、識別子のあらゆる表記で最後まで読みました。",
            )
            if proven
            else self.say("What is missing stands below.", "足りないものを下に示します。")
        )
        return kind, f"<strong>{shape(kind, size=22)}{head}</strong><p>{text}</p>"

    def _counts(self) -> dict[str, int]:
        counts = dict.fromkeys(OUTCOMES, 0)
        for step in self.steps:
            counts[step["outcome"]] += 1
        counts["out_of_scope"] += len(self.outside)
        return counts

    def _tally(self) -> str:
        return "".join(
            f'<li class="{"zero" if not count else outcome}"><b>{count}</b>'
            f'<span class="{outcome}">{shape(outcome)} {self._word(outcome)}</span></li>'
            for outcome, count in self._counts().items()
        )

    def _word(self, outcome: str) -> str:
        return OUTCOMES[outcome][0].in_language(self.language)

    def _drawn(self) -> str:
        if not groups_of(self.body):
            return ""
        meanings = "".join(
            f'<div><dt><span class="{outcome}">{shape(outcome)}</span>'
            f"{word.in_language(self.language)}</dt>"
            f"<dd>{meaning.in_language(self.language)}</dd></div>"
            for outcome, (word, meaning) in OUTCOMES.items()
        )
        return section(
            self.say("What happened", "何が行われたか"),
            f'<div class="two">{picture(self.body, self.language, described_by="places")}'
            f'<dl class="meanings">{meanings}</dl></div>',
            anchor="picture",
        )

    def _matrix(self) -> str:
        cells: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
        for step in self.steps:
            cells.setdefault(place_of(step), {}).setdefault(step["outcome"], []).append(step)
        for place, _sign, _reason in self.outside:
            cells.setdefault(place, {}).setdefault("out_of_scope", [])
        if not cells:
            return ""
        heads = "".join(
            f'<th scope="col"><span class="{o}">{shape(o)}</span> {self._word(o)}</th>'
            for o in OUTCOMES
        )
        rows = "".join(
            f'<tr><th scope="row"><code>{escape(place)}</code></th>'
            + "".join(self._cell(outcome, found.get(outcome)) for outcome in OUTCOMES)
            + "</tr>"
            for place, found in cells.items()
        )
        caption = self.say(
            "Rows by place and outcome. The picture above shows the same numbers.",
            "場所と結果ごとの行数です。上の図と同じ数字です。",
        )
        place = self.say("Place", "場所")
        return section(
            self.say("Place by place", "場所ごとの結果"),
            f'<table class="matrix"><caption>{caption}</caption><thead><tr><th scope="col">{place}'
            f"</th>{heads}</tr></thead><tbody>{rows}</tbody></table>",
            anchor="places",
        )

    def _cell(self, outcome: str, steps: Sequence[Mapping[str, Any]] | None) -> str:
        if steps is None:
            return '<td class="none">–</td>'
        lines = [f'<span class="{outcome}">{shape(outcome)}</span>']
        for number, step in enumerate(steps):
            rows = step.get("rows")
            count = self.say("rows unknown", "行数不明") if rows is None else f"{rows:,}"
            act = escape(act_word(str(step.get("action")), self.language))
            lines.append(f"{'<br>' if number else ''} {count}<small>{act}</small>")
        return f'<td data-word="{self._word(outcome)}">{"".join(lines)}</td>'

    def _kept(self) -> str:
        kept = [step for step in self.steps if step["outcome"] in ("retained", "pending")]
        heading = self.say("What is kept, why, and until when", "残しているもの、その理由と期限")
        if not kept:
            text = self.say("Nothing is kept.", "残しているものはありません。")
            return section(heading, f"<p>{text}</p>{self._held_back()}", anchor="kept")
        words = (
            self.say("Place", "場所"), self.say("Rows", "行"), self.say("Reason", "理由"),
            self.say("Clause", "条項"), self.say("Until", "期限"),
        )  # fmt: skip
        rows = "".join(self._kept_row(step, words) for step in kept)
        heads = "".join(f'<th scope="col">{word}</th>' for word in words)
        return section(
            heading,
            f'<table class="stack"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
            f"{self._held_back()}",
            anchor="kept",
        )

    def _held_back(self) -> str:
        """Rows that are somebody else's too: by which reference, of how many others."""
        named = dict.fromkeys(
            (place_of(step), holder_in(holder, self.language))
            for step in self.steps
            for holder in step.get("held_back", ())
        )
        if not named:
            return ""
        text = self.say(
            "These places hold rows that also belong to somebody else; such rows are kept for "
            "them, and no longer name you where that is possible. Shown is the reference that "
            "leads to the others, and how many they are; never who.",
            "次の場所には、ほかの人のものでもある行があります。その人のために残し、可能なかぎり"
            "あなたへの参照だけを消しました。ほかの人につながる参照とその数を示します。だれかは示しません。",
        )
        rows = "".join(
            f"<li><code>{escape(place)}</code> {escape(words)}</li>" for place, words in named
        )
        return f'<p>{text}</p><ul class="plain">{rows}</ul>'

    def _kept_row(self, step: Mapping[str, Any], words: Sequence[str]) -> str:
        until = step.get("until")
        day = day_in(str(until), self.language) if until else self.say("no end", "期限なし")
        count = step.get("rows")
        act = str(step.get("action"))
        reason = REASONS.get(act)
        values = (
            "?" if count is None else f"{count:,}",
            reason.in_language(self.language) if reason else escape(act_word(act, self.language)),
            escape(str(step.get("clause") or "–")),
            escape(day),
        )
        cells = "".join(
            f'<td data-word="{word}">{value}</td>'
            for word, value in zip(words[1:], values, strict=True)
        )
        return f'<tr><th scope="row"><code>{escape(place_of(step))}</code></th>{cells}</tr>'

    def _not_proven(self) -> str:
        found = [note_in(str(each), self.language) for each in self.body.get("not_proven", ())]
        found += [(words, self.language) for words in (self._late(), *self._always()) if words]
        return section(
            self.say("What is not proven", "証明できていないこと"), notes(found), anchor="unproven"
        )

    def _always(self) -> Iterator[str]:
        """What no receipt of today proves, whatever was done."""
        if not self.document.get("anchors"):
            yield self.say(
                "This receipt is self-attested: the ledger it stands in was not yet kept "
                "anywhere outside the company when it was issued.",
                "この受領証は自己証明です。発行の時点で、台帳は会社の外のどこにも"
                "保管されていませんでした。",
            )
        if self.body.get("right") == "deletion":
            yield self.say(
                "The search for residue reads text. Pictures, PDF, Office documents and encrypted "
                "content are not searched.",
                "残留の検索が読むのは文字列です。画像・PDF・Office 文書・暗号化された内容は"
                "検索していません。",
            )
        yield self.say(
            "Backups, and copies outside the connected places, are not covered.",
            "バックアップと、接続した場所以外にある写しは含まれません。",
        )

    def _late(self) -> str:
        """What keeps rows away that are written after a deletion: a sweep, where no guard does."""
        if self.body.get("right") != "deletion":
            return ""
        late = self.body.get("late_writers")
        guarded = late.get("guarded", ()) if isinstance(late, Mapping) else ()
        named = self.say(", ", "、").join(map(str, guarded))
        if named:
            return self.say(
                f"Late writes are refused by a guard in {named}; elsewhere they are swept: the "
                "places are searched again later.",
                f"{named} では遅れた書き込みをトリガーが拒否します。ほかの場所では、"
                "後日もう一度探して処理します。",
            )
        return self.say(
            "Rows written after the deletion are swept, not prevented: the places are searched "
            "again later.",
            "削除後に書き込まれた行は、書き込みを防ぐのではなく、後日もう一度探して処理します。",
        )
