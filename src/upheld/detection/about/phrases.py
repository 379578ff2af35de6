"""What is said in phrases that no list of words can hold: values of tests, doses, sentences, genes.

They are rules of the scanner (one pass with all the others) whose confidence is below what is
reported: `recogniser.About` reports them once a person is linked with them.
"""

from upheld.detection.rule import Rule

MAYBE = 0.3
"""Of a sensitive phrase that nobody has been linked with yet; below `scanner.SURE`."""

_N = r"[0-9]{1,4}(?:\.[0-9]+)?"
_KNOWLEDGE = "general medical and legal vocabulary"

_JA: tuple[tuple[str, str], ...] = (
    (
        "health.disease",
        r"[一-龠々ァ-ヶー0-9A-Z]{1,14}(?:症候群|依存症|障害|中毒|腫瘍|不全|梗塞|骨折|麻痺|感染症|感染|認知症|性疾患|肝炎|肺炎|癌|がん|炎|腫|症|病)(?: ?G[1-5]|の?ステージ ?[0-9IV一二三四]+)?",
    ),
    (
        "health.check_result",
        r"(?:HbA1c|A1C|ヘモグロビン|血圧|血糖値?|空腹時血糖|中性脂肪|コレステロール|LDL|HDL|γ-GTP|AST|ALT|GOT|GPT|PSA|TSH|CRP|eGFR|クレアチニン|尿酸値?|BMI|体脂肪率|CD4|視力|聴力|腹囲|尿蛋白)[はがのも:=]?[ ]?[0-9]{1,4}(?:[./][0-9]+)?[ ]?(?:%|mmHg|mg/dL|ng/mL)?",
    ),
    ("health.check_result", r"[右左両]耳[ ]?[0-9]{1,3} ?dB"),
    ("health.drug", r"[ァ-ヶー]{3,14}[ ]?[0-9]{1,4}(?:\.[0-9]+)? ?(?:mg|ミリ|錠|μg|単位)"),
    (
        "health.drug",
        r"[ァ-ヶー]{1,10}(?:プリル|サルタン|スタチン|ジピン|プラゾール|マイシン|シリン|セチン|ゼパム|ゾラム|リドン|ピプラゾール|グリプチン|グリフロジン|パリン|チニブ|マブ|トリプタン|ロール錠)",
    ),
    ("health.symptom", r"妊娠[0-9一二三四五六七八九十]{1,3}(?:週|か月|カ月|ヶ月)目?"),
    (
        "health.disability",
        r"(?:身体障害者手帳|療育手帳|精神障害者保健福祉手帳|障害者手帳|視覚障害|聴覚障害|要介護|要支援|障害)[ ]?[0-9一二三四五六A-B]級?",
    ),
    ("health.check_result", r"(?:アレルギー|アレルゲン|禁忌薬?)[:=はが][ ]?[^\s、。,;\n]{1,12}"),
    (
        "genetic.result",
        r"(?:BRCA[12]|APOE|ALDH2|CFTR|TP53|MLH1|MSH[26]|HTT|FMR1|CYP2[CD][0-9]{1,2}|HLA-[A-Z0-9]+|MTHFR|G6PD|LDLR|KRAS|EGFR)[ ]?(?:遺伝子)?[ ]?(?:rs[0-9]{3,10}|変異|バリアント|陽性|ε[2-4]/ε[2-4]|\*[0-9]+/\*[0-9]+|[A-Z][0-9]+(?:del|[A-Z]))?(?:[ ]?[ACGT]/[ACGT]型?)?",
    ),
    ("genetic.result", r"[一-龠々ァ-ヶー]{2,12}の(?:遺伝子|保因者|病的バリアント)"),
    ("special.social_status", r"(?:同和|部落)(?:地区)?の出"),
    ("special.social_status", r"(?:旧)?身分で差別を受けた(?:家系)?"),
    (
        "special.politics",
        r"(?:[一-龠々]{1,6}党|野党|与党|左派|右派)(?:を支持|に投票|に入党|員|の党員|の支持者|に献金)",
    ),
    (
        "special.creed",
        r"[一-龠々ァ-ヶー]{1,10}(?:教徒|教の信者|教会の信者|に入信|に改宗|の信者|宗の門徒)",
    ),
    (
        "special.race",
        r"在日[一-龠々ァ-ヶー]{1,6}[二三四]世|[一-龠々ァ-ヶー]{1,6}(?:民族|系住民|族の出身|とのハーフ)",
    ),
    (
        "special.union",
        r"(?:労働)?組合の[一-龠々]{2,6}|ストライキを[一-龠々]{2}|組合に加入|組合を結成",
    ),
    (
        "special.crime_victim",
        r"[一-龠々ァ-ヶー・]{1,10}(?:の)?被害(?:者|に遭|にあ|を受け|届)?|(?:詐欺|窃盗)で[0-9万円]{1,10}を?(?:だまし|騙し)取られ|(?:暴力|暴行|虐待|セクハラ|脅迫|性暴力|わいせつ行為)を受け|(?:襲わ|殴ら|刺さ|脅さ|監禁さ|誘拐さ|盗撮さ|つきまとわ|盗ま|撃た)れ(?:た|て)",
    ),
    (
        "criminal.record",
        r"(?:懲役|禁錮|拘禁刑|執行猶予|罰金|実刑)[0-9一二三四五六七八九十百千万]{1,6}(?:年|月|か月|カ月|円|万円)[0-9]{0,2}月?",
    ),
    (
        "criminal.record",
        r"前科[0-9一二三四五六七八九十]{1,2}犯|刑務所に[^、。\n]{0,6}(?:入|服役|収監)|(?:放火|窃盗|詐欺|薬物|傷害|殺人|強盗|痴漢|盗撮|万引き)で捕ま",
    ),
    ("criminal.offence", r"[一-龠々ァ-ヶー]{2,12}(?:法違反|条例違反|罪で|の罪|の疑いで逮捕|容疑)"),
    ("criminal.juvenile", r"家庭裁判所で[一-龠々]{2,4}|家裁に送致"),
    (
        "child.school",
        r"小学校?(?:[1-6]|[一二三四五六])年(?:生)?|小(?:[1-6]|[一二三四五六])(?:の|$|[ 、。,;\s()])?|第[1-6]学年|[1-6]年[1-9]組|しょうがく[1-6いちにさんよんごろく]{1,2}ねん(?:せい)?|[一-龠々ぁ-んァ-ヶー]{1,8}(?:保育園|幼稚園|こども園|保育所)の(?:園児|[一-龠々]{1,4}組)|[0-5]歳児クラス|未就学の?(?:お子|子|児)",
    ),
)

