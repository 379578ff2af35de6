"""Street addresses of Latin America, Hungary, Turkey, Ukraine and Russia, with or without their postal codes.

Forms: UPU S42 templates of the countries named, Correios' CEP, Argentina's CPA.
"""

from upheld.detection.words.europe import PORTUGUESE, SPANISH
from upheld.detection.words.form import Form

_WORDS = r"\p{Lu}[\p{L}'’.\-]*(?: (?:de |da |do |das |dos |del |la |los )?\p{Lu}[\p{L}'’.\-]*){0,3}"
_UF = "(?:AC|AL|AP|AM|BA|CE|DF|ES|GO|MA|MT|MS|MG|PA|PB|PR|PE|PI|RJ|RN|RS|RO|RR|SC|SP|SE|TO)"
_NO = r"(?:n[.º°o]{1,2} ?|No\.? ?|#)?[0-9]{1,5}[A-Z]?"
_INSIDE = (
    r"(?:(?:,? ?[-–] ?|,? )(?:(?i:apt[oº]?|apartamento|bloco|bl|casa|sala|andar|cj|conj|fundos|piso|depto|dpto|int|interior|col|colonia|fracc)\.? ?[\p{L}0-9º°][\p{L}0-9º° ]{0,20}"
    r"|[0-9]{1,2}[º°] ?[A-Z0-9]{1,2})){0,3}"
)
_UNTIL_CITY = rf"(?:(?:,? ?[-–] ?|, ){_WORDS}){{0,3}}"
_TR_STREET = (
    r"(?:Caddesi|Cad\.|Sokağı|Sokak|Sok\.|Sk\.|Mahallesi|Mah\.|Bulvarı|Blv\.|Apartmanı|Apt\.)"
)
_TR_WORD = r"\p{L}[\p{L}'’.\-]*"
_TR_HOUSE = r"(?:,? (?:No|D|Daire|Kat|K|Blok|İç Kapı No)[:.]? ?[0-9A-Z]{1,5}(?:/[0-9A-Z]{1,4})*)"
_RU_STREET = r"(?:ул\.?|улица|просп\.|бульв\.|пр-т|пр\.|проспект|пр-кт|пер\.?|переулок|б-р|бул\.|бульвар|наб\.|набережная|ш\.|шоссе|пл\.|площадь|проезд)"
_UA_STREET = r"(?:вул\.?|вулиця|vul\.|vulytsia)"
_RU_NAME = r"\p{Lu}[\p{L}\-]*(?: \p{L}[\p{L}\-]*){0,2}"


def _has_number(address: str) -> bool:
    """A street alone is no address."""
    return any(char.isdigit() for char in address)


