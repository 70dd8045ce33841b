"""Run what students wrote in forked, confined children that know nothing hidden."""
