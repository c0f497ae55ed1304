using System.Text.Json;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Models;

/// <summary><c>/models</c>, in OpenAI's form or, with an <c>anthropic-version</c> header, in Anthropic's.</summary>
internal static class ModelEndpoints
{
    private static readonly string[] Default =
        ["sandbox", "sandbox-mini", "sandbox-embedding", "sandbox-fixed-1024", "sandbox-stream-50x100"];

    /// <summary><c>GET /models</c>.</summary>
    public static Task ListAsync(Exchange exchange)
    {
        var names = Names(exchange);
        return BodyOutput.SendJsonAsync(exchange, json => ListBody.Write(
            json, names.Count, i => names[i], i => WriteModel(json, exchange, names[i])));
    }

    /// <summary><c>GET /models/{id}</c>.</summary>
    public static Task GetAsync(Exchange exchange)
    {
        var name = exchange.RouteValue("id");
        if (!Names(exchange).Contains(name))
            throw StatusErrors.For(StatusCodes.Status404NotFound, exchange.Form, name);
        return BodyOutput.SendJsonAsync(exchange, json => WriteModel(json, exchange, name));
    }

    private static IList<string> Names(Exchange exchange) =>
        exchange.Sandbox.Options.Models is { Count: > 0 } configured ? configured : Default;

    private static void WriteModel(Utf8JsonWriter json, Exchange exchange, string name)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, name);
        if (exchange.Form == WireForm.Anthropic)
        {
            json.WriteString("type"u8, "model"u8);
            json.WriteString("display_name"u8, name);
            json.WriteString("created_at"u8, DateTimeOffset.FromUnixTimeSeconds(exchange.Sandbox.Now));
        }
        else
        {
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, exchange.Sandbox.Now);
            json.WriteString("owned_by"u8, "sandbox"u8);
        }

        json.WriteEndObject();
    }
}
