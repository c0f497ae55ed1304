namespace LlmProxy.Configuration;

/// <summary>One thing that is wrong in a configuration. Never holds a secret.</summary>
/// <param name="Path">Where it stands, as <c>ReverseProxy:Clusters:openai:Llm:Provider</c>; or the file, where its text itself is broken.</param>
/// <param name="Problem">What is wrong, as the rest of a sentence that begins with the path: <c>is 'abc', not a number</c>.</param>
/// <param name="Remedy">What would be right.</param>
public sealed record ConfigurationError(string Path, string Problem, string Remedy)
{
    /// <summary>Path, problem and remedy in one line.</summary>
    public override string ToString()
    {
        var end = Remedy.EndsWith('?') || Remedy.EndsWith('.') ? "" : ".";
        return $"{Path} {Problem}; {Remedy}{end}";
    }
}
