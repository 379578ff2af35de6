"""What the labels of other recognisers are called here; what is not listed is not taken over."""

KINDS: dict[str, str] = {
    "PERSON": "person_name",
    "PER": "person_name",
    "Person": "person_name",
    "person": "person_name",
    "name": "person_name",
    "EMAIL_ADDRESS": "email",
    "email": "email",
    "PHONE_NUMBER": "phone",
    "phone number": "phone",
    "address": "address",
    "Address": "address",
    "CREDIT_CARD": "card_number",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip_address",
    "US_SSN": "us_ssn",
    "UK_NINO": "national_id",
    "date of birth": "birth_date",
    "disease": "health",
    "medical condition": "health",
    "religion": "special_category",
    "NRP": "special_category",
}
"""Labels of OntoNotes and CoNLL models, GiNZA, Presidio's entities, and those we ask GLiNER for."""
