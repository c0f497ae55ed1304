namespace LlmProxy.Providers;

/// <summary>The values of a cluster's <c>Llm.Provider</c>.</summary>
public static class ProviderNames
{
    /// <summary>OpenAI itself.</summary>
    public const string OpenAi = "openai";

    /// <summary>A server that copies OpenAI's API under any base path: vLLM, TGI, TensorRT-LLM, Ollama, Groq, Mistral, DeepSeek …</summary>
    public const string OpenAiCompatible = "openai-compatible";

    /// <summary>Azure OpenAI, in its deployment form and its v1 form.</summary>
    public const string AzureOpenAi = "azure-openai";

    /// <summary>Anthropic's Messages API, native on <c>/v1/messages</c> and translated for <c>/v1/chat/completions</c>.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>The built-in provider to practise on; a destination address of <c>sandbox:</c> means the one inside this process.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenAi, OpenAiCompatible, AzureOpenAi, Anthropic, Sandbox];
}
