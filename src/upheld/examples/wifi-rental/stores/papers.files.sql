-- 本人確認の書類の写し(一画素の PNG)/ copies of identity papers, one pixel each
-- from: shop
SELECT 'licences/' || customer_id || '.png', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763e06161000000060003b6d9a0000000000049454e44ae426082' FROM identity_paper;
