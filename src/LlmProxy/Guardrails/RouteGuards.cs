using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails;

/// <summary>The guards of one route. Immutable.</summary>
public sealed class RouteGuards
{
    /// <summary>None.</summary>
    public static readonly RouteGuards None = new([], []);

    /// <param name="input">Those that requests pass, in order.</param>
    /// <param name="output">Those that answers pass, in order.</param>
    public RouteGuards(IReadOnlyList<Guard> input, IReadOnlyList<Guard> output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>Those that requests pass, in order.</summary>
    public IReadOnlyList<Guard> Input { get; }

    /// <summary>Those that answers pass, in order.</summary>
    public IReadOnlyList<Guard> Output { get; }

    /// <summary>What happens to requests that they cannot see.</summary>
    public UnguardedMode Unguarded { get; init; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Input.Count == 0 && Output.Count == 0;
}
