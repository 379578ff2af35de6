"""Plain HTTP to servers that the tests start.

One client for all: each call of httpx's own functions reads all certificates of the machine first (40 ms).
It keeps no cookies and no connections, as they do not.
"""

from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

_CLIENT = httpx.Client(
    verify=False,
    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    limits=httpx.Limits(max_keepalive_connections=0),
)
request = _CLIENT.request
get = _CLIENT.get
post = _CLIENT.post
put = _CLIENT.put
