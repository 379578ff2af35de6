"""Payments: amounts that cannot be wrong by rounding, and card payments through Stripe Checkout.

Read `money.Money` first. `stripe.Stripe` asks Stripe for a payment page and for refunds;
`stripe_events.open_event` verifies what Stripe calls us with. An event is only a hint that
something changed: its order and number are not guaranteed, so the state of a payment is always
asked for again with `Stripe.retrieve`.
"""
