"""Serves many small apps from one process, each by a uvicorn server of its own, as lines of JSON command.

In:  {"do": "start", "id": "F01", "file": "/…/main.py", "port": 8000}   {"do": "stop", "id": "F01"}
Out: {"id": "F01", "state": "started" | "stopped" | "failed", "error": "…"}
"""

import asyncio
import importlib.util
import json
import sys
import traceback

import uvicorn

servers = {}
count = 0


def say(app_id, state, error=""):
    print(json.dumps({"id": app_id, "state": state, "error": error}), flush=True)


def load(file):
    global count
    count += 1
    spec = importlib.util.spec_from_file_location(f"app_{count}", file)
    module = importlib.util.module_from_spec(spec)
    # Modules find themselves here: dataclasses and annotations need it.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.app


async def serve(server):
    try:
        await server.serve()
    except SystemExit as error:
        # uvicorn leaves the whole process when it cannot start; the other apps go on
        raise RuntimeError("uvicorn could not start") from error


async def start(app_id, file, port):
    try:
        config = uvicorn.Config(load(file), host="127.0.0.1", port=port, log_level="error")
        server = uvicorn.Server(config)
        task = asyncio.create_task(serve(server))
        while not server.started and not task.done():
            await asyncio.sleep(0.005)
        if task.done():
            task.result()
            raise RuntimeError("uvicorn ended at once")
        servers[app_id] = (server, task)
        say(app_id, "started")
    except Exception:
        say(app_id, "failed", traceback.format_exc())


async def stop(app_id):
    server, task = servers.pop(app_id)
    server.should_exit = True
    await task
    say(app_id, "stopped")


async def main():
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async for line in lines:
        command = json.loads(line)
        if command["do"] == "start":
            await start(command["id"], command["file"], command["port"])
        else:
            await stop(command["id"])


asyncio.run(main())
