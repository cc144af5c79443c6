"""Somebody of the demonstration with a browser: sets up codes from a phone, or signs in with one.

Usage: person.py enrol SITE      prints the secret of the second factor
       person.py sign-in SITE SECRET
"""

import base64
import hmac
import re
import struct
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

EMAIL, PASSWORD = "programme@wexcombe.example", "a clear line of sight"
doing, site = sys.argv[1:3]
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def page(path, **fields):
    body = urllib.parse.urlencode(fields).encode() if fields else None
    with browser.open(site + path, body, timeout=30) as answer:
        return answer.geturl(), answer.read().decode()


def csrf(html):
    return re.search(r'name="csrf" value="([^"]+)"', html).group(1)


def code(secret, steps_ahead=0):
    """What an app on a phone shows (RFC 6238)."""
    step = int(time.time()) // 30 + steps_ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


where, html = page("/sign-in", email=EMAIL, password=PASSWORD, next="/account")
if doing == "enrol":
    _, html = page("/account/second-factor/begin", csrf=csrf(html))
    secret = re.search(r'class="app-secret">([^<]+)<', html).group(1).replace(" ", "")
    _, html = page("/account/second-factor/set-up", csrf=csrf(html), code=code(secret))
    assert "Your recovery codes" in html, "the second factor is not on"
    print(secret)
else:
    assert "/sign-in/code" in where, f"no code is asked for: {where}"
    # The next one, which is taken too: the present one may have been taken at enrolment.
    where, html = page("/sign-in/code", code=code(sys.argv[3], 1), next="/account")
    assert where.endswith("/account") and EMAIL in html, f"not signed in: {where}"
