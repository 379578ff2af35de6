-- 窓口の受信箱。一人に一つの MBOX / the desk's mailbox, one MBOX a correspondent. (path, content) of each file.
-- from: shop
SELECT 'inbox/' || id || '.mbox',
  'From ' || email || ' Mon Nov  2 09:00:00 2026' || char(10) || 'From: ' || email || char(10) ||
  'To: privacy@mochinami.example.jp' || char(10) || 'Date: Mon, 02 Nov 2026 09:00:00 +0900' || char(10) ||
  'Message-ID: <' || id || '@mail.example.jp>' || char(10) || 'Subject: question' || char(10) ||
  'Content-Type: text/plain; charset=utf-8' || char(10) || char(10) ||
  '登録の内容についてうかがいます。' || name || char(10) || char(10)
FROM customer WHERE id % 2 = 1;
