using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Prompts.Requests;

/// <summary>A request as it will be with its prompt around it, for those who count before the guards have judged.</summary>
internal sealed class PromptPreview : IDisposable
{
    private readonly PooledBody _body;

    private PromptPreview(LlmExchange exchange, PromptUse use, LlmRequest request, BufferBudget budget)
    {
        _body = new PooledBody(budget, (int)Math.Min(request.Body.Length + use.Bytes, int.MaxValue));
        try
        {
            PromptWriter.Write(PromptRequests.Of(exchange, use, request), request.Body.Span, _body);
            Request = LlmRequestReader.Read(_body.Memory, exchange.Route.Proxy.Limits.MaxJsonDepth);
        }
        catch
        {
            _body.Dispose();
            throw;
        }
    }

    /// <summary>The request; valid until this is disposed of.</summary>
    public LlmRequest Request { get; }

    /// <summary>The request as it will be; <c>null</c>: it is as it will be.</summary>
    /// <exception cref="Core.Errors.LlmException">400, 413: nothing can be put around it. 503: the process holds as many bytes of bodies as it may.</exception>
    public static PromptPreview? Of(LlmExchange exchange, LlmRequest request, BufferBudget budget) =>
        exchange.Prompt is { IsRendered: false, Template: not null } use ? new PromptPreview(exchange, use, request, budget) : null;

    /// <inheritdoc/>
    public void Dispose() => _body.Dispose();
}
