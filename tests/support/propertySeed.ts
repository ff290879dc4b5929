import fc from 'fast-check';

/** Property tests draw the same cases everywhere: what passes here passes there. `FC_SEED` draws others. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) });
