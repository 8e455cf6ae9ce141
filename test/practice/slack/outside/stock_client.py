"""Slack's own client for Python against whatever SLACK_API_URL names: nothing in here is ours.

    stock_client.py web     makes calls one after the other, and asserts what they answer
    stock_client.py socket  answers /leak with a form, the form with a message, its button with a change; ends with its input
"""

import os
import sys

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

api_url = os.environ["SLACK_API_URL"]
client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=api_url)
person = os.environ.get("SLACK_PERSON", "")


def refused(call, expected):
    """The call is refused with this code."""
    try:
        answer = call()
    except SlackApiError as error:
        assert error.response["error"] == expected, f"{error.response['error']}, not {expected}"
        return error.response
    raise AssertionError(f"{answer.data} where {expected} was expected")


def plain(text):
    return {"type": "plain_text", "text": text}


FORM = {
    "type": "modal",
    "callback_id": "hello_form",
    "title": plain("Hello"),
    "submit": plain("Send"),
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": plain("What happened?"),
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


def message_blocks(user, text):
    return [
        {"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": f"<@{user}>: {text}"}},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [{"type": "button", "action_id": "seen", "value": "1", "text": plain("Seen")}],
        },
    ]


def web():
    who = client.auth_test()
    assert who["user_id"].startswith("U") and who["bot_id"].startswith("B")
    created = client.conversations_create(name="from-python", is_private=True)
    channel = created["channel"]["id"]
    needed = refused(lambda: client.conversations_create(name="public"), "missing_scope")["needed"]
    assert needed == "channels:manage", needed
    refused(lambda: client.conversations_create(name="from-python", is_private=True), "name_taken")
    refused(lambda: client.conversations_create(name="From Python!", is_private=True), "invalid_name_specials")
    client.conversations_invite(channel=channel, users=[person])
    refused(lambda: client.conversations_invite(channel=channel, users=person), "already_in_channel")
    client.conversations_setTopic(channel=channel, topic="Contained by 12:15")
    assert client.conversations_info(channel=channel)["channel"]["topic"]["value"] == "Contained by 12:15"
    assert person in client.conversations_members(channel=channel)["members"]

    posted = client.chat_postMessage(channel=channel, text="A key is out.", blocks=message_blocks(person, "A key is out."))
    client.chat_postMessage(channel=channel, text="Looking.", thread_ts=posted["ts"])
    refused(lambda: client.chat_postMessage(channel=channel), "no_text")
    refused(lambda: client.chat_postMessage(channel="C0NOWHERE", text="hi"), "channel_not_found")
    faulty = refused(lambda: client.chat_postMessage(channel=channel, text="hi", blocks=[{"type": "nope"}]), "invalid_blocks")
    assert faulty["response_metadata"]["messages"] == ["[ERROR] unsupported type: nope [json-pointer:/blocks/0/type]"]
    client.chat_update(channel=channel, ts=posted["ts"], text="It is dead.")
    assert client.conversations_history(channel=channel, limit=1)["messages"][0]["text"] == "It is dead."
    assert len(client.conversations_replies(channel=channel, ts=posted["ts"])["messages"]) == 2
    client.pins_add(channel=channel, timestamp=posted["ts"])
    refused(lambda: client.pins_add(channel=channel, timestamp=posted["ts"]), "already_pinned")
    client.chat_postEphemeral(channel=channel, user=person, text="Only you see this.")
    assert channel in client.chat_getPermalink(channel=channel, message_ts=posted["ts"])["permalink"]

    uploaded = client.files_upload_v2(channel=channel, filename="record.txt", content="the record", title="Record")
    assert uploaded["file"]["id"].startswith("F")
    assert client.users_info(user=person)["user"]["id"] == person
    assert [member["id"] for page in client.users_list(limit=2) for member in page["members"]].count(person) == 1
    refused(lambda: client.users_info(user="U0NOBODY00"), "user_not_found")
    refused(lambda: client.views_open(trigger_id="nonsense", view=FORM), "invalid_trigger_id")
    refused(lambda: client.views_update(view_id="V0NOTHING", view=FORM), "not_found")
    client.views_publish(user_id=person, view={"type": "home", "blocks": [{"type": "divider"}]})
    refused(lambda: WebClient(token="xoxb-stolen", base_url=api_url).auth_test(), "invalid_auth")
    refused(lambda: client.api_call("chat.everything"), "unknown_method")
    refused(lambda: client.chat_delete(channel=channel, ts="1.000001"), "message_not_found")
    client.conversations_archive(channel=channel)
    refused(lambda: client.chat_postMessage(channel=channel, text="hi"), "is_archived")
    print("all calls answered as Slack answers them")


def socket():
    def heard(connection, request):
        payload = request.payload
        kind = request.type if request.type != "interactive" else payload["type"]
        if kind == "view_submission":
            text = payload["view"]["state"]["values"]["what"]["text"]["value"]
            if len(text) < 3:
                errors = {"response_action": "errors", "errors": {"what": "A few words more, please."}}
                connection.send_socket_mode_response(SocketModeResponse(request.envelope_id, errors))
                return
        connection.send_socket_mode_response(SocketModeResponse(request.envelope_id))
        if kind == "slash_commands":
            client.views_open(trigger_id=payload["trigger_id"], view={**FORM, "private_metadata": payload["channel_id"]})
        if kind == "view_submission":
            user = payload["user"]["id"]
            client.chat_postMessage(channel=payload["view"]["private_metadata"], text=text, blocks=message_blocks(user, text))
        if kind == "block_actions":
            ts, user = payload["message"]["ts"], payload["user"]["id"]
            client.chat_update(channel=payload["channel"]["id"], ts=ts, text=f"Seen by <@{user}>", blocks=[])
        if kind == "events_api" and payload["event"]["type"] == "app_mention":
            event = payload["event"]
            client.chat_postMessage(channel=event["channel"], text=f"Hello, <@{event['user']}>!", thread_ts=event["ts"])

    web_client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=api_url)
    connection = SocketModeClient(app_token=os.environ["SLACK_APP_TOKEN"], web_client=web_client)
    connection.socket_mode_request_listeners.append(heard)
    connection.connect()
    sys.stdin.read()
    connection.close()


if __name__ == "__main__":
    web() if sys.argv[1] == "web" else socket()
