/** How we introduce ourselves to servers. The version is the package's; a test holds them together. */
export const clientInformation = { name: 'agentcards', version: '0.1.0' } as const;
