"""Who speaks for a business is not who has what it treats: "Our inhaler helps adults with asthma".

A seller's *we* and *our* are no person, and neither are the patients that a product is for. Their
words are blotted out of a sentence before somebody is looked for in it; who else is there stays:
"We sell hearing aids, and I need one".
"""

import re

_WORK = (
    r"(?:company|companies|business|firm|start-?up|agency|shop|store|brand|organi[sz]ation|charity|foundation"
    r"|non-?profit|web ?site|site|blog|channel|newsletter|podcast|book|team|platform|software|app|application"
    r"|product|service|tool|project|thesis|registry)s?"
)
"""A business or a work: *my* may stand before it, too."""
_OFFER = (
    r"(?:device|pump|drug|medicine|medication|inhaler|monitor|meter|sensor|tracker|wearable|patch|vaccine"
    r"|supplement|therapy|treatment|test|kit|system|line|range|solution|program|programme|course|catalogue|catalog"
    r"|policy|plan|portfolio|technology|robot|chatbot|machine|implant|wheelchair|mattress|pillow|cream|hearing aid"
    r"|pacemaker|clinic|hospital|department|laboratory|lab|pharmacy|research|trial|study|campaign|portal)s?"
    r"|(?:customers|users|clients|patients|readers)"
)
_VERB = (
    r"(?:treat|help|support|reduce|prevent|manage|detect|diagnose|predict|track|relieve|target|address|serve"
    r"|assist|improve|lower|measure|monitor|deliver|cover|offer|provide|make|sell|develop|produce|manufacture"
    r"|suppl(?:y|ie)|build|design|launch|open|speciali[sz]e|publish|market|distribute|import|export|run|combine"
    r"|alleviate|cure|defend|represent|allow|enable|process|write|focus|like|love)"
)
_ING = (
    r"(?:treat|help|support|reduc|prevent|manag|detect|predict|track|target|serv|improv|deliver|offer|provid|mak"
    r"|sell|develop|produc|manufactur|supply|build|design|launch|open|publish|market|distribut|import|export|runn"
    r"|research|stock|shipp|creat|rent|leas|promot|advertis|writ)ing"
)
_DOES = (
    rf"(?:(?:is|are) (?:indicated|intended|designed|approved|made|built|suitable|recommended|available|meant|for)\b"
    rf"|(?:is|are) (?:also |now |currently )?{_ING}\b|(?:has |have )?{_VERB}(?:s|es|d|ed)?\b)"
)
_WORDS = (
    r"(?! (?:[a-z]+ )?(?:members?|managers?|lead|leaders?|mates?|drivers?|engineers?|developers?|designers?|directors?|owners?|founders?"
    r"|nurses?|doctors?|workers?|operators?|assistants?|officers?|clerks?|secretary|colleagues?|testers?|guards?|cooks?|chefs?|president"
    r"|heads?|boss|lawyers?|analysts?|consultants?|partners?|interns?|[a-z]+(?:ist|eer|sperson|sman|swoman)s?)\b)"
    r"(?: (?!(?:is|are|was|were|be|been|has|have|had|who|I|he|she|they)\b)[\w-]+){0,6}?"
)
"""From what a seller has to what it does: nobody who works there stands between."""
_PEOPLE = "(?:people|persons|adults|patients|customers|users|clients|families|companies|hospitals|clinics|those)"
_MADE = (
    r"(?:drugs?|medicines?|medications?|treatments?|therap\w+|devices?|apps?|software|products?|vaccines?|tests?"
    r"|tools?|kits?|systems?|sensors?|models?|programme?s?)"
)
_SELLER = re.compile(
    r"(?<![\w'’])(?:"
    rf"(?:[Oo]ur (?:[A-Za-z0-9-]+ ){{0,3}}(?:{_WORK}|{_OFFER})|[Mm]y (?:[a-z-]+ )?{_WORK})(?=(?:['’]s?)?{_WORDS} {_DOES})"
    r"|[Ww]e (?:also |now |currently |only |mainly |will |can |both )*(?:sell|make(?! (?:a lot|progress|sure|it|do|love)\b)|manufacture|offer|produce|provide"
    r"|supply|design|build|market|launch|distribute|import|export|operate|speciali[sz]e in|research|publish|stock"
    r"|ship|rent|lease|advertise|run)\b"
    rf"|[Ww]e (?:also |now |can |will )*(?:help|support|serve|treat|represent|defend) (?=(?:[a-z-]+ )?{_PEOPLE}\b)"
    rf"|[Ww]e(?: are|['’]re) (?:also |now |currently )*(?!developing|treating|supporting|serving){_ING}\b"
    rf"|[Ww]e(?: are|['’]re)? (?:also |now )*develop(?:ing|ed)?(?= [^.\n]{{0,60}}\b{_MADE}\b)"
    r"|[Mm]y (?:[a-z-]+ )?(?:clinic|hospital|practice|pharmacy|laboratory|lab|dispensary)s?(?= (?:treats?|sees|serves?|offers?|provides?|sells?|stocks?|supports?|helps?|speciali[sz]es? in) (?!(?:me|my|us|him|her|his|them|our|[A-Z][a-z]+)\b))"
    r"|I (?:sell|market|manufacture|distribute|import|export)\b)"
)
_OURS = re.compile(rf"(?<![\w'’])[Oo]ur (?:[a-z-]+ ){{0,2}}(?:{_WORK}|{_OFFER})\b")
"""The rest of what a seller has, in a sentence in which one speaks."""
_SELLER_JA = re.compile(
    r"(?:うち|私たち|わたしたち|私ども|我々|私|僕|俺)の(?:会社|お?店|製品|商品|サービス|アプリ|事業|スタートアップ|サイト|工場)"
    r"(?=[はがでの][^。\n]{0,60}(?:販売|製造|開発|作って|作る|提供|扱って|取り扱|卸し|輸入|輸出|支援|サポート|売って|発売|展開))"
    r"|(?:患者|利用者)(?:様|さん)(?=の(?:ため|皆|みな|声|方々|ご?家族)|向け|用|専用|や(?:ご?家族|医)|とご?家族(?:のため|向け|に)|お?一人"
    r"|に(?:向け|とって|も|やさし|優し|安心)|たち|全般|を(?:対象|支援|サポート)"
    r"|が[^。\n]{0,24}(?:できる|使える|使いやすい|使う|利用する|安心して|測れる|選べる))"
)


def blotted(sentence: str) -> str:
    """Return a sentence with the words of a seller blotted out, as long as before.

    >>> blotted("We sell hearing aids to my uncle.")
    '####### hearing aids to my uncle.'
    """
    without = _SELLER_JA.sub(_blot, _SELLER.sub(_blot, sentence))
    return sentence if without == sentence else _OURS.sub(_blot, without)


def _blot(match: re.Match[str]) -> str:
    return "#" * len(match[0])
