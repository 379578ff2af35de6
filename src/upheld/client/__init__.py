"""A client of the API in one file, for the company's own programs.

from upheld.client import Client

with Client("https://privacy.example.jp", token="uph_…") as desk:
    opened = desk.open_request("disclosure", {"email": "aoi@example.jp"}, contact="aoi@example.jp")
    print(opened.reference, opened.due_on)

`StaffClient` does also what staff do: see `upheld.client.staff`.
"""

from upheld.client.api import Client, ClockStep, ProblemError, Request, Restriction
from upheld.client.staff import StaffClient

__all__ = ["Client", "ClockStep", "ProblemError", "Request", "Restriction", "StaffClient"]
