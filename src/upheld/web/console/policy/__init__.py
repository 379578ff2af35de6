"""The policy's versions and its draft: what is in force, what changes, and publishing.

`version_pages` shows what was published, `draft_pages` compares the workspace's folder with it and
publishes, and `reading` finds both.
"""
