using System.Diagnostics;

namespace LlmProxy.Configuration.Secrets;

/// <summary>A text that no message, log, span or serializer shows by accident.</summary>
[DebuggerDisplay("***")]
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    public Secret(string value) => _value = value;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _value.Length == 0;

    /// <summary>The text itself, for the one place that sends or compares it.</summary>
    public string Reveal() => _value;

    /// <summary>Three stars.</summary>
    public override string ToString() => "***";
}
