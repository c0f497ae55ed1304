using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Core.Prompts;
using LlmProxy.Providers;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>Makes a recorded request one that can be sent: under another version of its prompt, to another model, as one answer and no stream.</summary>
internal static class ReplayRequest
{
    /// <summary>The header that names a prompt.</summary>
    private const string PromptHeader = "x-llmproxy-prompt";

    private const string Labels = "metadata";
    private const string VariablesLabel = "llmproxy_prompt_variables";

    /// <summary>Makes it.</summary>
    /// <param name="recorded">The recorded request; its body is changed.</param>
    /// <param name="command">Says which version and model.</param>
    public static HttpRequestMessage Create(RecordedRequest recorded, ReplayCommand command)
    {
        var body = recorded.Body;
        body.Remove("stream");
        if (command.Model is { } model)
            body["model"] = model;
        var request = new HttpRequestMessage(HttpMethod.Post, recorded.Path);
        if ((command.Prompt ?? Recorded(recorded.Prompt)) is { } prompt)
            Name(request, body, prompt, isText: recorded.Path == "/v1/completions");
        // Anthropic's own endpoint wants it of every caller.
        if (recorded.Path == "/v1/messages")
            request.Headers.Add(AnthropicHeaders.VersionHeader, "2023-06-01");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Names the version, and keeps the variables wherever they were said. A completion's <c>prompt</c> is its text.</summary>
    private static void Name(HttpRequestMessage request, JsonObject body, PromptId prompt, bool isText)
    {
        var labels = body[Labels] as JsonObject;
        var variables = labels?[VariablesLabel]?.DeepClone();
        body.Remove(Labels);
        request.Headers.Add(PromptHeader, prompt.ToString());
        if (isText)
        {
            if (variables is not null)
                body[Labels] = new JsonObject { [VariablesLabel] = variables };
            return;
        }

        variables = (body["prompt"] as JsonObject)?["variables"]?.DeepClone() ?? Object(variables);
        body["prompt"] = new JsonObject { ["id"] = prompt.Name, ["version"] = prompt.Version };
        if (variables is not null)
            body["prompt"]!["variables"] = variables;
    }

    /// <summary>Labels may be texts only: then the variables are the JSON text of an object.</summary>
    private static JsonNode? Object(JsonNode? variables)
    {
        try
        {
            return variables is JsonValue text && text.TryGetValue<string>(out var json) ? JsonNode.Parse(json) : variables;
        }
        catch (System.Text.Json.JsonException)
        {
            return variables;
        }
    }

    private static PromptId? Recorded(string? prompt) =>
        prompt is not null && PromptId.TryRead(prompt, out var name, out var version) && version is not null ? new PromptId(name, version) : null;
}
