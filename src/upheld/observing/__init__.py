"""How the program is, told to those who run it: logs, numbers, traces, and nobody's data in any.

`logs.set_up` makes every line of the process JSON, whoever writes it, and withholds what is not
known to be harmless. `metrics` counts with labels from closed sets. `tracing` is silent unless
OpenTelemetry is installed and set up.
"""
