"""Where somebody is, to some metres: coordinates in their notations and codes of places."""

from upheld.detection.checks import location
from upheld.detection.rule import Rule

_LAT = ("緯度", "北緯", "南緯", "lat", "latitude")
_LNG = ("経度", "東経", "西経", "lng", "lon", "long", "longitude")
_HERE = (
    "現在地", "位置", "座標", "位置情報", "gps", "gps position", "ジオ", "location", "position", "pos", "coordinates", "geo", "map",
    "maps", "自宅", "最終位置", *_LAT, *_LNG,
)  # fmt: skip
_NUMBERS = ("重み", "weights", "loss", "センサ値", "スコア", "score", "matrix", "行列", "比")
_WGS = "ISO 6709; WGS 84 decimal degrees"

RULES: tuple[Rule, ...] = (
    Rule(
        id="precise_location.decimal",
        kind="precise_location",
        pattern=r"-?\d{1,3}\.\d{3,9}[ ]{0,2}[,/ ][ ]{0,2}-?\d{1,3}\.\d{3,9}",
        source=_WGS,
        gate=r"\.\d{3,9} {0,2}[,/ ] {0,2}-?\d",
        not_after=r"[.]",
        check=location.pair,
        context=_HERE,
        against=_NUMBERS,
        confidence=0.55,
    ),
    *(
        Rule(
            id=f"precise_location.{form}",
            kind="precise_location",
            pattern=rf"-?\d{{1,{digits}}}\.\d{{3,12}}",
            source=_WGS,
            gate=r"\d\.\d{3,12}(?:[^.0-9]|[.][^0-9]|[.]?$)",
            check=location.one,
            not_after=r"[.]",
            not_before=r"[.]?[0-9]",
            context=words,
            confidence=0,
            reach=14,
        )
        for form, digits, words in (("latitude", 2, _LAT), ("longitude", 3, _LNG))
    ),
    Rule(
        id="precise_location.lettered",
        kind="precise_location",
        pattern=r"[NS] ?\d{1,2}\.\d{3,9}°?[ ,]{0,2}[EW] ?\d{1,3}\.\d{3,9}|\d{1,2}\.\d{3,9}° ?[NS][ ,]{0,2}\d{1,3}\.\d{3,9}° ?[EW]",
        source=_WGS,
        gate=r"[NS] ?\d{1,2}\.\d{3}|\.\d{3,9}° ?[NS]",
        confidence=0.9,
    ),
    Rule(
        id="precise_location.dms",
        kind="precise_location",
        pattern=r"""\d{1,2}° ?\d{1,2}['′] ?\d{1,2}(?:\.\d{1,6})?["″]? ?[NS]?[, ]{0,3}\d{1,3}° ?\d{1,2}['′] ?\d{1,2}(?:\.\d{1,6})?["″]? ?[EW]?""",
        source="ISO 6709 annex D: degrees, minutes, seconds",
        gate=r"""\d° ?\d{1,2}['′]""",
        confidence=0.9,
    ),
    Rule(
        id="precise_location.dms_ja",
        kind="precise_location",
        pattern=r"[北南]緯 ?\d{1,2}度 ?\d{1,2}分(?: ?\d{1,2}(?:\.\d{1,6})?秒)?[、, ]{0,2}[東西]経 ?\d{1,3}度 ?\d{1,2}分(?: ?\d{1,2}(?:\.\d{1,6})?秒)?",
        source="Survey Act, art. 11: latitude and longitude",
        gate=r"[北南]緯 ?\d{1,2}度",
        edges="none",
        confidence=0.95,
    ),
    Rule(
        id="precise_location.decimal_ja",
        kind="precise_location",
        pattern=r"[北南]緯 ?\d{1,2}\.\d{3,9}度?[、, ]{0,2}[東西]経 ?\d{1,3}\.\d{3,9}度?",
        source="Survey Act, art. 11: latitude and longitude",
        gate=r"[北南]緯 ?\d{1,2}\.",
        edges="none",
        confidence=0.95,
    ),
    Rule(
        id="precise_location.nmea",
        kind="precise_location",
        pattern=r"\d{4}\.\d{2,6},[NS],\d{5}\.\d{2,6},[EW]",
        gate=r"\d,[NS],\d",
        source="NMEA 0183: GGA, RMC, GLL",
        confidence=0.95,
    ),
    Rule(
        id="precise_location.point",
        kind="precise_location",
        pattern=r"(?i:POINT) ?Z? ?\((?P<value>-?\d{1,3}\.\d{3,15} -?\d{1,3}\.\d{3,15})",
        gate=r"(?i:POINT) ?Z? ?\(",
        source="OGC 06-103r4: well-known text",
        check=location.pair,
        edges="digit",
        confidence=0.9,
    ),
    Rule(
        id="precise_location.geo_uri",
        kind="precise_location",
        pattern=r"(?:geo:|/@|[?&](?:q|ll|center|daddr|saddr)=)(?P<value>-?\d{1,2}\.\d{3,15},-?\d{1,3}\.\d{3,15})",
        gate=r"geo:-?\d|/@-?\d|[?&](?:q|ll|center|daddr|saddr)=-?\d",
        source="RFC 5870; links to maps",
        check=location.pair,
        edges="digit",
        confidence=0.95,
    ),
    Rule(
        id="precise_location.plus_code",
        kind="precise_location",
        pattern=r"[23456789CFGHJMPQRV][23456789CFGHJMPQRVWX]{7}\+[23456789CFGHJMPQRVWX]{2,7}",
        gate=r"[23456789CFGHJMPQRVWX]\+[23456789CFGHJMPQRVWX]",
        source="Open Location Code specification",
        check=location.plus_code,
        confidence=0.9,
    ),
    Rule(
        id="precise_location.plus_code_short",
        kind="precise_location",
        pattern=r"[23456789CFGHJMPQRVWX]{4}\+[23456789CFGHJMPQRVWX]{2,3}",
        gate=r"[23456789CFGHJMPQRVWX]\+[23456789CFGHJMPQRVWX]",
        source="Open Location Code specification: short codes",
        context=("プラスコード", "plus code", "pluscode", "open location code"),
        confidence=0,
    ),
    Rule(
        id="precise_location.geohash",
        kind="precise_location",
        pattern=r"[0-9b-hjkmnp-z]{7,12}",
        gate=r"\d",
        source="Geohash: base 32 without a, i, l, o; seven letters are some 150 metres",
        check=location.geohash,
        context=(
            "ジオハッシュ",
            "geohash",
            "gps",
            "pinged",
            "last seen",
            "現在地",
        ),
        confidence=0,
        with_context=0.9,
        reach=20,
    ),
    Rule(
        id="precise_location.words",
        kind="precise_location",
        pattern=r"///[^\s./、。,]{2,20}[.。][^\s./、。,]{2,20}[.。][^\s./、。,をがにはで]{2,20}",
        source="what3words: three words with full stops between, behind three strokes",
        gate=r"///[^\s./]",
        edges="none",
        confidence=0.85,
    ),
)