_EN: tuple[tuple[str, str], ...] = (
    (
        "health.disease",
        r"(?:[a-z'’]+ ){0,2}(?:disease|disorder|syndrome|cancer|dystrophy|dementia|infection|neuropathy|sclerosis|leuk(?:a)?emia|diabetes|allergy|allergies|arthritis|hepatitis|impairment|palsy|failure of the (?:heart|kidney|liver))(?: stage [0-9ivx]+)?",
    ),
    (
        "health.disease",
        r"(?:[a-z]{3,}(?:itis|ectomy|plegia|algia|pathy|aemia|emia|rrhea|rrhoea|carcinoma|philia|pnea|pnoea))",
    ),
    (
        "health.drug",
        r"[a-z]{3,}(?:pril|olol|statin|sartan|azole|cillin|mycin|oxetine|azepam|azolam|prazole|formin|parin|tinib|dipine|gliptin|gliflozin|triptan|setron|mab|peridone|apine)(?: [0-9]{1,4} ?mg)?",
    ),
    ("health.drug", r"[a-z]{4,} [0-9]{1,4} ?(?:mg|mcg|units)(?: (?:every|daily|twice|once|at)\b)?"),
    (
        "health.check_result",
        rf"(?:hba1c|a1c|bp|blood pressure|ldl|hdl|psa|tsh|bmi|cd4|egfr|creatinine|cholesterol|blood sugar|glucose|crp|alt|ast|gfr)(?: (?:count|level))?(?: (?:of|is|was|at))? ?[:=]? ?{_N}(?:/[0-9]+)?%?",
    ),
    (
        "health.symptom",
        r"(?:[0-9a-z-]+ (?:weeks|months) )pregnant|had an? (?:miscarriage|stroke|heart attack|seizure|abortion)|suffers from [a-z' ]{3,24}",
    ),
    ("health.check_result", r"allerg(?:y|ies|ic)(?: to)?[:=]? [a-z ,]{3,24}"),
    (
        "biometric.feature",
        r"(?:finger|thumb|palm|face|facial|iris|retina|retinal|voice|vein|gait|hand|ear)[ _-]?(?:print|prints|template|templates|embedding|embeddings|scan|scans|vector|vectors|geometry|signature|hash|map|minutiae|biometrics|data|code|match(?: [01]\.[0-9]+)?)",
    ),
    (
        "biometric.feature",
        r"(?:clone|copy|recording) of (?:my|his|her|their) voice|typing rhythm(?: profile)?|(?:my|his|her|their|stored) minutiae",
    ),
    (
        "genetic.result",
        r"(?:brca[12]|apoe|aldh2|cftr|tp53|mlh1|msh[26]|htt|fmr1|cyp2[cd][0-9]{1,2}|hla-[a-z0-9]+|mthfr|g6pd|ldlr|kras)(?: [a-z]?[0-9]+(?:del|[a-z])?| (?:mutation|variant|positive|negative|carrier|e[234]/e[234]|\*[0-9]+/\*[0-9]+))*",
    ),
    (
        "genetic.result",
        r"(?:homo|hetero)zygous for [a-z0-9]+|(?:gene|carrier|mutation|variant)s? (?:for|of) [a-z' ]{3,24}|[a-z']+ gene (?:expansion|mutation|variant)|[a-z0-9]+ (?:mutation|pathogenic variant)",
    ),
    (
        "special.crime_victim",
        r"(?:beaten|abused|stalked|raped|assaulted|attacked|robbed|threatened|molested|groped|harassed|blackmailed|trafficked|defrauded|scammed|stabbed|mugged|kidnapped)(?: of [0-9,]+ [a-z]+| by (?:my|his|her|their|a|an|the) [a-z-]+)?",
    ),
    ("special.crime_victim", r"(?:victim|survivor)s? of [a-z -]{3,24}"),
    (
        "special.politics",
        r"(?:registered|lifelong|card-carrying|committed) (?:republican|democrat|communist|socialist|tory|independent|green|conservative|liberal)|vote[sd]? (?:for )?(?:labour|labor|tory|conservative|republican|democrat|green|leave|remain|trump|biden|left|right)|party[ :=]+(?:dem|rep|gop|lib|con|lab|ind)\b|(?:member|supporter) of (?:a|an|the) [a-z-]+ (?:party|group|movement)|[a-z]+-(?:right|left) (?:movement|party|group)",
    ),
    (
        "special.union",
        r"(?:organi[sz](?:e|es|ed|ing)|join(?:s|ed|ing)?|form(?:s|ed|ing)?|signed|elected [a-z ]{3,20} of|member of) (?:a|an|the) union(?: card)?|member of the [a-z]+ union|union (?:dues|card|member|activity|rep|steward|official|meeting|leader)|shop steward",
    ),
    (
        "special.race",
        r"(?:is|am|are|half|of|identifies as) (?:an? )?(?:black|white|asian|latino|latina|hispanic|african|navajo|roma|romani|arab|kurdish|native|indigenous|aboriginal|mixed[ -]race|jewish|chinese|korean|nigerian) ?(?:origin|descent|heritage|ancestry|american|man|woman|by descent)?",
    ),
    (
        "special.creed",
        r"(?:practi[sc]ing|devout|orthodox|strict|lapsed|born-again|observant) [a-z]+|convert(?:s|ed|ing)? to [a-z]+|church of the [a-z ]{3,24}|fast(?:s|ed|ing) for ramadan|religion[ :=]+[a-z]+|member of (?:a|an|the) [a-z ]{0,12}(?:church|cult|mosque|congregation|sect)",
    ),
    (
        "special.social_status",
        r"of (?:an? )?(?:untouchable|lower|low|scheduled) caste|(?:dalit|burakumin) (?:family|community)",
    ),
    (
        "special.sex_life",
        r"having an affair|into (?:bdsm|kink|swinging)|(?:his|his own) (?:boyfriend|husband)|(?:her|her own) (?:girlfriend|wife)",
    ),
    (
        "criminal.record",
        r"(?:serv(?:es|ed|ing)|did|doing) (?:[a-z0-9]+ (?:years|months)|time)(?: for [a-z ]{3,20})?|(?:convict(?:ed|ion)|jailed|sentenced|imprisoned|fined) (?:of|for|to) [a-z0-9 ]{3,24}|(?:released|release) from (?:prison|jail)|(?:two|three|[0-9]+|several|prior) (?:dui |drug |assault )?(?:arrests|convictions|misdemeanou?rs?|felonies|felony)|violated (?:his|her|my|their) (?:probation|parole)|juvenile (?:record|detention|court|offender|hall)",
    ),
    (
        "criminal.procedure",
        r"(?:arrest(?:ed)?|indicted|cited|wanted|charged|tried|prosecuted|investigated|acquitted|cautioned) (?:for|of|with|at) [a-z ]{3,24}|wanted by (?:the )?police|(?:faces|faced|awaiting|awaits|stood) (?:trial|charges|prosecution)|trial pending|pleaded guilty(?: to [a-z ]{3,20})?|lost (?:my|his|her) licen[cs]e for [a-z ]{3,20}|out on (?:bail|parole)",
    ),
    (
        "child.school",
        r"(?:in |a |the )?(?:first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th)[ -]grad(?:e|er|ers)|grade [k1-6]\b|year [1-7]\b|(?:attends|in|at|starts) (?:reception|nursery|kindergarten|preschool|daycare|pre-k|elementary school|primary school)|[a-z']+ nursery|toddler room",
    ),
)
_GENES: tuple[tuple[str, str], ...] = (
    ("genetic.result", r"rs[0-9]{3,10}"),
    ("genetic.result", r"[ACGTN]{30,}"),
)

_KINDS = {
    "health": "health",
    "biometric": "biometric_genetic",
    "genetic": "biometric_genetic",
    "special": "special_category",
    "criminal": "criminal_history",
    "child": "child",
}


def _rule(head: str, pattern: str, edges: str) -> Rule:
    return Rule(
        id=head,
        kind=_KINDS[head.partition(".")[0]],
        pattern=pattern,
        source=_KNOWLEDGE,
        edges="word" if edges == "word" else "none",
        confidence=MAYBE,
    )


def kind_of(head: str) -> str:
    """The kind of finding of a head.

    >>> kind_of("genetic.result")
    'biometric_genetic'
    """
    return _KINDS[head.partition(".")[0]]


RULES: tuple[Rule, ...] = (
    *(_rule(head, pattern, "none") for head, pattern in _JA),
    *(_rule(head, "(?i:" + pattern + ")", "word") for head, pattern in (*_EN,)),
    *(_rule(head, pattern, "word") for head, pattern in _GENES),
)
