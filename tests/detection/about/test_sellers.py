"""Who sells, treats or builds something for the ill is not ill; who says it of themselves or theirs is."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def groups(scanner: Scanner, text: str) -> set[str]:
    return {group for finding in scanner.scan(text) for group in finding.groups}


OF_A_BUSINESS = [
    "Our product has helped adults with asthma.",
    "Our insulin pump is indicated for adults with type 1 diabetes.",
    "Our device is indicated for adults with chronic heart failure. Draft a product page.",
    "We sell wheelchairs and hearing aids. Write three product descriptions.",
    "当社の血糖測定器は2型糖尿病の患者様が自宅で測定できる製品です。",
    "Our drug treats hypertension.",
    "We develop cancer drugs.",
    "My company makes pacemakers.",
    "Our clinic management software supports diabetes registries.",
    "喘息患者様のための吸入器の使い方",
    "Our new inhaler helps people with asthma breathe easier.",
    "Our app helps users manage depression and anxiety.",
    "We offer chemotherapy and dialysis at our hospital.",
    "My startup builds an app for epilepsy.",
    "Our hospital's oncology department opens in May.",
    "We are launching a supplement for migraine sufferers.",
    "Our customers with arthritis like this chair.",
    "Our team is writing a blog post about breast cancer screening.",
    "My website sells hearing aids.",
    "My clinic treats patients with diabetes.",
    "My hospital offers dialysis for kidney failure.",
    "弊社のアプリはうつ病の方を支援します。",
    "弊社は補聴器を販売しています。",
    "当院では乳がん検診を行っています。",
    "うちの会社は車椅子を製造しています。",
    "糖尿病患者様向けのレシピ",
    "Our fingerprint reader unlocks the door.",
    "We sell fingerprint scanners.",
    "Our law firm defends people charged with fraud.",
    "弊社の新しい吸入器は喘息の患者様にも安心してお使いいただけます。",
    "うつ病の患者様とご家族のための冊子を作ってください。",
    "うつ病の患者様のご家族向けの冊子を作ってください。",
]

OF_SOMEBODY = [
    "My clinic treats me for epilepsy.",
    "My clinic treats Karen for epilepsy.",
    "My doctor treats my diabetes.",
    "Our team member uses a wheelchair and offers help.",
    "Our software engineer develops arthritis.",
    "Our program manager had cancer and now sells cars.",
    "Our hospital treats Mr Brown for lupus.",
    "We make progress since the miscarriage.",
    "Our colleague has diabetes",
    "We were both diagnosed with arthritis.",
    "my wheelchair broke yesterday",
    "患者様の山田さんは喘息です。",
    "Our son takes insulin.",
    "We have asthma.",
    "I develop cancer drugs and I have cancer.",
    "My mother's pacemaker was replaced.",
    "Our CEO was diagnosed with cancer.",
    "We think our new colleague Peter has depression.",
    "My insulin pump is broken.",
    "Our doctor prescribed me insulin.",
    "Our daughter needs hearing aids.",
    "My epilepsy makes driving hard.",
    "My diabetes drug makes me tired.",
    "Our customer has type 1 diabetes.",
    "Our customers Mr Smith and Ms Jones have diabetes.",
    "My company knows that I have depression.",
    "My company fired me because of my pregnancy.",
    "Our family has a history of breast cancer.",
    "We lost our baby, it was a miscarriage.",
    "We are both HIV positive.",
    "弊社の田中は喘息です。",
    "うちの会社の同僚が糖尿病です。",
    "患者様は喘息で通院中です。",
    "My clinic says I have arthritis.",
    "My drug dealer treats hypertension",
    "My doctor treats my hypertension.",
    "My team knows I'm pregnant.",
    "Our employee uses a wheelchair.",
    "Our IVF failed twice.",
    "We sell hearing aids, and I need one because I am deaf.",
    "Our app shows that I have depression.",
    "We make insulin at home for our son.",
    "患者様は喘息で入院されました。",
]


@pytest.mark.parametrize("text", OF_A_BUSINESS)
def test_what_a_business_says_of_what_it_offers_is_about_nobody(
    scanner: Scanner, text: str
) -> None:
    assert groups(scanner, text) == set()


@pytest.mark.parametrize("text", OF_SOMEBODY)
def test_what_people_say_of_themselves_and_theirs_is_found(scanner: Scanner, text: str) -> None:
    assert "health" in groups(scanner, text)
