namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>How much a text looks like an attack on the instructions of a model.</summary>
/// <param name="Value">0 to 1: the share of attacks among texts of such a score, where two of five texts are attacks, as in the training data.</param>
/// <param name="Reasons">What speaks for it, in the part of the text that scored highest.</param>
public readonly record struct InjectionScore(double Value, InjectionReasons Reasons)
{
    /// <summary>The default score from which a text is flagged: about 2 in 100 harmless texts of the training data.</summary>
    public const double DefaultFlag = 0.7;

    /// <summary>The default score from which a text is blocked: about 1 in 300 harmless texts of the training data.</summary>
    public const double DefaultBlock = 0.92;
}
