// What the view of a step is made of, and what it may do: go on to the next step.

import type { SignInStep } from 'poolkey';

export interface StepParts {
  heading: string;
  /** One or two sentences under the heading. */
  words: string;
  body: Node[];
}

/** What surrounds a step. */
export interface Surroundings {
  /** As it was typed. */
  username: string;
  next(step: SignInStep): void;
}
