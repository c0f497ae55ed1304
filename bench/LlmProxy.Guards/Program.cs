using LlmProxy.Guards;
using LlmProxy.Guards.Entities;
using LlmProxy.Guards.Injection;

// Each verb is one line here and one class in the folder of its guardrail.
Verb[] verbs =
[
    new("injection train", "DATA.jsonl OUTPUT.bin", "Makes the weights of the injection guard from labelled texts and those of its own.", InjectionTrain.Run),
    new("injection reach", "DATA.jsonl [--shipped]", "What the injection guard finds, by kind and source, beside plain patterns.", InjectionReach.Run),
    new("pii reach", "DATA.jsonl [--errors]", "What the guards pii and secrets find, by type and source, beside plain patterns.", EntityReach.Run),
    new("pii noise", "", "How often numbers that mean nothing are taken for personal data.", NumberNoise.Run),
];

return VerbTable.Run(verbs, args);
