"""Speed as ratios, against a floor or a peer that runs in the same interleaved rounds."""
