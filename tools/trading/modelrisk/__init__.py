"""How far the model of gaps can be trusted: what prices did, what was predicted, what came."""
