namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>How bad it is when such an entity reaches who should not have it.</summary>
public enum EntitySeverity
{
    /// <summary>Found in many harmless texts too: IP addresses, names.</summary>
    Low,

    /// <summary>Reaches a person: e-mail address, telephone number, date of birth.</summary>
    Medium,

    /// <summary>Lets somebody act as that person, or spend the money: national numbers, cards, accounts.</summary>
    High,

    /// <summary>Opens a door as it stands: keys, tokens, passwords; and code that destroys.</summary>
    Critical,
}
