-- There is no way back to the spelling people had typed, so this one has no down script.
UPDATE services SET url = lower(url) WHERE url <> lower(url);
