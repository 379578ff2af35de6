"""Other parties of a case: who else has to act, by when, and what each of them said.

Read `awaiting.awaited`: it opens a task for each declared party and names those that are not done;
while there is one, nothing is complete. `telling` tells them and asks again, `hearing` takes their
answers, and `store` keeps every task with its own clock.
"""
