"""Rules at work: packs are loaded and compiled, projects judged alone, facts of many projects gathered."""
