using LlmProxy.Guards;
using LlmProxy.Guards.Injection;

// Each verb is one line here and one class in the folder of its guardrail.
Verb[] verbs =
[
    new("injection reach", "DATA.jsonl", "What the injection guard finds, by kind and source, beside plain patterns.", InjectionReach.Run),
];

return VerbTable.Run(verbs, args);
