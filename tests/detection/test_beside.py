"""A value is what the label beside it says, however a structure keeps the two together."""

import json
from datetime import date
from time import process_time

import pytest

from upheld.detection.beside import called
from upheld.detection.standard import standard

SCANNER = standard(today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"name": "password", "value": "hunter2!Blue"}', ("secret", "hunter2!Blue")),
        ('{"key":"DB_PASSWORD","value":"hunter2!Blue"}', ("secret", "hunter2!Blue")),
        ("env:\n  - name: DB_PASSWORD\n    value: hunter2!Blue\n", ("secret", "hunter2!Blue")),
        ('{"field":"氏名","type":"text","value":"山本"}', ("person_name", "山本")),
        ('{"question": "持病はありますか？", "answer": "糖尿病です"}', ("health", "糖尿病")),
        ("質問：持病はありますか？\n回答：糖尿病です", ("health", "糖尿病")),
        ('{"label": "暗証番号", "value": "4821"}', ("pin", "4821")),
        ("<key>password</key><string>hunter2!Blue</string>", ("secret", "hunter2!Blue")),
        ('<property name="password" value="hunter2!Blue"/>', ("secret", "hunter2!Blue")),
        ("<tr><td>Religion</td><td>Islam</td></tr>", ("special_category", "Islam")),
        ("<dl><dt>病名</dt>\n  <dd>うつ病</dd></dl>", ("health", "うつ病")),
        ("<th>氏名：</th><td>山本 太郎</td>", ("person_name", "山本 太郎")),
        ("VALUES ('smtp_password', 'hunter2!Blue')", ("secret", "hunter2!Blue")),
        ('os.environ.setdefault("DB_PASSWORD", "hunter2!Blue")', ("secret", "hunter2!Blue")),
        ("項目,回答\n持病はありますか,糖尿病", ("health", "糖尿病")),
        ('{"傷病名": {"type": "SINGLE_LINE_TEXT", "value": "うつ病"}}', ("health", "うつ病")),
        ('{"PIN": {"id": 3, "value": "4821"}}', ("pin", "4821")),
        (
            '[{"key":"API_TOKEN","value":"abcdEFGH1234ijkl","masked":true}]',
            ("secret", "abcdEFGH1234ijkl"),
        ),
        ("name,value\nDB_PASSWORD,hunter2!Blue\nLOG_LEVEL,info", ("secret", "hunter2!Blue")),
        ("Field\tValue\r\nUser\ta\r\nPassword\thunter2!Blue\r\n", ("secret", "hunter2!Blue")),
        ('id,項目,値\n1,会社名,甲社\n2,暗証番号,"４８２１"\n', ("pin", "４８２１")),
        (
            "| 質問 | 回答 |\n|---|---|\n| ご信仰は？ | イスラム教 |",
            ("special_category", "イスラム教"),
        ),
        (
            json.dumps({"m": json.dumps({"name": "password", "value": "hunter2!Blue"})}),
            ("secret", "hunter2!Blue"),
        ),
        (json.dumps({"name": "暗証番号", "value": "4821"}), ("pin", "4821")),
        (json.dumps({"t": "係：暗証番号は？\n客：4821です"}), ("pin", "4821")),
        ("<label>病名</label><input value='うつ病'>", ("health", "うつ病")),
        ('<label>暗証番号</label><input type="text" value="4821">', ("pin", "4821")),
        ('<entry key="connection.password">hunter2!Blue</entry>', ("secret", "hunter2!Blue")),
    ],
)
def test_a_value_is_found_by_the_label_beside_it(text: str, expected: tuple[str, str]) -> None:
    found = {(one.kind, text[one.start : one.end]) for one in SCANNER.scan(text)}
    assert expected in found


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "colour", "value": "blue"}',
        '{"name": "password", "value": ""}',
        '{"key": "password", "value": "Password"}',
        '{"key": "login.password.label", "value": "パスワード"}',
        '[{"name": "timeout", "value": "4821"}, {"name": "retries", "value": "17"}]',
        '{"title": "病名別の件数", "value": "120"}',
        "<tr><th>病名</th><th>件数</th></tr><tr><td>糖尿病</td><td>120</td></tr>",
        "<tr><td>商品</td><td>体温計</td></tr>",
        "<label>Search</label><input value='diabetes'>",
        "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db, key: password}\n",
        'placeholder("password", "Enter password")',
        'getenv("API_TOKEN", "changeme")',
        "対応するか,はい\n公開するか,いいえ",
        "name,value\ntimeout,4821\npassword_min_length,12\nmax,1234",
        "項目\t値\n病名\t必須\n暗証番号\t4桁",
        '{"password": {"type": "string", "value": ""}, "件数": {"type": "NUMBER", "value": "4821"}}',
        '<label>PIN</label><input type="password" value="">',
        '<string name="password">Enter your password</string>',
    ],
)  # fmt: skip
def test_what_a_structure_says_of_things_is_nobodys(text: str) -> None:
    assert SCANNER.scan(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "name=" + " " * 60,
        "name=x" + " " * 24 + "," + " " * 24 + "a:1" + " " * 24,
        '"' + "a" * 50 + '" : {' + " " * 24 + '"a": 1 ,',
        "<th>" + " " * 70,
        "name,value\n",
    ],
)
def test_a_text_of_labels_and_gaps_is_read_in_time(piece: str) -> None:
    began = process_time()
    SCANNER.spans(piece * (60_000 // len(piece)) + '\n"value": ""')
    assert process_time() - began < 3


@pytest.mark.parametrize(
    "text",
    [
        '{{"name": "{label}",\r\n\t"value": "{value}"}}',
        "<tr><th>{label}</th>\r\n<td> {value} </td></tr>",
        "😀係：{label}を教えてください。\r\n客：「{value}」です😀\r\n",
        '項目,値\r\n"{label}","{value}"\r\n',
        "| 項目 | 値 |\n|---|---|\n| {label} | {value} |\n",
        "- name: {label}\r\n  value: '{value}'\r\n",
    ],
)
@pytest.mark.parametrize(
    ("label", "value"),
    [("暗証番号", "４８２１"), ("パスワード", "hunter2!Blue"), ("氏名", "山本　太郎")],
)
def test_what_is_found_is_the_value_and_nothing_around_it(
    text: str, label: str, value: str
) -> None:
    whole = text.format(label=label, value=value)
    assert [whole[one.start : one.end] for one in SCANNER.scan(whole)] == [value]


def test_an_object_says_what_its_value_is() -> None:
    assert called({"Name": "DB_PASSWORD", "value": 1}) == "DB_PASSWORD"
    assert called({"question": "暗証番号を教えてください。", "answer": "4821"}) == "暗証番号"
    assert called({"id": 3, "name": 4}) == ""
