"""Whether a number can be one of its kind: check digits and tables, by field."""
