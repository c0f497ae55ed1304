namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>One type of guard, and a text that it objects to: <see cref="Before"/>, <see cref="Bad"/> and <see cref="After"/>.</summary>
/// <param name="Guard">The type.</param>
/// <param name="Settings">What its configuration needs beside type, action and message, as members of JSON.</param>
/// <param name="Bad">The place that it finds; of a guard that judges whole texts, words that must not pass.</param>
/// <param name="Finding">The type of the finding; <c>null</c>: of no interest.</param>
internal sealed record GuardCase(string Guard, string Settings, string Bad, string? Finding)
{
    /// <summary>What stands before the place.</summary>
    public string Before { get; init; } = "";

    /// <summary>What stands behind it.</summary>
    public string After { get; init; } = "";

    /// <summary>A text to which the guard has no objection.</summary>
    public string Clean { get; init; } = "All is well, thank you.";

    /// <summary>What the system says.</summary>
    public string? System { get; init; }

    /// <summary>Whether it finds places, so that all actions work.</summary>
    public bool FindsPlaces { get; init; }

    /// <summary>Whether it judges whole texts and can put another in the place of an answer, which waits for it with any action.</summary>
    public bool Mends { get; init; }

    /// <summary>Whether it can stand before requests.</summary>
    public bool Input { get; init; } = true;

    /// <summary>Whether it can stand before answers.</summary>
    public bool Output { get; init; } = true;

    /// <summary>The whole text.</summary>
    public string Said => Before + Bad + After;

    /// <summary>The text with something else in the place.</summary>
    public string With(string replacement) => Before + replacement + After;

    /// <inheritdoc/>
    public override string ToString() => Guard;
}
