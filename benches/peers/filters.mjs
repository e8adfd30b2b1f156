#!/usr/bin/env node
// filters.mjs DIRECTORY MESSAGES MILLISECONDS: times the word filters installed in DIRECTORY over the lines
// of a file, each filter for so long. One line of JSON for each.
import { readFileSync } from "node:fs";
import process from "node:process";

import { filters } from "../../accuracy/peers/filters.mjs";

const [, , directory, file, milliseconds] = process.argv;
const messages = readFileSync(file, "utf8").split("\n").filter(Boolean);

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const microseconds = (start) => Number(process.hrtime.bigint() - start) / 1000;

/** Passes over all messages until the time is up, at least one. */
function passes(until, pass) {
  const found = [];
  do found.push(pass());
  while (performance.now() < until);
  return found;
}

for (const [name, build] of Object.entries(filters(directory))) {
  const hits = build();
  let hit = 0;
  const whole = () => {
    const start = process.hrtime.bigint();
    for (const message of messages) hit += hits(message) ? 1 : 0;
    return microseconds(start) / messages.length;
  };
  const single = () =>
    messages.map((message) => {
      const start = process.hrtime.bigint();
      hit += hits(message) ? 1 : 0;
      return microseconds(start);
    });
  const share = Number(milliseconds) / 3;
  passes(performance.now() + share, whole); // warm
  const mean = median(passes(performance.now() + share, whole));
  const singles = passes(performance.now() + share, single);
  const medians = messages.map((_, index) => median(singles.map((pass) => pass[index])));
  console.log(JSON.stringify({ name, mean, median: median(medians), hits: messages.filter(hits).length }));
  if (hit < 0) throw new Error("unreachable: keeps the calls alive");
}
