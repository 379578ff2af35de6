"""The first page: what the company holds, before any form, and the four things one can ask."""
