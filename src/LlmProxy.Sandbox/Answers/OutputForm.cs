namespace LlmProxy.Sandbox.Answers;

/// <summary>What the answer's text must be.</summary>
internal enum OutputForm
{
    Text,
    JsonObject,
    JsonSchema,
}
