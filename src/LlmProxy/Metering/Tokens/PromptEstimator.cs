using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Tokens.Learning;
using LlmProxy.Prompts.Requests;

namespace LlmProxy.Metering.Tokens;

/// <summary>Counts by a model's own rules where they are known, else by the nearest tokenizer times what was learned of the model.</summary>
internal sealed class PromptEstimator(TokenFactors factors, TokenMetrics metrics, Degradations degradations, BufferBudget budget) : IPromptEstimator
{
    /// <summary>Of requests that nobody counted one in so many is, to learn from it, while little is known of its model.</summary>
    private const uint SampleEvery = 16;

    /// <summary>And one in so many once enough is known: counting 20 KiB takes as long as ten small requests.</summary>
    private const uint SampleRarely = 256;

    /// <summary>How many samples are enough.</summary>
    private const int EnoughSamples = 32;

    /// <summary>More than any limit holds.</summary>
    private const long MaxReserve = 1_000_000_000_000_000;

    /// <summary>Some rules take a token off at the end, so a count must be a few above a limit to be surely above it.</summary>
    private const int CutSlack = 8;

    /// <summary>Longest prompt that is counted for learning alone.</summary>
    private const int MaxSampleBytes = 128 * 1024;

    private readonly PromptModels _models = new();
    private readonly SideComponent _guard = degradations.Get(ComponentNames.TokenLearning);
    private uint _answers;

    /// <inheritdoc/>
    public long UpperBound(LlmExchange exchange, string? model)
    {
        if (Readable(exchange) is not { } request)
            return 0;
        var bound = PromptBound.Of(request, PromptKinds.Of(exchange.Path.Endpoint), _models.Of(model));
        return exchange.Prompt is { IsRendered: false } use ? bound + use.Bytes : bound;
    }

    /// <inheritdoc/>
    public PromptEstimate Count(LlmExchange exchange, string? model) => Counted(exchange, model)?.Estimate ?? default;

    /// <inheritdoc/>
    public PromptEstimate? CountUpTo(LlmExchange exchange, string? model, long limit)
    {
        // What a model without a public tokenizer has is at least so many times the count.
        var least = _models.Of(model).HasTokenizer ? 1 : Math.Min(1, factors.Of(model).Ratio);
        var count = Counted(exchange, model, (long)(limit / least) + CutSlack);
        return count is { Base.IsCut: true } ? null : count?.Estimate ?? default;
    }

    /// <inheritdoc/>
    public PromptEstimate Count(LlmRequest request, PromptKind kind, string? model) => Estimate(PromptCounter.Count(request, kind, _models.Of(model)), model);

    /// <inheritdoc/>
    public long CountOutput(ReadOnlySpan<byte> utf8, string? model)
    {
        var rules = _models.Of(model);
        var tokens = rules.Tokenizer.CountTokens(utf8);
        return rules.HasTokenizer ? tokens : (long)Math.Ceiling(tokens * factors.Of(model).Ratio);
    }

    /// <inheritdoc/>
    public long OutputReserve(LlmExchange exchange)
    {
        if (!PromptKinds.MakesText(exchange.Path.Endpoint) || exchange.Request is not { } request)
            return 0;
        var cap = exchange.MaxOutputTokens;
        var stated = Stated(exchange.Path.Endpoint, request);
        var each = stated is null ? cap ?? exchange.Route.Proxy.Tokens.DefaultOutputReserve : Math.Min(stated.Value, cap ?? long.MaxValue);
        // Whoever adds to this must not overflow.
        return each > MaxReserve / request.Choices ? MaxReserve : each * request.Choices;
    }

    /// <summary>The bound that holds at the endpoint. Of a chat's two names the larger: which one a server heeds is its own affair.</summary>
    private static long? Stated(LlmEndpoint endpoint, LlmRequest request) => endpoint switch
    {
        LlmEndpoint.Responses => request.MaxOutputTokens.Value,
        LlmEndpoint.ResponseCompaction => null,
        LlmEndpoint.ChatCompletions when request.MaxCompletionTokens.Value is { } newer => Math.Max(newer, request.MaxTokens.Value ?? 0),
        _ => request.MaxTokens.Value,
    };

    /// <inheritdoc/>
    public void Learn(LlmAttempt attempt)
    {
        if (attempt.Usage.InputTokens is not { } billed || billed <= 0 || attempt.Exchange is not { Request.StoredObjectId: null } exchange)
            return;
        try
        {
            if (Sample(exchange, attempt.UpstreamModel) is { } counted)
                Learn(counted, billed, exchange.ModelPattern);
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>What was counted anyway, or is counted for one in some requests.</summary>
    private CountedPrompt? Sample(LlmExchange exchange, string? model)
    {
        if (exchange.Counted is { } counted && string.Equals(counted.Model, model, StringComparison.Ordinal))
            return counted;
        var number = Interlocked.Increment(ref _answers);
        // Most answers are in neither sample, and cost this one look.
        if (number % SampleEvery != 0 || exchange.Body is not { Length: <= MaxSampleBytes })
            return null;
        return number % SampleRarely == 0 || NeedsSamples(model) ? Counted(exchange, model) : null;
    }

    private bool NeedsSamples(string? model) => !_models.Of(model).HasTokenizer && factors.Of(model).Samples < EnoughSamples;

    private void Learn(CountedPrompt counted, long billed, string? pattern)
    {
        // A provider that counts cached tokens beside the others, unknown to its reader, or a prompt that it keeps, is no measure.
        metrics.Estimated(counted.Estimate.Tokens, billed, pattern);
        if (counted.Model is { } model && !_models.Of(model).HasTokenizer)
            factors.Learn(model, counted.Base, billed);
    }

    private CountedPrompt? Counted(LlmExchange exchange, string? model, long most = long.MaxValue)
    {
        if (exchange.Counted is { } known && string.Equals(known.Model, model, StringComparison.Ordinal))
            return known;
        var kind = PromptKinds.Of(exchange.Path.Endpoint);
        if (kind == PromptKind.None || Readable(exchange) is not { } caller)
            return null;
        // Limits ask before the prompt is put around the request.
        using var preview = PromptPreview.Of(exchange, caller, budget);
        var request = preview?.Request ?? caller;
        var count = PromptCounter.Count(request, kind, _models.Of(model), most);
        var estimate = Estimate(count, model);
        // What was learned of usual texts may say too much of odd ones.
        var tokens = Math.Min(estimate.Tokens, PromptBound.Of(request, kind, _models.Of(model)));
        var counted = new CountedPrompt(model, count, estimate with { Tokens = tokens, IsExact = count.IsExact && request.StoredObjectId is null });
        // Half a count is nobody's.
        return count.IsCut ? counted : exchange.Counted = counted;
    }

    private PromptEstimate Estimate(in PromptCount count, string? model)
    {
        var rules = _models.Of(model);
        return rules.HasTokenizer
            ? new PromptEstimate(count.Tokens, count.IsExact, rules.Encoding)
            : new PromptEstimate(factors.Of(model).Apply(count), IsExact: false, rules.Encoding);
    }

    /// <summary>The request, while its body is held: behind settlement the memory is another's.</summary>
    private static LlmRequest? Readable(LlmExchange exchange) => exchange.Body is { Length: > 0 } ? exchange.Request : null;
}
