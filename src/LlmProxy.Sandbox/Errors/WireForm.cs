namespace LlmProxy.Sandbox.Errors;

/// <summary>Whose forms a request's errors take.</summary>
internal enum WireForm
{
    OpenAi,
    Responses,
    Anthropic,
}
