"""graph-tool-call by its own defaults, asked over standard input and output as JSON.

In: {"tools": [{"id", "server", "name", "description", "inputSchema"}], "intents": [text], "topK": n}.
Out: {"version", "buildMilliseconds", "answers": [[id]], "milliseconds": [number]}.
"""

import collections
import contextlib
import importlib.metadata
import json
import sys
import time

from graph_tool_call import ToolGraph


def main() -> None:
    request = json.load(sys.stdin)
    graph = ToolGraph()
    counts = collections.Counter(tool["name"] for tool in request["tools"])
    ids = {}
    servers = collections.defaultdict(list)
    for tool in request["tools"]:
        # It knows tools by name alone: a name that several servers have gets its server in front.
        name = tool["name"] if counts[tool["name"]] == 1 else f"{tool['server']}_{tool['name']}"
        ids[name] = tool["id"]
        schema = tool.get("inputSchema") or {"type": "object", "properties": {}}
        servers[tool["server"]].append({"name": name, "description": tool["description"], "inputSchema": schema})

    with contextlib.redirect_stdout(sys.stderr):
        start = time.perf_counter()
        for server, tools in servers.items():
            graph.ingest_mcp_tools(tools, server_name=server)
        graph.retrieve("warm up", top_k=request["topK"])
        build = time.perf_counter() - start
        answers = []
        milliseconds = []
        for intent in request["intents"]:
            start = time.perf_counter()
            found = graph.retrieve(intent, top_k=request["topK"])
            milliseconds.append(1000 * (time.perf_counter() - start))
            answers.append([ids[tool.name] for tool in found if tool.name in ids])
    json.dump(
        {
            "version": importlib.metadata.version("graph-tool-call"),
            "buildMilliseconds": 1000 * build,
            "answers": answers,
            "milliseconds": milliseconds,
        },
        sys.stdout,
    )


main()
