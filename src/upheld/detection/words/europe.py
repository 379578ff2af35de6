"""Street addresses of the European continent: street, number, postal code, town.

Forms: UPU S42 templates of the countries named. Where neither the street's words nor the code say
the country, the rule ends with `europe`.
"""

import regex

from upheld.detection.words.form import Form

_SEP = r"(?:,? |,? ?\n ?| [-–] )"
_TOWN = r"\p{Lu}[\p{L}'’\-]+(?:(?: (?:am|an der|im|bei|ob|sur|sous|lès|de|del|la|di)){1,2} \p{Lu}[\p{L}\-]+)?"
_NO = r"[0-9]{1,4} ?[a-zA-Z]?(?: ?[-/+] ?(?:[0-9]{1,4} ?[a-z]?|[IVX]{1,4}|[A-Za-z]\b))*"
_FLOOR = r"(?:,? [^,\n0-9]{0,8}[0-9]{1,3}[^,\n0-9]{0,8})?"
_DE = (
    r"(?:\p{Lu}[\p{L}.\-]*(?:straße|strasse|str\.|allee|weg|platz|gasse|ring|damm|ufer|chaussee|steig|hof|markt|berg|graben|pfad|kamp|wall|garten|wiese|park|tor|bogen|höhe|zeile)"
    r"|(?:Am|An der|An den|An dem|Im|In der|In den|Auf dem|Auf der|Zum|Zur|Unter den|Hinter der|Hinter dem|Vor dem|Bei der|Alte|Alter|Neue|Neuer|Große|Kleine|Straße) (?:[\p{L}\-]+ ){0,2}\p{Lu}[\p{L}\-]+"
    r"|\p{Lu}[\p{L}.\-]+[ -](?:Straße|Strasse|Str\.|Allee|Weg|Platz|Gasse|Ring|Damm|Ufer|Chaussee|Steig))"
)
_ARTICLE = r"(?:(?:de la|de l['’]|des|du|de|d['’]|le|la|les|l['’]) ?)?"
_FR_TYPE = r"(?i:rue|avenue|av\.|boulevard|bd\.?|blvd|place|pl\.|chemin|impasse|allées?|quai|cours|route|square|passage|villa|faubourg|sentier|ruelle|esplanade|mail|cité|hameau|clos|lotissement)"
_FR = rf"[0-9]{{1,4}}(?: ?(?:bis|ter|quater|[A-D]))?,? {_FR_TYPE} {_ARTICLE}[\p{{L}}'’\-]+(?: [\p{{L}}'’\-]+){{0,4}}"
_FR_BEFORE = r"(?:(?:Résidence|Rés\.|Bâtiment|Bât\.|Appartement|Appt?\.?|Immeuble|Escalier|Étage) [\p{L}0-9'’ \-]{1,24},? ){0,3}"
_FR_PLACE = r"(?:BP|B\.P\.|CS|TSA) ?[0-9 ]{2,7}|(?i:lieu-?dit|lieu dit) [\p{L}'’ \-]{2,24}"
_CEDEX = r"(?: (?i:cedex)(?: [0-9]{1,2})?)?"
_ES = r"(?i:calle|c/|c\.|avenida|avda\.?|av\.|plaza|plza\.|pza\.|paseo|p\.º|camino|ronda|carrer|travesía|carretera|urb\.) ?(?:(?:de la|de los|de las|del|de|la|el) )?\p{Lu}[\p{L}'’\-]*(?: (?:de |del |la |y )?\p{Lu}[\p{L}'’\-]*){0,3}"
_STAIR = r"(?:,? ?[0-9]{1,2}\.?[ºª°]{0,2}\.? ?\p{L}{0,5}\.?)?"
_IT = r"(?i:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|largo|vicolo|strada|lungomare|contrada|salita|borgo) (?:(?:dei|degli|delle|della|dello|dell['’]|del|di|da|san|santa|la|le|il) ?){0,2}\p{Lu}[\p{L}'’.\-]*(?: \p{Lu}[\p{L}'’.\-]*){0,2}"
_PT = r"(?i:rua|r\.|avenida|av\.|travessa|largo|praça|estrada|alameda|beco|calçada) (?:(?:da|do|das|dos|de) )?\p{Lu}[\p{L}'’\-]*(?: (?:da |do |de |dos |das )?\p{Lu}[\p{L}'’\-]*){0,3}"
_NL_STREET = r"\p{Lu}[\p{L}'’.\-]*(?: \p{L}[\p{L}'’.\-]*){0,3}"
GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE = _DE, _FR, _ES, _IT, _PT
_NORTH = r"(?:, ?[0-9]{1,2}\. ?(?:tv|th|mf|sal|[0-9])?\.?| [A-Z](?: ?[0-9]{1,3})?| lgh [0-9]{4})?"
_NO_STREET = regex.compile(
    r"(?i:\b(?:page|chapter|section|version|order|room|table|figure|item|part|line|step|day|week|level|article|seite|kapitel|ausgabe|artikel|teil|chapitre|number|nr|no|since|until|from|tel|fax|phone"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\.? [0-9])"
)


