"""An answer of a kernel is noticed, whatever is sent to it meanwhile."""

from __future__ import annotations

import asyncio
import time

import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session
from running import Channel


@pytest.mark.processes
def test_an_answer_that_comes_before_something_is_sent_is_not_missed() -> None:
    assert asyncio.run(asyncio.wait_for(_answer(), 120)) == "execute_reply"


async def _answer() -> str:
    session = Session(key=b"secret")
    with (
        zmq.asyncio.Context() as ours,
        zmq.Context() as theirs,
        ours.socket(zmq.DEALER) as client,
        theirs.socket(zmq.ROUTER) as kernel,
    ):
        port = kernel.bind_to_random_port("tcp://127.0.0.1")
        client.connect(f"tcp://127.0.0.1:{port}")
        session.send(client, "execute_request")
        who, _ = session.recv(kernel, mode=0)
        waiting = asyncio.ensure_future(Channel(client, session).get_msg())
        await asyncio.sleep(0)
        session.send(kernel, "execute_reply", ident=who)
        time.sleep(0.5)  # the answer is there, and this loop has not seen it
        session.send(client, "comm_msg")  # a slider's
        answer = await waiting
        return str(answer["header"]["msg_type"])
