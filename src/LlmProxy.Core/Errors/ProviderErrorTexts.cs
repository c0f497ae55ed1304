namespace LlmProxy.Core.Errors;

/// <summary>Knows errors by their message, for providers that give several of them one and the same code.</summary>
/// <remarks>The phrases are the shortest that are found in the providers' messages and in no other error of theirs; case does not matter.</remarks>
public static class ProviderErrorTexts
{
    private static readonly string[] ContextTooLong =
    [
        "prompt is too long", // Anthropic
        "exceed context limit", // Anthropic, with max_tokens counted in
        "maximum context length", // OpenAI, vLLM, Mistral, DeepSeek, OpenRouter
        "maximum prompt length", // xAI
        "exceeds the context window", // OpenAI Responses
        "available context size", // llama.cpp
        "reduce the length of the messages", // Groq
        "Input Tokens Exceeded", // Bedrock
        "Input is too long for requested model", // Bedrock
        "Too many input tokens", // Bedrock
        "exceeds the maximum number of tokens", // Gemini: "the input token count (…) exceeds …"
        "too many tokens: ", // Cohere
        "`inputs` must have less than", // TGI
        "`inputs` tokens + `max_new_tokens` must be", // TGI, Together
    ];

    private static readonly string[] OutOfCredit =
    [
        "credit balance is too low", // Anthropic
        "specified API usage limits", // Anthropic: a spend limit
        "spending limit", // xAI
        "used all available credits", // xAI
        "spending cap", // Gemini
        "prepayment credits are depleted", // Gemini
        "Insufficient credits", // OpenRouter
        "Insufficient Balance", // DeepSeek
    ];

    private static readonly string[] InvalidKey =
    [
        "API key not valid", // Gemini
        "API key expired", // Gemini
        "API key was reported as leaked", // Gemini
        "Incorrect API key provided", // xAI, OpenAI, Cohere
        "Invalid API key", // Mistral, Perplexity
        "security token included in the request is", // Bedrock: invalid, expired
    ];

    private static readonly string[] ModelNotFound =
    [
        "model identifier is invalid", // Bedrock
        "with on-demand throughput isn", // Bedrock: the model is there for inference profiles alone
        "is not a valid model ID", // OpenRouter
        "Model Not Exist", // DeepSeek
        "model not found", // xAI, Together
        "Invalid model", // Mistral, Perplexity
        "unknown model",
        "has been decommissioned", // Groq
        "No endpoints found", // OpenRouter
        "operation does not work with the specified model", // Azure
    ];

    private static readonly string[] ContentFiltered =
    [
        "content management policy", // Azure
        "potentially violating our usage policy", // OpenAI
        "rejected as a result of our safety system", // OpenAI, images
        "violates usage guidelines", // xAI
        "input was flagged", // OpenRouter
    ];

    /// <summary>The prompt is longer than the model takes.</summary>
    public static bool SaysContextTooLong(string? message) => Has(message, ContextTooLong);

    /// <summary>The account has no money left, or has spent what it may.</summary>
    public static bool SaysOutOfCredit(string? message) => Has(message, OutOfCredit);

    /// <summary>The key is wrong.</summary>
    public static bool SaysInvalidKey(string? message) => Has(message, InvalidKey);

    /// <summary>There is no such model.</summary>
    public static bool SaysModelNotFound(string? message) => Has(message, ModelNotFound)
        || (Has(message, ["model"]) && Has(message, ["does not exist"])); // vLLM, OpenAI

    /// <summary>The prompt is refused for what it says.</summary>
    public static bool SaysContentFiltered(string? message) => Has(message, ContentFiltered);

    /// <summary>This one request is over the limit of tokens a minute (OpenAI, Groq).</summary>
    public static bool SaysOverRateLimit(string? message) => Has(message, ["Request too large for"]) && Has(message, ["tokens per min", "(TPM)"]);

    /// <summary>The 404 is about a model or a deployment, and not about a stored object.</summary>
    public static bool SpeaksOfModel(string? message) => Has(message, ["model", "deployment"]);

    private static bool Has(string? message, ReadOnlySpan<string> phrases)
    {
        if (message is null)
            return false;
        foreach (var phrase in phrases)
        {
            if (message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
