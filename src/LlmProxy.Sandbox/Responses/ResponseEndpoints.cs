using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Responses;

/// <summary><c>/responses</c> and what hangs below it.</summary>
internal static class ResponseEndpoints
{
    private const string Cancelled = "cancelled";
    private const string Queued = "queued";

    /// <summary><c>POST /responses</c>.</summary>
    public static Task CreateAsync(Exchange exchange)
    {
        var request = exchange.Json;
        var prompt = ResponsesPromptReader.Read(request, exchange.Model);
        if (PromptReader.String(request, "previous_response_id") is { } previous
            && !exchange.Sandbox.Responses.TryGet(previous, out _))
        {
            throw new ApiException(
                StatusCodes.Status404NotFound, $"Previous response with id '{previous}' not found.", "invalid_request_error")
            {
                Param = "previous_response_id",
                Code = "previous_response_not_found",
            };
        }

        var answer = AnswerPlanner.Plan(exchange, prompt);
        var response = new ResponseObject(exchange, answer);
        var isBackground = IsTrue(exchange, "background", otherwise: false);
        if (isBackground || IsTrue(exchange, "store", otherwise: true)) Store(exchange, response, isBackground);
        if (exchange.Head.Stream) return StreamAsync(exchange, response, answer);
        return BodyOutput.SendJsonAsync(exchange, json => response.Write(json, isBackground ? Queued : response.FinalStatus));
    }

    /// <summary><c>GET /responses/{id}</c>. A background response is done when it is first asked for.</summary>
    public static Task GetAsync(Exchange exchange)
    {
        var stored = Find(exchange);
        if (stored.Status == Queued) stored.Status = "completed";
        return BodyOutput.SendAsync(
            exchange, BodyOutput.Json, stored.Status == Cancelled ? stored.Cancelled! : stored.Finished);
    }

    /// <summary><c>DELETE /responses/{id}</c>.</summary>
    public static Task DeleteAsync(Exchange exchange)
    {
        Find(exchange);
        var id = exchange.RouteValue("id");
        exchange.Sandbox.Responses.Remove(id);
        return BodyOutput.SendJsonAsync(exchange, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("object"u8, "response.deleted"u8);
            json.WriteBoolean("deleted"u8, true);
            json.WriteEndObject();
        });
    }

    /// <summary><c>POST /responses/{id}/cancel</c>.</summary>
    public static Task CancelAsync(Exchange exchange)
    {
        var stored = Find(exchange);
        if (stored.Cancelled is not { } cancelled)
            throw ApiException.Invalid("Only responses created with background=true can be cancelled.", null);
        if (stored.Status == Queued) stored.Status = Cancelled;
        return BodyOutput.SendAsync(
            exchange, BodyOutput.Json, stored.Status == Cancelled ? cancelled : stored.Finished);
    }

    /// <summary><c>GET /responses/{id}/input_items</c>.</summary>
    public static Task InputItemsAsync(Exchange exchange) =>
        BodyOutput.SendAsync(exchange, BodyOutput.Json, Find(exchange).InputItems);

    private static async Task StreamAsync(Exchange exchange, ResponseObject response, Answer answer)
    {
        using var output = SseOutput.For(exchange);
        await output.StartAsync().ConfigureAwait(false);
        if (output.Ended) return;
        await AnswerStreamer.RunAsync(
            answer, new ResponseStream(output, response, answer), output, exchange.CharsPerChunk).ConfigureAwait(false);
    }

    private static void Store(Exchange exchange, ResponseObject response, bool isBackground) =>
        exchange.Sandbox.Responses.Put(response.Id, new StoredResponse(isBackground ? Queued : response.FinalStatus)
        {
            Finished = response.ToBytes(response.FinalStatus),
            Cancelled = isBackground ? response.ToBytes(Cancelled) : null,
            InputItems = InputItems.Of(exchange),
        });

    private static StoredResponse Find(Exchange exchange) =>
        exchange.Sandbox.Responses.TryGet(exchange.RouteValue("id"), out var stored)
            ? stored
            : throw ApiException.NotFound("Response", exchange.RouteValue("id"), "id");

    private static bool IsTrue(Exchange exchange, string name, bool otherwise) =>
        exchange.Json.TryGetProperty(name, out var value)
            ? value.ValueKind == System.Text.Json.JsonValueKind.True
            : otherwise;
}
