using System.Text;
using System.Text.Json;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Tests.Tokens.Prompts;

public sealed class PromptBoundTests
{
    private static readonly string[] Models = ["gpt-4o", "gpt-4", "gpt-5-mini", "gpt-4o-mini", "claude-sonnet-4", "gemini-2.0-flash"];

    private static readonly PromptKind[] Kinds = [PromptKind.Chat, PromptKind.Messages, PromptKind.Response, PromptKind.Completion, PromptKind.Embedding];

    [Fact]
    public void Of_RandomRequests_IsNotExceeded()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var json = RandomRequest(random);
            foreach (var kind in Kinds)
            {
                var model = Models[random.Next(Models.Length)];
                var count = Prompts.Count(json, kind, model);
                Assert.True(count.Tokens >= 1 && count.ToolTokens >= 0 && count.MediaTokens >= 0, json);
                Assert.True(Prompts.Bound(json, kind, model) >= count.Tokens, $"{kind} {model}: {Prompts.Bound(json, kind, model)} < {count.Tokens} for {json}");
            }
        }
    }

    [Fact]
    public void Of_TextThatBeginsLikeAnImage_CountsItsBytes()
    {
        var text = "data:image/png;base64," + new string('x', 50_000);
        var json = $$"""{"messages":[{"role":"user","content":[{"type":"text","text":"{{text}}"}]}]}""";
        Assert.True(Prompts.Bound(json) > 50_000);
    }

    [Fact]
    public void Of_ImageInTheRequest_IsNotItsBytes()
    {
        var url = "data:image/png;base64," + new string('A', 500_000);
        var json = $$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}]}""";
        Assert.InRange(Prompts.Bound(json), Prompts.Count(json).Tokens, 20_000);
    }

    [Fact]
    public void Of_RequestWithoutPrompt_IsZero() => Assert.Equal(0, Prompts.Bound("""{"messages":[]}""", PromptKind.None));

    private static string RandomRequest(Random random)
    {
        var messages = Enumerable.Range(0, random.Next(5)).Select(_ => RandomMessage(random)).ToArray();
        var tools = Enumerable.Range(0, random.Next(4)).Select(_ => RandomTool(random)).ToArray();
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["messages"] = messages,
            ["input"] = random.Next(2) == 0 ? RandomText(random) : messages,
            ["prompt"] = random.Next(2) == 0 ? RandomText(random) : new[] { RandomText(random), RandomText(random) },
            ["system"] = RandomText(random),
            ["instructions"] = RandomText(random),
            ["tools"] = tools,
            ["response_format"] = new { type = "json_schema", json_schema = new { name = RandomText(random), schema = RandomSchema(random, 0) } },
        });
    }

    private static Dictionary<string, object?> RandomMessage(Random random)
    {
        var message = new Dictionary<string, object?> { ["role"] = random.Next(3) switch { 0 => "user", 1 => "assistant", _ => "system" } };
        message["content"] = random.Next(3) switch
        {
            0 => null,
            1 => RandomText(random),
            _ => new object[]
            {
                new { type = "text", text = RandomText(random) },
                new { type = "image_url", image_url = new { url = random.Next(2) == 0 ? "https://x/y" : "data:image/png;base64,iVBORw0KGgo=" } },
                new { type = "input_audio", input_audio = new { data = "AAAA" } },
            },
        };
        if (random.Next(3) == 0)
            message["name"] = RandomText(random);
        if (random.Next(2) == 0)
        {
            message["tool_calls"] = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => new { id = "c", type = "function", function = new { name = RandomText(random), arguments = RandomText(random) } }).ToArray();
        }

        return message;
    }

    private static object RandomTool(Random random) =>
        new { type = "function", function = new { name = "f" + random.Next(100), description = RandomText(random), parameters = RandomSchema(random, 0) } };

    private static object RandomSchema(Random random, int depth) => random.Next(depth > 2 ? 3 : 6) switch
    {
        0 => new { type = "string" },
        1 => new Dictionary<string, object> { ["enum"] = new[] { RandomText(random), "b" } },
        2 => new { },
        3 => new { type = "array", items = RandomSchema(random, depth + 1) },
        4 => new { anyOf = new[] { RandomSchema(random, depth + 1), RandomSchema(random, depth + 1) } },
        _ => new
        {
            type = "object",
            properties = Enumerable.Range(0, random.Next(4)).ToDictionary(i => RandomText(random) + i, _ => RandomSchema(random, depth + 1)),
        },
    };

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(40); i > 0; i--)
        {
            _ = random.Next(5) switch
            {
                0 => text.Append((char)random.Next(1, 127)),
                1 => text.Append(new Rune(random.Next(0x1F300, 0x1FAFF)).ToString()),
                2 => text.Append((char)random.Next(0x4E00, 0x9FFF)),
                3 => text.Append("word "),
                _ => text.Append('\n'),
            };
        }

        return text.ToString();
    }
}
