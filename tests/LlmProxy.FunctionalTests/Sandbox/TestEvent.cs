using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

/// <summary>One server-sent event, read plainly: the sandbox writes LF and one data line only.</summary>
internal sealed record TestEvent(string Name, string Data)
{
    public JsonNode Json => JsonNode.Parse(Data)!;

    public static List<TestEvent> ParseAll(string body)
    {
        var events = new List<TestEvent>();
        foreach (var frame in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = frame.Split('\n');
            var name = lines.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal))?[7..] ?? "";
            var data = lines.FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?[6..] ?? "";
            events.Add(new(name, data));
        }

        return events;
    }
}
