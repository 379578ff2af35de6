-- 連携先で公開を許可された顔写真(一画素の PNG)/ portraits that the linked service released, one pixel each
-- from: app
SELECT 'portraits/' || user_id || '.png', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763e06161000000060003b6d9a0000000000049454e44ae426082' FROM linked_account;