def _is_street(address: str) -> bool:
    """Words before a number that name no page, order or day."""
    return _NO_STREET.search(address) is None


FORMS: tuple[Form, ...] = (
    Form("de", "five", rf"{_DE} {_NO}{_FLOOR}(?:{_SEP}| in )(?:D-|DE-)?[0-9]{{5}} {_TOWN}"),
    Form("de", "five", rf"Postfach [0-9 ]{{2,10}}{_SEP}(?:D-|DE-)?[0-9]{{5}} {_TOWN}"),
    Form("at", "four", rf"{_DE} {_NO}{_FLOOR}(?:{_SEP}| in )(?:A-|AT-)?[1-9][0-9]{{3}} {_TOWN}"),
    Form(
        "fr",
        "five",
        rf"(?:{_FR_BEFORE}{_FR}|{_FR_PLACE}){_SEP}(?:F-|FR-)?[0-9]{{5}} \p{{Lu}}[\p{{L}}'’\-]+{_CEDEX}",
    ),
    Form("lu", "four", rf"{_FR}{_SEP}L-[1-9][0-9]{{3}} {_TOWN}"),
    Form(
        "ch",
        "four",
        rf"(?:(?i:rue|avenue|chemin|route|place|quai|via|piazza|boulevard) {_ARTICLE}\p{{Lu}}[\p{{L}}'’\-]*(?: \p{{Lu}}[\p{{L}}'’\-]*)?|\p{{Lu}}[\p{{L}}\-]*(?:strasse|gasse|weg|platz|allee|rain|quai|hof|matte)) {_NO}{_SEP}(?:CH-)?[1-9][0-9]{{3}} {_TOWN}",
    ),
    Form("ch", "four", rf"\p{{Lu}}[\p{{L}}.\-]*(?: \p{{Lu}}[\p{{L}}.\-]*){{0,2}} {_NO}{_SEP}CH-[1-9][0-9]{{3}} {_TOWN}"),
    Form("it", "five", rf"{_IT},? {_NO}(?:, ?(?:int|interno|scala|sc|piano)\.? ?[0-9A-Z]{{1,4}})?{_SEP}(?:I-|IT-)?[0-9]{{5}} {_TOWN}(?: \([A-Z]{{2}}\)| [A-Z]{{2}}\b)?"),
    Form("es", "five", rf"{_ES},? (?:n[.º°o]{{1,2}} ?)?{_NO}{_STAIR}{_STAIR}{_SEP}(?:E-|ES-)?[0-9]{{5}} {_TOWN}"),
    Form("pt", "pt", rf"{_PT},? (?:n[.º°o]{{1,2}} ?)?{_NO}{_STAIR}{_SEP}[0-9]{{4}}-[0-9]{{3}} {_TOWN}"),
    Form("nl", "nl", rf"{_NL_STREET} [0-9]{{1,4}}(?:[ -]?(?:[A-Za-z]{{1,3}}|[0-9]{{1,3}}|[IVX]{{1,4}}))?{_SEP}(?:NL-)?[1-9][0-9]{{3}} ?[A-Z]{{2}},? {_TOWN}", _is_street),
    Form("be", "four", rf"\p{{Lu}}[\p{{L}}\-]*(?:straat|laan|weg|plein|steenweg|lei|dreef|kaai) {_NO}(?: ?(?:bus|bte) [0-9A-Z]+)?{_SEP}(?:B-|BE-)?[1-9][0-9]{{3}} {_TOWN}"),
    Form("se", "three", rf"(?:\p{{Lu}}[\p{{L}}.\-]* )?\p{{Lu}}[\p{{L}}\-]*(?<=(?i:gatan|gata|vägen|väg|gränd|torget|allén|stigen|backen|plan)) {_NO}{_NORTH}{_SEP}(?:SE-|S-)?[0-9]{{3}} ?[0-9]{{2}} {_TOWN}"),
    Form("dk", "four", rf"(?:\p{{Lu}}[\p{{L}}.\-]* )?\p{{Lu}}[\p{{L}}\-]*(?<=(?i:gade|vej|vænget|allé|plads|stræde|torv|have)) {_NO}{_NORTH}{_SEP}(?:DK-)?[0-9]{{4}} {_TOWN}(?: [NSØVCK]\b)?"),
    Form("no", "four", rf"(?:\p{{Lu}}[\p{{L}}.\-]* )?\p{{Lu}}[\p{{L}}\-]*(?<=(?i:gata|gate|veien|vegen|vei|plass|bakken|stien)) {_NO}{_SEP}(?:NO-|N-)?[0-9]{{4}} {_TOWN}"),
    Form("fi", "five", rf"\p{{Lu}}[\p{{L}}\-]*(?:katu|tie|kuja|polku|tori|kaari|ranta|rinne) {_NO}{_NORTH}{_SEP}(?:FI-)?[0-9]{{5}} {_TOWN}"),
    Form("pl", "pl", rf"(?:(?:ul\.|al\.|pl\.|os\.) ?)?\p{{Lu}}[\p{{L}}.\-]*(?: \p{{Lu}}[\p{{L}}\-]*){{0,2}} [0-9]{{1,4}}[A-Za-z]?(?:[/ m.]{{1,4}}[0-9]{{1,4}})?{_SEP}[0-9]{{2}}-[0-9]{{3}} {_TOWN}", _is_street),
    Form("cz", "three", rf"\p{{Lu}}[\p{{L}}\-]*(?: \p{{L}}+){{0,2}} [0-9]{{1,4}}(?:/[0-9]{{1,4}}[a-z]?)?{_SEP}(?:CZ-|SK-)?[0-9]{{3}} [0-9]{{2}} {_TOWN}(?: [0-9]{{1,2}})?", _is_street),
    Form("europe", "five", rf"\p{{Lu}}[\p{{L}}'’.\-]*(?: \p{{L}}[\p{{L}}'’.\-]*){{0,3}},? {_NO}(?:, ?[^,\n]{{1,12}})?(?:, |,? ?\n ?)(?:[A-Z]{{1,2}}-)?[0-9]{{5}} {_TOWN}", _is_street),
)  # fmt: skip
HINTS: dict[str, str] = {
    "nl": r"[0-9]{2} ?[A-Z]{2},? \p{Lu}",
    "pl": r"[0-9]{2}-[0-9]{3} \p{Lu}",
    "pt": r"[0-9]{4}-[0-9]{3} \p{Lu}",
    "five": r"[0-9]{5} \p{Lu}",
    "four": r"(?:[,\n]|[0-9] ?[A-Za-z]?,?| [-–]| in|[vhfl]\.|OG|links|rechts) ?(?:[A-Z]{1,2}-)?[0-9]{4} \p{Lu}|[A-Z]-[1-9][0-9]{3} \p{Lu}",
    "three": r"[0-9]{3} ?[0-9]{2} \p{Lu}",
}
"""What is in every text with an address of a form: its postal code, mostly."""
