"""Other parties: instructions to those who hold data for the company, and their answers.

Three ways, the same four outcomes (`outcomes`): `opendsr` speaks OpenDSR, formerly OpenGDPR;
`webhook` sends and receives by the Standard Webhooks convention; `letter` writes a mail for a
processor that has nothing better. An instruction that was accepted is not carried out yet, and a
silence is an outcome that is kept: nothing here says "done" for somebody else.
"""
