"""The page of components, for staff: what there is, in every state, in every house."""
