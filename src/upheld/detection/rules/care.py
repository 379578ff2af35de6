"""Numbers of patients at a hospital, which open what is kept of somebody's health."""

from upheld.detection.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="health.record_number",
        kind="health",
        pattern=(
            r"(?:MRN|(?i:medical record) ?(?i:number|no\.?|num|id|#)|(?i:patient (?:number|no\.?|mrn))"
            r"|診察券(?:の)?(?:番号|No\.?)|カルテ(?:の)?(?:番号|No\.?)|診療録番号|患者番号)"
            r"[\"')]{0,2}(?: is| was| to)?[ ]?[:#=はが]?[ ]?#?[\"']?(?P<value>[A-Z]{0,3}-?\d{2,4}-?\d{2,4}(?:-?\d{1,4})?)"
        ),
        source="45 CFR 164.514(b)(2)(i)(H): medical record numbers, behind their label",
        check=lambda value: len(set(value)) > 1 and sum(map(str.isdigit, value)) >= 5,  # noqa: PLR2004 - the shortest that hospitals give
        not_before=r"[.,:/-]\d",
        confidence=0.9,
        gate=r"MRN|(?i:medical record|patient) ?(?i:number|no|num|id|mrn|#)|診察券|カルテ|診療録番号|患者番号",
    ),
)
