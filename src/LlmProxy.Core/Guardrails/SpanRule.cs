namespace LlmProxy.Core.Guardrails;

/// <summary>What one guard does on one text.</summary>
/// <param name="Guard">The guard's place in the order of the configuration, from 0; it names the guard in what is told.</param>
/// <param name="Action">What happens where it finds something.</param>
/// <param name="Scanner">Finds it.</param>
public readonly record struct SpanRule(int Guard, GuardAction Action, ISpanScanner Scanner);
