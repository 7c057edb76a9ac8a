import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { UserError } from '#kernel';
import { StartupError } from '#platform/config';
import { doctorCommand } from './doctor.js';
import { eventsCommand } from './events.js';
import { importCommand } from './import.js';
import { keysCommand } from './keys.js';
import { priceCommand } from './price.js';
import { rulesCommand } from './rules.js';
import { seedCommand } from './seed.js';
import { staffCommand } from './staff.js';

// a long import makes much rubbish: V8 is told to collect it early rather than to let the memory grow
setFlagsFromString('--heap-growing-percent=40');

// the operator's commands: each is a file that makes a command of commander
let code = 0;
const program = new Command('cartwright').description("the operator's commands");
const ends = (ended: number): void => {
  code = ended;
};
program.addCommand(importCommand(ends));
program.addCommand(doctorCommand(ends));
program.addCommand(priceCommand(ends));
program.addCommand(rulesCommand(ends));
for (const command of [keysCommand(), staffCommand(), eventsCommand(), seedCommand()]) program.addCommand(command);

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof StartupError || error instanceof UserError;
  console.error(known ? `${error.message}${/[.!]$/.test(error.message) ? '' : '.'}` : error);
  code = 1;
}
process.exit(code);
