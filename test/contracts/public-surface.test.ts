import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiReport } from './api-report.js';
import { packageFolders, root } from './repository.js';

/** A change of what users see fails here until `pnpm api:update` has written it down, and so shows it in review. */
test.each(packageFolders)('the public surface of %s is the one written down', async (folder) => {
  await expect(await apiReport(folder)).toMatchFileSnapshot(
    join(root, 'packages', folder, 'api', `${folder}.api.d.ts`),
  );
});
