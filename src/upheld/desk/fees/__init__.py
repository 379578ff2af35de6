"""Fees (手数料), only where the law allows one: notice of purpose and disclosure (APPI 38).

`book` is the fee ledger: lines that are added and never changed, whose sum is what a person owes.
`charging` asks for a fee and takes it by transfer or at the counter, `cards` by Stripe Checkout.
"""
