"""Where other parties' programs call us: each call is signed, and nothing else lets it in."""
