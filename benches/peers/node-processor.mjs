#!/usr/bin/env node
// The peer of the round trip: a processor by hand on Node's own HTTP client, without the AWS SDK and
// without signatures. It masks one word and calls back.
import process from "node:process";

const runtime = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const chime = process.env.AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING;

for (;;) {
  const next = await fetch(`${runtime}/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const { CallbackId, ChannelMessage } = await next.json();
  const { ChannelArn, MessageId, Content, Metadata } = ChannelMessage;
  const body = { CallbackId, ChannelMessage: { MessageId, Content: Content.replace(/\bidiot\b/gi, "*****"), Metadata } };
  const callback = await fetch(`${chime}/channels/${encodeURIComponent(ChannelArn)}?operation=channel-flow-callback`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await callback.arrayBuffer();
  const answer = callback.ok ? ["response", "null"] : ["error", "{}"];
  await fetch(`${runtime}/${id}/${answer[0]}`, { method: "POST", body: answer[1] });
}
