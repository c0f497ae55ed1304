namespace LlmProxy.Guardrails;

/// <summary>Makes guards of one type.</summary>
/// <remarks>It runs while the configuration is read, and must not ask for anything that is read from it; what it needs while requests run, it takes then.</remarks>
public interface IGuardFactory
{
    /// <summary>The type, one of <see cref="GuardTypes"/> or one of a host's own.</summary>
    string Type { get; }

    /// <summary>The settings of <see cref="Settings.GuardrailOptions"/> that the type uses, beside those that all use.</summary>
    IReadOnlyCollection<string> Settings { get; }

    /// <summary>The directions in which such a guard can stand.</summary>
    GuardDirections Directions { get; }

    /// <summary>Makes the guard; what is wrong is noted in <paramref name="definition"/>, and then the result does not matter.</summary>
    Guard? Create(GuardDefinition definition);
}
