"""Runs a command to its end and prints its processor seconds and its largest memory in MB.

A process of its own, and a small one: what the system counts of a child begins with the memory of its parent.
"""
import json
import os
import subprocess
import sys

child = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
_, status, used = os.wait4(child.pid, 0)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}))
sys.exit(os.waitstatus_to_exitcode(status) != 0)
