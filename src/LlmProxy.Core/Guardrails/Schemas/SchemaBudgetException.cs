namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>To check a value against a schema took more steps than are allowed.</summary>
public sealed class SchemaBudgetException : Exception
{
    /// <summary>Makes the exception.</summary>
    public SchemaBudgetException()
        : base("The value could not be checked against its JSON schema in the steps that are allowed.")
    {
    }
}