FORMS: tuple[Form, ...] = (
    Form("br", "br", rf"{PORTUGUESE},? {_NO}{_INSIDE}{_UNTIL_CITY}(?:(?:, ?| ?[-–/] ?| ){_UF})"),
    Form("br", "cep", rf"{PORTUGUESE},? {_NO}{_INSIDE}{_UNTIL_CITY}(?:(?:, ?| ?[-–/] ?| ){_UF})?(?=,?(?: ?[-–])? (?:CEP:? )?[0-9]{{5}}-[0-9]{{3}})"),
    Form("ar", "ar", rf"(?:{SPANISH}|{_WORDS}),? {_NO}{_INSIDE},? \(?[A-HJ-NP-Z][0-9]{{4}}(?:[A-Z]{{3}})?\)? {_WORDS}"),
    Form("mx", "mx", rf"(?:{SPANISH}|{_WORDS}),? {_NO}{_INSIDE}(?:, {_WORDS}){{0,2}},? (?:C\.?P\.? ?)?[0-9]{{5}}(?:,? {_WORDS}){{0,2}}"),
    Form("ro", "ro", rf"(?:Str\.|Strada|Bd\.|B-dul|Bulevardul|Calea|Șoseaua|Șos\.|Aleea|Splaiul) {_WORDS},? (?:[Nn]r\.?) ?[0-9]{{1,4}}[A-Z]?(?:,? (?:[Bb]l|[Ss]c|[Ee]t|[Aa]p)\.? ?[0-9A-Z]{{1,4}}){{0,4}}(?:, {_WORDS}){{0,2}}(?:,? [0-9]{{6}})?"),
    Form("latin_america", "numbered", rf"(?:Calle|Cra\.?|Carrera|Av\.|Avenida|Ave\.?|Diagonal|Transversal) (?:[0-9]{{1,3}}[A-Z]?|{_WORDS}),? (?:No\.?|N°|Nº|#) ?[0-9]{{1,5}}[A-Z]?(?: ?- ?[0-9]{{1,3}})?(?: (?:e/|entre) [\p{{L}}0-9]+ (?:y|e) [\p{{L}}0-9]+)?(?:, {_WORDS}){{0,3}}"),
    Form("latin_america", "storeys", rf"(?:Avenida|Av\.|Calle|Urb\.|Urbanización) {_WORDS}(?:, (?:Edif(?:icio|\.)?|Piso|Apto\.?|Apartamento|Casa|Qta\.?|Quinta|Torre) [\p{{L}}0-9][\p{{L}}0-9 \-]{{0,20}}){{1,4}}(?:, {_WORDS}){{0,2}}(?: [0-9]{{4}})?", _has_number),
    Form("hu", "hu", rf"(?:H-)?[1-9][0-9]{{3}} {_WORDS}, {_WORDS} (?:utca|út|útja|tér|tere|körút|krt\.|u\.|köz|sor|sétány) [0-9]{{1,4}}[./]?[A-Za-z]?\.?(?: ?(?:[IVX]+|[0-9]{{1,2}})\.?(?:/| em\.? ?)[0-9]{{1,3}}[a-z]?\.?)?"),
    Form("tr", "tr", rf"{_TR_WORD}(?: {_TR_WORD}){{0,4}} {_TR_STREET}(?:,? {_TR_WORD}(?: {_TR_WORD}){{0,3}} {_TR_STREET}){{0,2}}{_TR_HOUSE}{{1,4}}(?:,? (?:[0-9]{{5}} )?{_TR_WORD}(?:[ /,]{{1,2}}{_TR_WORD}){{0,2}})?"),
    Form("ua", "ua", rf"(?:(?:[0-9]{{5}}, )?(?:(?:м\.|місто|обл\.|смт|с\.|m\.) ?)?{_RU_NAME}(?: обл\.)?, ){{0,3}}{_UA_STREET} ?{_RU_NAME},? (?:буд\.|bud\.)? ?[0-9]{{1,4}}[а-яА-ЯA-Za-z]?(?:/[0-9]{{1,3}})?(?:,? (?:корп?\.|к\.|кв\.|квартира|kv\.|apt\.|оф\.) ?[0-9]{{1,5}}){{0,3}}(?:, {_RU_NAME}(?:,? [0-9]{{5}}(?![0-9]))?)?"),
    Form("ru", "ru", rf"(?:(?:[0-9]{{6}}, )?(?:(?:г\.|город|обл\.|пос\.|с\.|д\.) ?)?{_RU_NAME}(?: обл\.)?, ){{0,3}}(?:{_RU_STREET} ?{_RU_NAME}|{_RU_NAME} {_RU_STREET}),? (?:д\.|дом )? ?[0-9]{{1,4}}[а-яА-Я]?(?:/[0-9]{{1,3}})?(?:,? (?:корп?\.|к\.|стр\.|кв\.|квартира|подъезд|оф\.) ?[0-9]{{1,5}}){{0,3}}"),
)  # fmt: skip
HINTS: dict[str, str] = {
    "br": r"(?:^|[^\p{L}])(?i:rua|r\.|avenida|av\.|travessa|largo|praça|estrada|alameda|beco|calçada) (?:d[aeo]s? )?\p{Lu}",
    "cep": r"[0-9]{5}-[0-9]{3}(?:[^0-9]|$)",
    "ar": r"[ (][A-HJ-NP-Z][0-9]{4}(?:[A-Z]{3})?\)? \p{Lu}",
    "mx": r"(?:Col\.|Colonia) ?\p{Lu}|C\.?P\.? ?[0-9]{5}",
    "ro": r"(?:Str\.|Strada|Bd\.|B-dul|Bulevardul|Calea|Șoseaua|Șos\.|Aleea|Splaiul) \p{Lu}",
    "numbered": r"(?:Calle|Cra\.?|Carrera|Av\.|Avenida|Ave\.?|Diagonal|Transversal) [\p{L}0-9 ]+,? (?:No\.?|N°|Nº|#) ?[0-9]",
    "storeys": r", (?:Edif(?:icio|\.)?|Piso|Apto\.?|Apartamento|Casa|Qta\.?|Quinta|Torre) [\p{L}0-9]",
    "hu": r" (?:utca|út|útja|tér|tere|körút|krt\.|u\.|köz|sor|sétány) [0-9]",
    "tr": rf"{_TR_STREET},? (?:No|D|Daire|Kat|K|Blok)",
    "ua": r"(?:вул|вулиця|vul|vulytsia)\.? ?\p{Lu}",
    "ru": r"(?:ул|улица|просп|бульв|пр-т|пр|проспект|пр-кт|пер|переулок|б-р|бул|бульвар|наб|набережная|ш|шоссе|пл|площадь|проезд)\.? ?,? ?(?:\p{Lu}|д\.|дом|[0-9])",
}
"""What is in every text with an address of a form."""
