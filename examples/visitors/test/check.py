"""What the quality gate runs: visits twice, and is counted twice. Writes a JUnit report."""

import http.client
import json
import os
import sys
import urllib.parse
import uuid
from xml.sax.saxutils import quoteattr

URL = urllib.parse.urlparse(os.environ["SLIPWAY_URL"])


def ask(method, form=None):
    # Names below localhost are not known to every resolver; the address of this machine is.
    connection = http.client.HTTPConnection("127.0.0.1", URL.port, timeout=30)
    headers = {"Host": URL.netloc, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, "/", urllib.parse.urlencode(form) if form else None, headers)
    response = connection.getresponse()
    assert response.status == 200, f"status {response.status}"
    return json.load(response)


def a_visitor_is_counted():
    name = uuid.uuid4().hex
    assert ask("POST", {"name": name})["times"] == 1
    assert ask("POST", {"name": name})["times"] == 2


def visits_are_listed():
    assert "visits" in ask("GET")


failed = 0
cases = []
for test in (a_visitor_is_counted, visits_are_listed):
    problem = ""
    try:
        test()
    except Exception as e:  # whatever is wrong belongs into the report
        failed += 1
        problem = f"<failure message={quoteattr(repr(e))}/>"
    cases.append(f'<testcase classname="visitors" name="{test.__name__}">{problem}</testcase>')
with open("report.xml", "w", encoding="utf-8") as report:
    report.write(f'<testsuite name="visitors" tests="{len(cases)}" failures="{failed}">{"".join(cases)}</testsuite>\n')
sys.exit(1 if failed else 0)
