namespace LlmProxy.Core.Requests;

/// <summary>A number that a request states, and where it stands.</summary>
/// <param name="Value">The whole number; <c>null</c> where the field is missing, <c>null</c>, or no whole number from 0 to <see cref="long.MaxValue"/>.</param>
/// <param name="Range">Where the value stands, whatever it is; empty where the field is missing.</param>
public readonly record struct NumberField(long? Value, ByteRange Range);
