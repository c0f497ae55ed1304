using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Host.Prompts;

/// <summary>Puts a version around messages, as requests to chat completions are, and sends nothing to anybody.</summary>
internal static class PromptTryout
{
    /// <summary>Most bytes of what is shown, 4 MiB: a small template can say a long value many thousand times.</summary>
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>The messages that come of it.</summary>
    /// <exception cref="Core.Errors.LlmException">400: variables are missing, not known or not right, or the messages are none. 413: they would be longer than 4 MiB.</exception>
    public static JsonArray Render(PromptTemplate template, JsonObject? variables, JsonArray? messages)
    {
        var problems = new List<PromptProblem>();
        var values = PromptBinder.Bind(template, Bytes(variables ?? []), FrozenDictionary<string, string>.Empty, problems);
        if (problems.Count > 0)
        {
            var text = string.Join("; ", problems.Select(problem => $"'{problem.Name}' {problem.Text}"));
            throw PromptErrors.Invalid($"Variables of {template.Id} are not right: {text}.", "invalid_prompt_variables", $"variables.{problems[0].Name}");
        }

        var body = new JsonObject { ["messages"] = messages?.DeepClone() ?? new JsonArray() };
        var rendering = new PromptRendering { Kind = PromptKind.Chat, Template = template, Values = values, Settings = template.Settings, MaxBytes = MaxBytes };
        var output = new ArrayBufferWriter<byte>();
        PromptWriter.Write(rendering, Bytes(body), output);
        return JsonNode.Parse(output.WrittenSpan)!["messages"]!.DeepClone().AsArray();
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
