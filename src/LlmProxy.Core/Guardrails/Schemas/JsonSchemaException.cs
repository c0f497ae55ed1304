namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>A text is no JSON schema, or one that cannot be checked; the message tells the place in it and what is wrong there.</summary>
public sealed class JsonSchemaException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="location">The place in the schema, as a JSON pointer: <c>#/properties/age/type</c>.</param>
    /// <param name="problem">What is wrong there, as the rest of a sentence that begins with the place.</param>
    public JsonSchemaException(string location, string problem)
        : base($"{location} {problem}")
    {
        Location = location;
        Problem = problem;
    }

    /// <summary>The place in the schema.</summary>
    public string Location { get; }

    /// <summary>What is wrong there.</summary>
    public string Problem { get; }
}
