"""What changed in meaning between two versions, and whom the law obliges to tell or ask.

Read `compare.differences`. Each topic has a file: `data`, `recipients`, `promises` (rights,
retention, regions …); `rest` catches every line that no topic looked at, so that two
different declarations never compare as equal. `duty` says what follows from a difference.
"""
