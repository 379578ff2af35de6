"""What Presidio's callers call a kind, and which findings a name of theirs asks for."""

from collections.abc import Collection, Mapping

from upheld.detection import Finding
from upheld.detection.kind import kinds

NAMES: Mapping[str, str] = {
    "person_name": "PERSON",
    "email": "EMAIL_ADDRESS",
    "phone": "PHONE_NUMBER",
    "address": "LOCATION",
    "card_number": "CREDIT_CARD",
    "ip_address": "IP_ADDRESS",
    "mac_address": "MAC_ADDRESS",
    "iban": "IBAN_CODE",
    "birth_date": "DATE_TIME",
    "us_ssn": "US_SSN",
    "bank_account": "BANK_ACCOUNT",
}
"""Presidio's names of kinds that it has, too."""

PARTS: Mapping[str, Collection[str]] = {
    "AU_TFN": {"national_id.au_tfn"},
    "CA_SIN": {"national_id.ca"},
    "DE_TAX_ID": {"national_id.de"},
    "ES_NIE": {"national_id.es_nie"},
    "ES_NIF": {"national_id.es"},
    "FI_PERSONAL_IDENTITY_CODE": {"national_id.fi"},
    "IN_AADHAAR": {"national_id.in_aadhaar"},
    "IN_PAN": {"national_id.in_pan"},
    "IT_FISCAL_CODE": {"national_id.it"},
    "KR_RRN": {"national_id.kr", "national_id.kr_tight"},
    "NRP": {"special_category"},
    "PL_PESEL": {"national_id.pl"},
    "SE_PERSONNUMMER": {"national_id.se", "national_id.se_tight"},
    "SG_NRIC_FIN": {"national_id.sg"},
    "TH_TNIN": {"national_id.th"},
    "TR_NATIONAL_ID": {"national_id.tr"},
    "UK_NHS": {"national_id.gb_nhs"},
    "UK_NINO": {"national_id.gb"},
    "UK_POSTCODE": {"postal_code.gb"},
    "US_BANK_NUMBER": {"bank_account"},
    "US_ITIN": {"national_id.us_itin"},
    "US_PASSPORT": {"national_id.us_passport"},
    "ZA_ID_NUMBER": {"national_id.za"},
}
"""Names of Presidio's for a part of one of our kinds, or for a kind that has another name here: the
kinds and rules whose findings they ask for. A call that asks for them gets them under these names."""


def name_of(kind: str) -> str:
    """Return what Presidio's callers call a kind."""
    return NAMES.get(kind, kind.upper())


def entities() -> list[str]:
    """Return every name that can be asked for."""
    return [*(name_of(kind) for kind in kinds()), *PARTS]


def unknown(wanted: Collection[object]) -> str | None:
    """Return a name that nothing here answers to, if one was asked for."""
    known = set(entities())
    return next((str(name) for name in wanted if name not in known), None)


def asked_for(finding: Finding, wanted: Collection[str] | None) -> str | None:
    """Return the name under which a call gets a finding; `None` if it did not ask for it.

    Args:
        finding: What was found.
        wanted: The names that were asked for; `None` asks for everything.
    """
    own = name_of(finding.kind)
    if wanted is None or own in wanted:
        return own
    of = {finding.kind, finding.rule}
    return next((name for name in wanted if of & set(PARTS.get(name, ()))), None)
