namespace LlmProxy.Load.Processes;

/// <summary>Two processes that are compared under the same load.</summary>
/// <param name="Baseline">What the other one is compared with.</param>
/// <param name="Gateway">The gateway whose price is asked for.</param>
/// <param name="Direct">The provider behind both, where runs without any proxy are wanted too; null: none are made.</param>
internal sealed record Sides(Target Baseline, Target Gateway, Target? Direct);
