namespace LlmProxy.Telemetry;

/// <summary>The attributes that spans and metrics carry.</summary>
/// <remarks><c>gen_ai.*</c>, <c>http.*</c> and <c>error.type</c> are from OpenTelemetry's semantic conventions 1.41.</remarks>
public static class TagNames
{
    /// <summary>What is asked of the model, as <c>chat</c> or <c>embeddings</c>.</summary>
    public const string OperationName = "gen_ai.operation.name";

    /// <summary>Whose model it is, as <c>openai</c> or <c>azure.ai.openai</c>.</summary>
    public const string ProviderName = "gen_ai.provider.name";

    /// <summary>The model that was asked for. On spans the caller's word; on metrics the configured name or pattern it matched.</summary>
    public const string RequestModel = "gen_ai.request.model";

    /// <summary>Whether a stream was asked for; left out when not.</summary>
    public const string RequestStream = "gen_ai.request.stream";

    /// <summary>The model that says it answered.</summary>
    public const string ResponseModel = "gen_ai.response.model";

    /// <summary>The provider's id of the answer.</summary>
    public const string ResponseId = "gen_ai.response.id";

    /// <summary>Why each choice ended.</summary>
    public const string FinishReasons = "gen_ai.response.finish_reasons";

    /// <summary>Seconds from sending the delivered attempt to its first token; streams only.</summary>
    public const string TimeToFirstChunk = "gen_ai.response.time_to_first_chunk";

    /// <summary>All tokens of the prompt.</summary>
    public const string InputTokens = "gen_ai.usage.input_tokens";

    /// <summary>All tokens of the answer.</summary>
    public const string OutputTokens = "gen_ai.usage.output_tokens";

    /// <summary>Of the input tokens, those read from the provider's cache.</summary>
    public const string CacheReadTokens = "gen_ai.usage.cache_read.input_tokens";

    /// <summary>Of the input tokens, those written to the provider's cache.</summary>
    public const string CacheCreationTokens = "gen_ai.usage.cache_creation.input_tokens";

    /// <summary>Of the output tokens, reasoning.</summary>
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";

    /// <summary><c>input</c> or <c>output</c>.</summary>
    public const string TokenType = "gen_ai.token.type";

    /// <summary>How it failed: the gateway's error code, or the provider's status. Left out when it did not.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The path of the endpoint, with placeholders for ids.</summary>
    public const string HttpRoute = "http.route";

    /// <summary>The status that was sent.</summary>
    public const string HttpStatus = "http.response.status_code";

    /// <summary>The gateway's own id of the request, as in <c>x-llmproxy-request-id</c>.</summary>
    public const string RequestId = "llmproxy.request.id";

    /// <summary>The path of the endpoint, with placeholders for ids; <c>other</c> for one that the gateway does not know.</summary>
    public const string Endpoint = "llmproxy.endpoint";

    /// <summary>The route's id in the configuration.</summary>
    public const string Route = "llmproxy.route";

    /// <summary>The cluster's id in the configuration.</summary>
    public const string Cluster = "llmproxy.cluster";

    /// <summary>The destination's id in its cluster.</summary>
    public const string Destination = "llmproxy.destination";

    /// <summary>How many attempts were made.</summary>
    public const string Attempts = "llmproxy.attempts";

    /// <summary>Which attempt this is, from 1.</summary>
    public const string AttemptNumber = "llmproxy.attempt.number";

    /// <summary>How it ended.</summary>
    public const string Outcome = "llmproxy.outcome";

    /// <summary>Whether a stream was asked for.</summary>
    public const string Stream = "llmproxy.stream";

    /// <summary>US dollars for all attempts of a request; left out where it is not known.</summary>
    public const string Cost = "llmproxy.cost.usd";

    /// <summary>Whether <see cref="Cost"/> rests on a count of the gateway's own; left out when not.</summary>
    public const string CostEstimated = "llmproxy.cost.estimated";

    /// <summary>What a circuit has become: <c>closed</c>, <c>ramping</c>, <c>half_open</c> or <c>open</c>.</summary>
    public const string State = "llmproxy.state";

    /// <summary>A key's place in its cluster's list, from 1; never the key.</summary>
    public const string Key = "llmproxy.key";

    /// <summary>How an attempt failed: a <see cref="Failover.Failures.FailureKind"/> in snake case.</summary>
    public const string Failure = "llmproxy.failure";

    /// <summary>Why a caller was turned away, or a line left out, from a closed set in snake case.</summary>
    public const string Reason = "llmproxy.reason";

    /// <summary>The side component: one of <see cref="Health.Degradation.ComponentNames"/>, or of those that features add.</summary>
    public const string Component = "llmproxy.component";

    /// <summary>What a limit counts, as <c>tokens_per_minute</c>.</summary>
    public const string LimitKind = "llmproxy.limit.kind";

    /// <summary>Whose limit it is: <c>key</c>, <c>user</c>, <c>tenant</c>, <c>model</c>, <c>route</c> or <c>total</c>.</summary>
    public const string LimitScope = "llmproxy.limit.scope";

    /// <summary>A time for which money is budgeted: <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public const string Period = "llmproxy.period";

    /// <summary>The name of a webhook in the configuration.</summary>
    public const string Receiver = "llmproxy.receiver";

    /// <summary>The value that stands for whatever a closed set does not hold.</summary>
    public const string Other = "other";

    /// <summary>The name of a guardrail, from the configuration.</summary>
    public const string Guardrail = "llmproxy.guardrail.name";

    /// <summary>Whether a guardrail judged the request (<c>input</c>) or the answer (<c>output</c>).</summary>
    public const string GuardrailDirection = "llmproxy.guardrail.direction";

    /// <summary>The name of a prompt of the catalogue.</summary>
    public const string Prompt = "llmproxy.prompt.name";

    /// <summary>A version of it.</summary>
    public const string PromptVersion = "llmproxy.prompt.version";

    /// <summary>The version of a prompt, <c>name@version</c>.</summary>
    public const string PromptId = "llmproxy.prompt.id";

    /// <summary>The variants of experiments that a request was in, as <c>name=variant</c>, separated by commas. Spans only.</summary>
    public const string Experiments = "llmproxy.experiments";
}
