"""What may go to a model outside, and what comes back: the gateway that lets nothing prohibited out.

Read `procedure.Screening`: one call in, what may leave or a refusal out. `rulebook` is what the
policy says about each kind, `fields` which part of a call may carry text, `gateway` the server in
front of the provider. Whatever cannot be understood, scanned or recorded does not leave.
"""
