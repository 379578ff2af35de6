"""The language of a policy: one file a part, every key with its meaning, an example, its law.

Start at `line`: what all lines share. `upheld.policy.model.Policy` joins the parts.

- `about`: which policy this is, its languages, history, how it changes
- `company`: who makes the promises and how to reach them
- `people`, `data`, `purposes`: whose data, which, and what for
- `consent`, `online`: what is asked first; cookies, external transmission, advertisements
- `recipients`: processors, third parties, joint use, transfers abroad
- `ai`, `statistics`, `payments`, `regions`, `children`
- `rights`, `retention`, `termination`
- `security`, `incidents`, `management`
"""
