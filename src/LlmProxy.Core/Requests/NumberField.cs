namespace LlmProxy.Core.Requests;

/// <summary>A number that a request states, and where it stands.</summary>
/// <param name="Value">The number, rounded up, at most <see cref="long.MaxValue"/>; <c>null</c> where the field is missing, <c>null</c>, no number or less than 0.</param>
/// <param name="Range">Where the value stands, whatever it is; empty where the field is missing.</param>
public readonly record struct NumberField(long? Value, ByteRange Range);
