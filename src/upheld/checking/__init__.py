"""`upheld check`: policy, data maps and stores against one another, as a linter shows it.

Read `procedure.check`. `maps` and `columns` hold the rules between policy and data maps (UPH205
to UPH219), `given` what they look at, `policy.rules` those of the policy alone; `formats` prints, `fixing` writes what is
safe, `links` fetches pages and is the only part that touches the network.
"""
