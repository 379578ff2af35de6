-- キャッシュの鍵と値。Valkey があればそこに、なければ同じ名前のファイルに置きます。
-- Keys and values of the cache: put into Valkey where there is one, else into files of the same names.
-- from: shop
SELECT 'customer:' || id || ':profile', '{"name":"' || name || '","email":"' || email || '"}' FROM customer
UNION ALL SELECT 'customer:' || id || ':menu', '{"open":true}' FROM customer;
