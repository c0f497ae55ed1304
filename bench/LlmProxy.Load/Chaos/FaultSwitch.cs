namespace LlmProxy.Load.Chaos;

/// <summary>One step of a schedule.</summary>
/// <param name="At">When, from the schedule's start.</param>
/// <param name="Target">Which target, from 0.</param>
/// <param name="Fault">What it does from then on.</param>
internal readonly record struct FaultSwitch(TimeSpan At, int Target, FaultKind Fault);
