"""upheld: the privacy policy that runs.

A newcomer's map: `rights` receives a request, `subject.tracing` finds the person's rows,
`deletion.plan` compiles what happens to them, `deletion.procedure` carries it out and
`evidence` seals a receipt. `connectors` are the places; `datamap` says what they hold.
"""

__version__ = "0.1.0"
