using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Guardrails.Input;

/// <summary>Puts texts that guards have changed into a request; every other byte of its body stays.</summary>
internal static class InputRewrite
{
    /// <summary>Gives <paramref name="exchange"/> the new body, and the old one back.</summary>
    public static void Apply(LlmExchange exchange, LlmRequest request, InputTexts texts, IEnumerable<int> changed, BufferBudget budget)
    {
        var patch = new BodyPatch();
        foreach (var text in changed)
        {
            using var value = new PooledBuffer();
            JsonStringWriter.Write(value, texts[text].Utf8.Span);
            patch.Replace(texts.PlaceIn(text).Value, value.WrittenSpan.ToArray());
        }

        var body = new PooledBody(budget, patch.LengthOf(request.Body.Span));
        try
        {
            patch.Apply(request.Body.Span, body);
            exchange.Request = LlmRequestReader.Read(body.Memory, exchange.Route.Proxy.Limits.MaxJsonDepth);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        var before = exchange.Body;
        exchange.Body = body;
        before?.Dispose();
    }
}
