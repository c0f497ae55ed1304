using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>Room for the digits of a number, on the stack.</summary>
[InlineArray(Length)]
internal struct DigitBuffer
{
    /// <summary>More than a telephone number has.</summary>
    public const int Length = 24;

    private byte _first;
}
