"""The sentences of a bundle's page, Japanese and English side by side."""

from collections.abc import Mapping

from upheld.wording import Text

WORDS: Mapping[str, Text] = {
    "title": Text(en="Your personal data", ja="保有個人データの開示"),
    "lead": Text(
        en="This is the personal data that we hold about you: what it is, why we use it, where it "
        "came from, who receives it and how long it is kept.",
        ja="当社が保有する、あなたご自身の個人データです。何を、何のために利用し、どこから取得し、"
        "誰に提供し、どれだけの期間保存するかを併せてお知らせします。",
    ),
    "request": Text(en="Request", ja="請求番号"),
    "made_at": Text(en="As of", ja="作成日時"),
    "policy": Text(en="Privacy policy", ja="プライバシーポリシー"),
    "amount": Text(en="Amount", ja="件数"),
    "amount_words": Text(en="{rows} records in {tables} tables", ja="{tables} 表・{rows} 件"),
    "contents": Text(en="Contents", ja="目次"),
    "rows": Text(en="records: {rows}", ja="{rows} 件"),
    "held": Text(en="What we hold, and why", ja="保有している情報と利用目的"),
    "nothing": Text(
        en="We hold no personal data about you in the systems that were searched.",
        ja="確認したシステムには、あなたの個人データはありません。",
    ),
    "records": Text(en="The records", ja="記録の内容"),
    "purposes": Text(en="Purposes of use", ja="利用目的"),
    "undeclared": Text(
        en="Our privacy policy declares no purpose of use for this category.",
        ja="この区分の利用目的は、プライバシーポリシーに定められていません。",
    ),
    "sources": Text(en="Source", ja="取得元"),
    "recipients": Text(en="Recipients", ja="提供・委託先"),
    "nobody": Text(en="none declared", ja="定められた提供・委託先はありません"),
    "clause": Text(en="clause", ja="条項"),
    "clause_of": Text(en="Clause", ja="条項"),
    "places": Text(en="Held in", ja="保存場所"),
    "special_care": Text(en="special care-required", ja="要配慮個人情報"),
    "how_long": Text(en="Kept for", ja="保存期間"),
    "no_period": Text(en="the policy declares no period", ja="ポリシーに期間の定めはありません"),
    "retained": Text(
        en="Records that must be kept at present: {rows} (until {until})",
        ja="現在、保存義務のある記録: {rows} 件({until} まで)",
    ),
    "seen_only": Text(
        en="Records that belong to somebody else and name you: {rows}",
        ja="他の方の記録のうち、あなたに関わるもの: {rows} 件",
    ),
    "empty": Text(en="(empty)", ja="(空)"),
    "masked": Text(en="third person", ja="第三者の情報"),
    "longer": Text(en="the whole text is in the CSV file", ja="全文は CSV ファイルにあります"),
    "more": Text(
        en="The first {shown} of {rows} records are shown. All of them:",
        ja="{rows} 件のうち最初の {shown} 件を表示しています。すべての記録:",
    ),
    "also": Text(en="The same as a file for spreadsheets:", ja="表計算ソフト用のファイル:"),
    "copies": Text(en="Copies in other places", ja="他の場所にある複製"),
    "left_out": Text(en="What is not shown", ja="表示していない情報"),
    "masked_words": Text(
        en="Values that are about somebody else are not shown: {values}. Each is marked “third person”.",
        ja="他の方に関する {values} 個の値は、その方の権利利益を守るため表示していません。"
        "該当箇所に「第三者の情報」と記しています。",
    ),
    "withheld": Text(en="withheld", ja="不開示"),
    "withheld_words": Text(
        en="Values that we decided not to disclose: {values}. Each is marked “withheld”; the reasons are in our letter.",
        ja="開示しないことと判断した {values} 個の値は表示していません。該当箇所に「不開示」と記しています。"
        "理由は回答の文書にあります。",
    ),
    "nothing_masked": Text(
        en="No value in the records was left out.", ja="記録の中で省いた値はありません。"
    ),
    "not_proven": Text(
        en="It is not proven that nothing of yours is in these:",
        ja="次のものについては、あなたの情報が含まれないことを確かめられていません。",
    ),
    "out_of_scope": Text(
        en="These tables hold no personal data and were not searched:",
        ja="次の表は個人データを含まないため、確認の対象外です。",
    ),
    "files": Text(en="Files", ja="ファイル"),
    "files_words": Text(
        en="data.json has everything, for programs. The folder csv has one file for each table; in "
        "it a text that begins like a formula has an apostrophe in front. manifest.json lists all "
        "files with their size and SHA-256, and the number of records of every table.",
        ja="data.json にはすべての内容が、プログラムで読める形で入っています。"
        "csv フォルダーには表ごとのファイルがあります"
        "(数式と誤認される文字列には先頭にアポストロフィを付けています)。"
        "manifest.json には全ファイルの大きさと SHA-256、表ごとの件数を記載しています。",
    ),
    "footer": Text(
        en="This file holds personal data. Keep it where only you can read it. It contains no "
        "program and loads nothing from the network.",
        ja="このファイルには個人データが含まれます。ご本人だけが読める場所に保管してください。"
        "プログラムは含まれず、通信も行いません。",
    ),
}
