"""An action and a webhook without any SDK: docs/objects-protocol.md in 50 lines of Python."""
import base64
import json
import os
import sys
import traceback

OBJECTS = {}


def define(kind, name, uses=(), **operations):
    place = {"file": os.path.relpath(__file__), "line": sys._getframe(1).f_lineno, "column": 1}
    OBJECTS[name] = {"kind": kind, "name": name, "uses": list(uses), "place": place, "code": operations}


def listed(one):
    return {**{key: one[key] for key in ("kind", "name", "uses", "place")}, "operations": list(one["code"])}


def answer(request):
    if request["type"] == "list":
        return {"type": "list", "objects": [listed(one) for one in OBJECTS.values()]}
    try:
        value = OBJECTS[request["object"]]["code"][request["operation"]](request.get("input"), request)
        return {"type": "result", "value": value}
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = {"file": os.path.relpath(frame.filename), "line": frame.lineno, "column": 1}
        described = {"name": type(error).__name__, "message": str(error), "stack": traceback.format_exc(), "place": place}
        return {"type": "error", "during": "call", "error": described}


def greet(given, context):
    print("greeting", given["name"])
    return {"greeting": "Hello " + given["name"]}


def ping(request, context):
    body = base64.b64encode(base64.b64decode(request["body"])[::-1]).decode()
    return {"status": 200, "headers": {"content-type": "text/plain"}, "body": body}


define("action", "greet", run=greet)
define("webhook", "ping", uses=["greet"], run=ping)

with os.fdopen(3) as requests, os.fdopen(4, "w") as answers:
    for line in requests:
        message = json.loads(line)
        print(json.dumps({"v": 1, "id": message["id"], **answer(message)}), file=answers, flush=True)
