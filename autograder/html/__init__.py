"""Turn what students wrote into harmless HTML."""
