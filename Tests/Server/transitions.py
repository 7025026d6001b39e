"""Follows the transitions of a process that works, in both forms, and asks for the names of its executors.
Usage: transitions.py ADDRESS NAME; prints how many transitions there were of which executor."""
import collections
import json
import sys
import time
import urllib.request

address, name = sys.argv[1:]


def get(path):
    with urllib.request.urlopen(f"http://{address}{path}", timeout=10) as answer:
        return answer.read()


def positions(page):
    return ",".join(map(str, page["cursor"]["positions"]))


page = json.loads(get("/v1/transitions"))
executors = collections.Counter()
for _ in range(20):
    time.sleep(0.02)
    after = positions(page)
    compact = get(f"/v1/transitions?after={after}&form=compact")
    text = get("/v1/transitions?after=" + after)
    page = json.loads(text)
    # What was asked for first is in the other one, too, and more.
    assert not page["batch"]["events"] or len(compact) < len(text) / 3, (len(compact), len(text))
    executors.update(event["executor"] for event in page["batch"]["events"] if "executor" in event)
known = json.loads(get("/v1/executors?at=" + ",".join(map(str, executors))))["executors"]
names = {executor["identity"]: executor["name"] for executor in known}
assert set(names) == set(executors), (names, executors)
assert name in names.values(), names
print(", ".join(f"{count} of {names[executor]}" for executor, count in executors.most_common()))
