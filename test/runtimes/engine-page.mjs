// Bundled for a page: reports what the engine answers here.
import { engineAnswers } from './engine-answers.mjs';

const report = await engineAnswers().then(
  (answers) => ({ answers }),
  (error) => ({ error: String(error?.stack ?? error) }),
);
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
