"""Words before a number that say that it is nobody's: orders, goods, books, files, versions."""

OTHER_NUMBERS: tuple[str, ...] = (
    "注文番号", "注文", "受注番号", "伝票番号", "伝票", "荷物番号", "追跡番号", "問い合わせ番号", "お問い合わせ番号",
    "管理番号", "整理番号", "製造番号", "シリアル", "品番", "型番", "部品番号", "商品番号", "商品コード", "jan", "janコード",
    "isbn", "issn", "バーコード", "会員番号", "会員id", "会員証", "社員番号", "資料番号", "契約番号", "請求書番号",
    "予約番号", "受付番号", "登録番号", "法人番号", "特許", "特開", "特願", "告示", "通達", "エラー番号", "エラーコード",
    "シャーシ番号", "車台番号", "箱番号", "ハッシュ値", "コミット", "リクエストid", "トレースid", "タイムスタンプ", "株価コード",
    "証券コード", "宝くじ", "議案", "図面", "線番", "在庫", "ロット", "検査番号", "案件番号", "チケット番号", "ジョブ",
    "order", "order no", "order number", "order id", "invoice", "invoice no", "invoice number", "sku", "ean", "upc",
    "gtin", "barcode", "tracking", "tracking no", "tracking number", "parcel", "shipment", "serial", "serial no",
    "serial number", "part", "part no", "part number", "model", "lot", "batch", "loyalty card", "member no",
    "membership", "ticket", "case no", "patent", "corporate number", "row id", "pmid", "doi", "arxiv", "cusip",
    "isin", "commit", "sha256", "md5", "etag", "build id", "trace id", "request id", "timestamp", "unix time",
    "version", "po", "reference no", "docket",
)  # fmt: skip
"""In the spelling of `Rule.context`."""
