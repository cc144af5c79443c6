"""Signs in to a served demonstration and prints a new access token, the way a person makes one; it may write unless "read" is said."""

import re
import sys
import urllib.parse
import urllib.request
from datetime import date, timedelta
from http.cookiejar import CookieJar

site, email, password, *scope = sys.argv[1:]
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def page(path, **fields):
    body = urllib.parse.urlencode(fields).encode() if fields else None
    with browser.open(site + path, body, timeout=30) as answer:
        return answer.read().decode()


page("/sign-in", email=email, password=password, next="/")
form = page("/account/access-tokens/new")
csrf = re.search(r'name="csrf" value="([^"]+)"', form).group(1)
last = date.today() + timedelta(days=2)
made = page(
    "/account/access-tokens/new",
    csrf=csrf,
    name="API test",
    scope=scope[0] if scope else "write",
    last_day_day=last.day,
    last_day_month=last.month,
    last_day_year=last.year,
)
print(re.search(r'id="secret"[^>]* value="([^"]+)"', made).group(1))
