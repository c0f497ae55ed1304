namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>What in a text speaks for an attack, for the audit and the answer of a trial; the score does not depend on it.</summary>
[Flags]
public enum InjectionReasons
{
    /// <summary>Nothing that has a name.</summary>
    None = 0,

    /// <summary>Instructions or rules are to be ignored, or new ones to hold from now on.</summary>
    OverridesInstructions = 1,

    /// <summary>The prompt or hidden instructions are asked for.</summary>
    RevealsPrompt = 2,

    /// <summary>A password, key or other secret is asked for.</summary>
    RevealsSecret = 4,

    /// <summary>The model is to be somebody without rules, or in a mode without them.</summary>
    ChangesRole = 8,

    /// <summary>A person's data is asked for.</summary>
    RevealsPersonalData = 16,

    /// <summary>The tokens of a chat template stand in the text, or a message in the name of the system.</summary>
    ChatTemplate = 32,

    /// <summary>A link or an instruction to send something away.</summary>
    SendsData = 64,

    /// <summary>The text was disguised: invisible characters, look-alikes, an encoding, spaced or turned letters.</summary>
    Disguised = 128,
}
